import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { notebookView, openProgressView, plainView, terminalView } from "../../lib/display/progress_view.ts";
import { assertHarmless, hostile } from "./markup.ts";

interface Content {
  readonly data: Record<string, string>;
  readonly transient: { readonly display_id: string };
}

Deno.test("notebookView() rewrites one output and leaves one line of text", async () => {
  const sent: [string, Content][] = [];
  const view = notebookView((type, content) => void sent.push([type, content as unknown as Content]));
  view.show(0.25, "a");
  view.show(0.5, "b");
  await view.finish("done");
  assertEquals(sent.map(([type]) => type), ["display_data", "update_display_data", "update_display_data"]);
  assertEquals(new Set(sent.map(([, { transient }]) => transient.display_id)).size, 1);
  assertStringIncludes(sent[1]![1].data["text/html"]!, '<progress value="0.5000" max="1"');
  assertEquals(sent[1]![1].data["text/plain"], "b");
  assertEquals(sent[2]![1].data, { "text/plain": "done" });
});

Deno.test("notebookView() draws the course of a value from its second point on, least at the bottom", () => {
  const pages: string[] = [];
  const view = notebookView((_type, { data }) =>
    void pages.push((data as Record<string, string>)["text/html"]!)
  );
  view.show(0.1, "a", [[0.1, 5]]);
  view.show(0.5, "b", [[0.1, 5], [0.3, 3], [0.5, 4]]);
  view.show(0.5, "c", [[0.1, 2], [0.5, 2]]);
  const points = pages.map((page) => /points="([^"]*)"/.exec(page)?.[1]);
  assertEquals(points, [undefined, "10.00,2.0 30.00,38.0 50.00,20.0", "10.00,20.0 50.00,20.0"]);
});

Deno.test("notebookView() shows the line alone if nothing was shown before", async () => {
  const types: string[] = [];
  await notebookView((type) => void types.push(type)).finish("loaded");
  assertEquals(types, ["display_data"]);
});

Deno.test("notebookView() sends each look at once, and survives one that fails", async () => {
  const sent: string[] = [];
  const view = notebookView((_type, { data }) => {
    const text = (data as Record<string, string>)["text/plain"]!;
    sent.push(text);
    if (text === "a") throw new Error("lost");
  });
  view.show(0.1, "a");
  view.show(0.2, "b");
  assertEquals(sent, ["a", "b"]);
  await view.finish("done");
  assertEquals(sent, ["a", "b", "done"]);
});

Deno.test("notebookView() shows two bars as two outputs, hostile text as text", () => {
  const ids = new Set<string>();
  for (let bar = 0; bar < 2; bar++) {
    notebookView((_type, content) => {
      const { data, transient } = content as unknown as Content;
      ids.add(transient.display_id);
      assertHarmless(data["text/html"]!);
    }).show(0.5, hostile);
  }
  assertEquals(ids.size, 2);
});

/** A terminal of 60 columns that keeps what is written. */
function terminal() {
  const written: string[] = [];
  const stream = {
    isTTY: true,
    columns: 60,
    on() {},
    removeListener() {},
    write: (text: string) => written.push(text),
  };
  return { stream, written };
}

Deno.test("terminalView() rewrites one line, cut to the terminal, and leaves the last", async () => {
  const { stream, written } = terminal();
  const lines: string[] = [];
  const view = terminalView(stream, (line) => {
    lines.push(line);
    written.push(`${line}\n`);
  });
  view.show(0.25, "quarter");
  view.show(0.5, "half ".repeat(40));
  await view.finish("done");
  const text = written.join("");
  assertStringIncludes(text, `${"█".repeat(6)}${"░".repeat(18)} quarter`);
  assertStringIncludes(text, "█".repeat(12) + "░".repeat(12) + " half half");
  assertEquals(lines, ["done"]);
  // The only line break is that of the last line, and just before it the row of the bar is cleared.
  assertEquals(text.match(/\n/g)?.length, 1);
  assert(text.endsWith("\x1b[2Kdone\n"), JSON.stringify(text.slice(-40)));
  // deno-lint-ignore no-control-regex -- escape sequences are what a terminal is steered with
  const rows = text.split(/\x1b(?:\[[?\d;]*[A-Za-z]|[78])/);
  assert(rows.every((row) => row.length <= 60));
});

Deno.test("terminalView() prints only the line if nothing was shown", async () => {
  const { stream, written } = terminal();
  const lines: string[] = [];
  await terminalView(stream, (line) => lines.push(line)).finish("loaded");
  assertEquals([lines, written], [["loaded"], []]);
});

Deno.test("plainView() and a program without terminal or kernel print the last line only", async () => {
  const lines: string[] = [];
  const view = plainView((line) => lines.push(line));
  view.show(0.5, "half");
  await view.finish("done");
  assertEquals(lines, ["done"]);

  const program = `import { progress } from "${new URL("../../lib/display/progress.ts", import.meta.url)}";
    const bar = progress("training", 3);
    for (let step = 0; step < 3; step++) bar.update(step);
    await bar.finish("trained");`;
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", program],
    cwd: new URL("../..", import.meta.url),
  }).output();
  assertEquals(new TextDecoder().decode(stdout), "trained\n");
});

Deno.test("openProgressView() finds a place outside of notebooks", () => {
  assertEquals(Object.keys(openProgressView()).sort(), ["finish", "show"]);
});
