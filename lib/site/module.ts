/**
 * Notebooks as modules, for the tools that take none: `deno check` and `deno lint`; and `deno fmt --check`, which in
 * Deno 2.9 finds fault with every notebook that names its language.
 * @module
 */
import { joinText, type Notebook } from "./notebook.ts";

/**
 * The code cells of a notebook as one module, each under a comment that says where it comes from.
 *
 * @param name the notebook's file name, for the comments
 */
export function notebookModule(notebook: Notebook, name: string): string {
  const parts = notebook.cells.flatMap((cell, index) =>
    cell.cell_type === "code" ? [`// ${name}, cell ${index + 1}\n${joinText(cell.source)}\n`] : []
  );
  // With an export it is a module even if no cell imports anything, so await may stand at its top.
  return [...parts, "export {};\n"].join("\n");
}
