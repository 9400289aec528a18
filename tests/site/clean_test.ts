import { assertEquals } from "@std/assert";
import { cleanNotebook, isLasting, leftOut } from "../../lib/site/clean.ts";
import { code, html, notebookOf, prose, stream } from "./notebooks.ts";

const widget = {
  output_type: "display_data",
  data: { "application/vnd.jupyter.widget-view+json": { model_id: "1" }, "text/plain": "bar" },
  metadata: {},
};

Deno.test("isLasting() is false for standard error and widgets alone", () => {
  const outputs = [stream("stdout", "x"), html("x"), { output_type: "error" }, stream("stderr", "x"), widget];
  assertEquals(outputs.map(isLasting), [true, true, true, false, false]);
});

Deno.test("cleanNotebook() takes out counts, times and noise, and keeps sources, tags and outputs", () => {
  const executed = {
    ...code("1;", [
      stream("stderr", "log"),
      { output_type: "execute_result", data: { "text/plain": "1" }, metadata: {}, execution_count: 4 },
      html("<b>x</b>"),
    ]),
    execution_count: 4,
    metadata: { tags: ["folded"], execution: { "iopub.status.busy": "2026-01-01" }, scrolled: true },
  };
  const notebook = notebookOf({ ...prose("# T"), metadata: { editable: true } }, executed);
  notebook.metadata = {
    ...notebook.metadata,
    language_info: { name: "typescript", version: "6.0.3" },
    widgets: { state: {} },
  };
  const clean = cleanNotebook(notebook);
  assertEquals(
    clean,
    {
      ...notebookOf(prose("# T"), {
        ...code("1;", [
          { output_type: "execute_result", data: { "text/plain": "1" }, metadata: {}, execution_count: null },
          html("<b>x</b>"),
        ]),
        metadata: { tags: ["folded"] },
      }),
      metadata: {
        kernelspec: notebook.metadata["kernelspec"],
        language_info: { name: "typescript", version: "6.0.3" },
      },
    },
  );
  // What is clean stays as it is.
  assertEquals(cleanNotebook(clean), clean);
});

Deno.test("leftOut() says where each thing was and how it begins", () => {
  const notebook = notebookOf(
    prose("p"),
    code("1;", [stream("stderr", "\nline one\nline two"), html("x")]),
    code("2;", [widget]),
  );
  assertEquals(leftOut(notebook), ["cell 2: standard error line one", "cell 3: a widget"]);
});
