/**
 * Notebooks as data: the part of the format (nbformat 4) that the project reads. Fields it does not know are kept.
 * @module
 */
import { z } from "zod";
import { writeAtomically } from "../files.ts";

const Text = z.union([z.string(), z.array(z.string())]);

const Output = z.looseObject({
  output_type: z.string(),
  name: z.string().optional(),
  text: Text.optional(),
  data: z.record(z.string(), z.unknown()).optional(),
  metadata: z.record(z.string(), z.unknown()).optional(),
});

const Cell = z.looseObject({
  cell_type: z.enum(["code", "markdown", "raw"]),
  source: Text,
  metadata: z.record(z.string(), z.unknown()),
  outputs: z.array(Output).optional(),
  execution_count: z.number().nullish(),
});

const Notebook = z.looseObject({
  cells: z.array(Cell),
  metadata: z.record(z.string(), z.unknown()),
  nbformat: z.literal(4),
  nbformat_minor: z.number(),
});

/** One output of a code cell. */
export type Output = z.infer<typeof Output>;
/** A cell: prose or code with its outputs. */
export type Cell = z.infer<typeof Cell>;
/** A notebook file. */
export type Notebook = z.infer<typeof Notebook>;

/** The text of a source or an output, which the format keeps whole or as lines. */
export const joinText = (text: string | readonly string[]): string => [text].flat().join("");

/**
 * Reads a notebook.
 *
 * @throws {TypeError} if the file is no notebook of format 4, naming the file and what is wrong
 */
export async function readNotebook(path: string): Promise<Notebook> {
  const text = await Deno.readTextFile(path);
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch (cause) {
    throw new TypeError(`Cannot read the notebook ${path}: found no JSON, wanted nbformat 4`, { cause });
  }
  const { success, data, error } = Notebook.safeParse(found);
  if (success) return data;
  throw new TypeError(`Cannot read the notebook ${path}: ${z.prettifyError(error)}`, { cause: error });
}

/**
 * Writes a notebook as Jupyter does, keys in order of their names, so that saving it there changes what was changed and no
 * more. Whenever the process is killed, the notebook there is the old one or the new one.
 */
export async function writeNotebook(path: string, notebook: Notebook): Promise<void> {
  await writeAtomically(path, new TextEncoder().encode(JSON.stringify(notebook, inOrder, 1) + "\n"));
}

/** For JSON.stringify(): the keys of an object in order. */
function inOrder(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1));
}

/** The heading of a notebook: its first line that begins with one `#`, or else its name. */
export function notebookTitle(notebook: Notebook, name: string): string {
  for (const cell of notebook.cells) {
    if (cell.cell_type !== "markdown") continue;
    const [, title] = /^# +(.+)$/m.exec(joinText(cell.source)) ?? [];
    if (title !== undefined) return title.trim().replaceAll(/[*_`]/g, "");
  }
  return name;
}

/** The notebooks of a folder in the order of their names, as paths; those whose name begins with a dot are left out. */
export async function listNotebooks(folder: string): Promise<string[]> {
  const files = (await Array.fromAsync(Deno.readDir(folder))).filter(({ isFile }) => isFile);
  const names = files.map(({ name }) => name).filter((name) => /^[^.].*\.ipynb$/.test(name));
  return names.sort().map((name) => `${folder}/${name}`);
}
