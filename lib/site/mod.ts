/**
 * The book: notebooks executed through the Deno kernel and rendered as a static site.
 *
 * @example Links between notebooks become links between pages
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { linkPages, pageName } from "./mod.ts";
 *
 * assertEquals(pageName("00_overview.ipynb"), "index.html");
 * assertEquals(linkPages('<a href="03_c.ipynb#n">', ["03_c.ipynb"]), '<a href="03_c.html#n">');
 * ```
 * @module
 */
export * from "./cells.ts";
export * from "./clean.ts";
export * from "./execute.ts";
export * from "./links.ts";
export * from "./notebook.ts";
export * from "./progress.ts";
export * from "./render.ts";
export * from "./reproduce.ts";
