/**
 * Notebooks and projects made for the tests.
 * @module
 */
import { join } from "node:path";
import { type Cell, type Notebook, type Output, writeNotebook } from "../../lib/site/notebook.ts";
import { openBoard } from "../../lib/setup/board.ts";
import { kernelName } from "../../lib/setup/kernel.ts";
import { projectRoot } from "../../lib/project.ts";

/** A cell of prose. */
export const prose = (source: string): Cell => ({
  cell_type: "markdown",
  id: id(source),
  source,
  metadata: {},
});

/** A cell of code with what it showed. */
export const code = (source: string, outputs: Output[] = []): Cell => ({
  cell_type: "code",
  id: id(source),
  source,
  metadata: {},
  outputs,
  execution_count: null,
});

/** A notebook for the Deno kernel. */
export function notebookOf(...cells: Cell[]): Notebook {
  return {
    cells,
    metadata: {
      kernelspec: { display_name: "Deno (oneshot)", language: "typescript", name: kernelName },
      language_info: { name: "typescript" },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
}

/** Identifiers of cells are short and of letters and digits. */
function id(source: string): string {
  return [...source].reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) >>> 0, 7).toString(36);
}

/** What a cell shows as HTML. */
export const html = (text: string): Output => ({
  output_type: "display_data",
  data: { "text/html": text, "text/plain": "html" },
  metadata: {},
});

/** What a cell writes. */
export const stream = (name: "stdout" | "stderr", text: string): Output => ({
  output_type: "stream",
  name,
  text,
});

/** Calls `use` with a project that has these notebooks and the virtual environment of this one, then removes it. */
export async function withProject(
  notebooks: Readonly<Record<string, Notebook>>,
  use: (root: string) => Promise<void>,
): Promise<void> {
  const root = await Deno.makeTempDir();
  try {
    await Deno.symlink(join(projectRoot, ".venv"), join(root, ".venv"));
    await Deno.mkdir(join(root, "notebooks"));
    await Deno.mkdir(join(root, ".build"));
    // By which the kernel knows that it is in a project.
    await Deno.mkdir(join(root, "lib", "setup"), { recursive: true });
    await Deno.writeTextFile(join(root, "lib", "setup", "kernel.ts"), "");
    await Deno.writeTextFile(join(root, "deno.json"), "{}");
    for (const [name, notebook] of Object.entries(notebooks)) {
      await writeNotebook(join(root, "notebooks", name), notebook);
    }
    await use(root);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

/** A board that keeps its lines. */
export function keptBoard() {
  const lines: string[] = [];
  return { lines, board: openBoard({ moving: false, print: (line) => lines.push(line) }) };
}
