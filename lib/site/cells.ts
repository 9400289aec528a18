/**
 * `deno task cells`: writes the code of each notebook as a module, to be formatted, linted and checked.
 * @module
 */
import { basename, join } from "node:path";
import { exists } from "../files.ts";
import { projectRoot } from "../project.ts";
import { readFolder } from "../setup/mod.ts";
import { notebookModule } from "./module.ts";
import { listNotebooks, readNotebook } from "./notebook.ts";

const ending = ".cells.ts";

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
