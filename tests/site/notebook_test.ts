import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import {
  joinText,
  listNotebooks,
  notebookTitle,
  readNotebook,
  writeNotebook,
} from "../../lib/site/notebook.ts";
import { projectRoot, venvPython } from "../../lib/project.ts";
import { inFolder, namesIn } from "../runs/folder.ts";
import { code, notebookOf, prose } from "./notebooks.ts";

Deno.test("joinText() takes both forms of text", () => {
  assertEquals(joinText("a\nb"), "a\nb");
  assertEquals(joinText(["a\n", "b"]), "a\nb");
});

Deno.test("readNotebook() gives back what writeNotebook() wrote, unknown fields too", async () => {
  const path = await Deno.makeTempFile({ suffix: ".ipynb" });
  const notebook = { ...notebookOf(prose("# T"), code("1;")), extra: { deep: [1, null] } };
  await writeNotebook(path, notebook);
  assertEquals(await readNotebook(path), notebook);
  // As Jupyter writes it: one space for a level, a line feed at the end.
  const text = await Deno.readTextFile(path);
  assertEquals([text.startsWith('{\n "cells": [\n  {\n'), text.endsWith("}\n")], [true, true]);
  await Deno.remove(path);
});

Deno.test("writeNotebook() gives the name to another file, whole, and leaves nothing behind if it can't", () =>
  inFolder(async (folder) => {
    const path = join(folder, "a.ipynb");
    await Deno.writeTextFile(path, "the old one");
    using old = await Deno.open(path);
    await writeNotebook(path, notebookOf());
    // A file that is written in place would have the new content here, and for a while half of it.
    assertEquals(await new Response(old.readable).text(), "the old one");
    const taken = join(folder, "b.ipynb");
    await Deno.mkdir(join(taken, "full"), { recursive: true });
    await assertRejects(() => writeNotebook(taken, notebookOf()), Error);
    assertEquals(namesIn(folder), ["a.ipynb", "b.ipynb"]);
  }));

Deno.test("the notebooks of the project are as Jupyter saves them", async () => {
  const folder = join(projectRoot, "notebooks");
  const program = [
    "import nbformat, pathlib, sys",
    "for path in map(pathlib.Path, sys.argv[1:]):",
    "    text = path.read_text()",
    "    if nbformat.writes(nbformat.reads(text, as_version=4)) + '\\n' != text: print(path.name)",
  ].join("\n");
  const { stdout, success } = await new Deno.Command(venvPython(projectRoot), {
    args: ["-c", program, ...await listNotebooks(folder)],
  }).output();
  assertEquals([new TextDecoder().decode(stdout), success], ["", true]);
});

Deno.test("readNotebook() names the file and the fault", async () => {
  const path = await Deno.makeTempFile({ suffix: ".ipynb" });
  const faults = [
    ["{", "found no JSON"],
    [JSON.stringify({ ...notebookOf(), nbformat: 3 }), "nbformat"],
    [JSON.stringify(notebookOf({ ...prose("x"), cell_type: "prose" as "raw" })), "cell_type"],
  ] as const;
  for (const [text, fault] of faults) {
    await Deno.writeTextFile(path, text);
    const error = await assertRejects(
      () => readNotebook(path),
      TypeError,
      `Cannot read the notebook ${path}`,
    );
    assertEquals(error.message.includes(fault), true, error.message);
  }
  await Deno.remove(path);
});

Deno.test("notebookTitle() is the first heading of the first order, without its marks", () => {
  const table = [
    [[prose("Words\n\n# The *one* `title`\n\n# Not this")], "The one title"],
    [[code("# no prose"), prose("## Second order"), prose("# Later")], "Later"],
    [[prose("#no heading")], "name.ipynb"],
    [[], "name.ipynb"],
  ] as const;
  for (const [cells, title] of table) assertEquals(notebookTitle(notebookOf(...cells), "name.ipynb"), title);
});

Deno.test("listNotebooks() gives notebooks in order of their names and nothing else", async () => {
  const folder = await Deno.makeTempDir();
  for (const name of ["10_b.ipynb", "02_a.ipynb", ".hidden.ipynb", "note.md"]) {
    await Deno.writeTextFile(`${folder}/${name}`, "");
  }
  await Deno.mkdir(`${folder}/folder.ipynb`);
  assertEquals(await listNotebooks(folder), [`${folder}/02_a.ipynb`, `${folder}/10_b.ipynb`]);
  await Deno.remove(folder, { recursive: true });
});
