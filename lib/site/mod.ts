/**
 * The book: notebooks executed through the Deno kernel and rendered as a static site.
 *
 * @example A page leaves out what is dead or noise
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { cleanNotebook, type Notebook } from "./mod.ts";
 *
 * const stream = (name: string) => ({ output_type: "stream", name, text: `to ${name}\n` });
 * const notebook: Notebook = {
 *   cells: [{
 *     cell_type: "code",
 *     source: "console.log(1);",
 *     metadata: { scrolled: true },
 *     outputs: [stream("stdout"), stream("stderr")],
 *     execution_count: 7,
 *   }],
 *   metadata: { language_info: { name: "typescript" }, widgets: {} },
 *   nbformat: 4,
 *   nbformat_minor: 5,
 * };
 * const { cells: [cell], metadata } = cleanNotebook(notebook);
 * assertEquals(cell!.outputs, [stream("stdout")]);
 * assertEquals([cell!.execution_count, cell!.metadata], [null, {}]);
 * assertEquals(metadata, { language_info: { name: "typescript" } });
 * ```
 * @module
 */
export { cleanNotebook, isLasting, leftOut } from "./clean.ts";
export { CellError, executeNotebook, type ExecuteOptions, type ExecutionEvent } from "./execute.ts";
export { linkPages, loadedAddresses, pageName } from "./links.ts";
export { notebookModule } from "./module.ts";
export {
  type Cell,
  joinText,
  listNotebooks,
  type Notebook,
  notebookTitle,
  type Output,
  readNotebook,
  writeNotebook,
} from "./notebook.ts";
export { followNotebook, formatDuration } from "./progress.ts";
export { type PageSource, type RenderOptions, renderSite } from "./render.ts";
export { makeSite, reproduce, type ReproduceOptions } from "./reproduce.ts";
export { haveSameCells, pageSources } from "./sources.ts";
