/**
 * The static site: one page a notebook.
 * @module
 */
import { rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { cleanEnvironment } from "../command.ts";
import { exists } from "../files.ts";
import { venvPython } from "../project.ts";
import { exclusively } from "../runs/lock.ts";
import { cleanNotebook, leftOut } from "./clean.ts";
import { linkPages, loadedAddresses, pageName } from "./links.ts";
import { joinText, listNotebooks, type Notebook, notebookTitle, readNotebook } from "./notebook.ts";

/** A notebook to be rendered. */
export interface PageSource {
  /** The notebook, executed. */
  readonly path: string;
  /** What the foot of the page says about where it comes from. */
  readonly note: string;
}

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
  const paths = await listNotebooks(join(root, "notebooks"));
  return await Promise.all(paths.map(async (path): Promise<PageSource> => {
    const name = basename(path);
    const copy = join(root, ".build", profile ?? "", name);
    const executed = profile !== undefined && await exists(copy) &&
      haveSameCells(await readNotebook(path), await readNotebook(copy));
    return executed
      ? { path: copy, note: `From notebooks/${name}, executed in the ${profile} profile.` }
      : { path, note: `From notebooks/${name}, as it is committed.` };
  }));
}

/** The name at the head of each page. */
const project = "oneshot";

/** How {@linkcode renderSite} works. */
export interface RenderOptions {
  /** The folder with `deno.json` and `.venv/`. */
  readonly root: string;
  /** Takes what is left out or amiss. @default nothing */
  readonly warn?: (line: string) => void;
}

/**
 * Renders notebooks as static pages that ask nothing of any other host and work from a folder as from a server.
 * A site that was there is replaced when the new one is whole.
 *
 * @param sources in reading order
 * @param site the folder of the pages
 * @returns paths of the pages, in the same order
 * @throws {RangeError} if two notebooks have the same page
 * @throws {Error} if rendering fails
 */
export async function renderSite(
  sources: readonly PageSource[],
  site: string,
  options: RenderOptions,
): Promise<string[]> {
  const { root, warn = () => {} } = options;
  const names = sources.map(({ path }) => basename(path));
  const hrefs = names.map(pageName);
  const twice = hrefs.find((href, index) => hrefs.indexOf(href) !== index);
  if (twice !== undefined) {
    throw new RangeError(`Cannot render the site: found two notebooks for ${twice}, wanted one`);
  }
  const makePages = async (unfinished: string): Promise<void> => {
    const notebooks = await Promise.all(sources.map(({ path }) => readNotebook(path)));
    const titles = notebooks.map((notebook, index) => notebookTitle(notebook, names[index]!));
    const entry = (index: number) =>
      hrefs[index] === undefined ? null : { href: hrefs[index], title: titles[index] };
    const pages = notebooks.map((notebook, index) => {
      for (const line of leftOut(notebook)) warn(`${names[index]}, ${line} (left out of the page)`);
      return {
        target: join(unfinished, hrefs[index]!),
        notebook: cleanNotebook(notebook),
        page: {
          project,
          title: titles[index] === project ? project : `${titles[index]} · ${project}`,
          pages: hrefs.map((_, other) => ({ ...entry(other), current: other === index })),
          previous: entry(index - 1),
          next: entry(index + 1),
          note: sources[index]!.note,
        },
      };
    });
    await runRenderer(root, pages);
    for (const { target } of pages) {
      const html = linkPages(await Deno.readTextFile(target), names);
      for (const address of loadedAddresses(html)) warn(`${basename(target)} would load ${address}`);
      await Deno.writeTextFile(target, html);
    }
  };
  const wait = () => warn("waiting for another process that renders the site");
  await exclusively(`${site}.lock`, () => replaceFolder(site, makePages), wait);
  return hrefs.map((href) => join(site, href));
}

/**
 * Replaces a folder, all of which is the project's own, by one that is made aside. A kill leaves the old one or the new one under some name, whole, and the
 * next call puts it in its place.
 */
async function replaceFolder(folder: string, make: (unfinished: string) => Promise<void>): Promise<void> {
  const [unfinished, old] = [`${folder}.unfinished`, `${folder}.old`];
  if (!await exists(folder) && await exists(old)) await Deno.rename(old, folder);
  await removeFolder(old);
  await removeFolder(unfinished);
  await Deno.mkdir(unfinished, { recursive: true });
  try {
    await make(unfinished);
    if (await exists(folder)) await Deno.rename(folder, old);
    await Deno.rename(unfinished, folder);
    await removeFolder(old);
  } finally {
    await removeFolder(unfinished);
  }
}

const removeFolder = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true });

async function runRenderer(root: string, pages: readonly unknown[]): Promise<void> {
  const child = new Deno.Command(venvPython(root), {
    args: [join(import.meta.dirname!, "render.py")],
    clearEnv: true,
    env: cleanEnvironment(),
    stdin: "piped",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  // If the program ends before it has read all, its own words say why.
  const feed = new Blob([JSON.stringify(pages)]).stream().pipeTo(child.stdin).catch(() => {});
  const [{ success, stderr }] = await Promise.all([child.output(), feed]);
  if (!success) throw new Error(`Cannot render the pages:\n${new TextDecoder().decode(stderr).trim()}`);
}
