/**
 * `deno task cells`: writes the code of each notebook as a module, for the tools that take no notebooks: `deno check` and
 * `deno lint`; and `deno fmt --check`, which in Deno 2.9 finds fault with every notebook that names its language.
 * @module
 */
import { basename, join } from "node:path";
import { exists } from "../files.ts";
import { projectRoot } from "../project.ts";
import { readFolder } from "../setup/mod.ts";
import { joinText, listNotebooks, type Notebook, readNotebook } from "./notebook.ts";

const ending = ".cells.ts";

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

/**
 * Writes `.build/NAME.cells.ts` for each notebook of `notebooks/`, in place of those of an earlier run; that folder
 * is as deep as the notebooks', so relative imports hold. One that is empty makes sure that there are any.
 *
 * @param root the folder with `deno.json`
 */
export async function writeCells(root: string): Promise<void> {
  const folder = join(root, ".build");
  await Deno.mkdir(folder, { recursive: true });
  for (const name of await readFolder(folder)) {
    if (name.endsWith(ending)) await Deno.remove(join(folder, name));
  }
  await Deno.writeTextFile(join(folder, `none${ending}`), "export {};\n");
  const notebooks = join(root, "notebooks");
  if (!await exists(notebooks)) return;
  for (const path of await listNotebooks(notebooks)) {
    const name = basename(path);
    const text = notebookModule(await readNotebook(path), name);
    await Deno.writeTextFile(join(folder, name.replace(/\.ipynb$/, ending)), text);
  }
}

if (import.meta.main) await writeCells(projectRoot);
