/**
 * Which copy of a notebook a page is made from.
 * @module
 */
import { basename, join } from "node:path";
import { exists } from "../files.ts";
import { joinText, listNotebooks, type Notebook, readNotebook } from "./notebook.ts";
import type { PageSource } from "./render.ts";

/** Whether two notebooks have the same cells, whatever these show. */
export function haveSameCells(a: Notebook, b: Notebook): boolean {
  const texts = (notebook: Notebook) => notebook.cells.map((cell) => [cell.cell_type, joinText(cell.source)]);
  return JSON.stringify(texts(a)) === JSON.stringify(texts(b));
}

/**
 * For each notebook of `notebooks/` the copy that was executed in a profile, if there is one of the same cells;
 * else the notebook as it is committed.
 *
 * @param root the folder with `deno.json`
 * @param profile the profile whose copies are wanted; none takes the committed notebooks
 */
export async function pageSources(root: string, profile?: string): Promise<PageSource[]> {
  const sources: PageSource[] = [];
  for (const path of await listNotebooks(join(root, "notebooks"))) {
    const name = basename(path);
    const copy = join(root, ".build", profile ?? "", name);
    const executed = profile !== undefined && await exists(copy) &&
      haveSameCells(await readNotebook(path), await readNotebook(copy));
    sources.push(
      executed
        ? { path: copy, note: `From notebooks/${name}, executed in the ${profile} profile.` }
        : { path, note: `From notebooks/${name}, as it is committed.` },
    );
  }
  return sources;
}
