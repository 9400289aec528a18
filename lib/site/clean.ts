/**
 * What is left out of notebooks that are committed and of pages.
 * @module
 */
import { joinText, type Notebook, type Output } from "./notebook.ts";

/** Whether an output is for readers: no standard error, no widget that is dead without its kernel. */
export function isLasting(output: Output): boolean {
  if (output.output_type === "stream") return output.name !== "stderr";
  return !Object.keys(output.data ?? {}).some((type) => type.startsWith("application/vnd.jupyter.widget"));
}

/**
 * A notebook as it is committed and rendered: without what changes from run to run and machine to machine: counts of
 * executions, times, standard error, widgets. What the kernel says of its language stays, as JupyterLab would put it in
 * again and call the notebook changed as soon as it is opened.
 */
export function cleanNotebook(notebook: Notebook): Notebook {
  const cells = notebook.cells.map(({ outputs = [], ...cell }) => ({
    ...cell,
    // The rest of it is the state of some editor.
    metadata: pick(cell.metadata, ["tags", "jupyter"]),
    ...(cell.cell_type === "code"
      ? { execution_count: null, outputs: outputs.filter(isLasting).map(uncounted) }
      : {}),
  }));
  return { ...notebook, cells, metadata: pick(notebook.metadata, ["kernelspec", "language_info"]) };
}

const uncounted = (output: Output): Output =>
  "execution_count" in output ? { ...output, execution_count: null } : output;

function pick(from: object, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name)));
}

/** What a page leaves out of a notebook, one line each: where it was and how it begins. */
export function leftOut(notebook: Notebook): string[] {
  return notebook.cells.flatMap((cell, index) =>
    (cell.outputs ?? []).filter((output) => !isLasting(output)).map((output) => {
      const kind = output.output_type === "stream" ? "standard error" : "a widget";
      const [first = ""] = joinText(output.text ?? "").trim().split("\n");
      return `cell ${index + 1}: ${kind} ${first.slice(0, 100)}`.trim();
    })
  );
}
