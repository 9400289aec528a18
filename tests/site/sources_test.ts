import { assertEquals } from "@std/assert";
import { writeNotebook } from "../../lib/site/notebook.ts";
import { haveSameCells, pageSources } from "../../lib/site/sources.ts";
import { code, notebookOf, prose, stream, withProject } from "./notebooks.ts";

Deno.test("haveSameCells() looks at kinds and sources, not at outputs or how text is kept", () => {
  const notebook = notebookOf(prose("# T"), code("1;\n2;"));
  const executed = notebookOf(prose("# T"), { ...code("", [stream("stdout", "x")]), source: ["1;\n", "2;"] });
  assertEquals(haveSameCells(notebook, executed), true);
  assertEquals(haveSameCells(notebook, notebookOf(prose("# T"))), false);
  assertEquals(haveSameCells(notebook, notebookOf(prose("# T"), prose("1;\n2;"))), false);
  assertEquals(haveSameCells(notebook, notebookOf(prose("# T"), code("1;\n3;"))), false);
});

Deno.test("pageSources() takes the executed copy of the same cells, else the committed notebook", async () => {
  const [first, second] = [notebookOf(code("1;")), notebookOf(code("2;"))];
  await withProject({ "00_a.ipynb": first, "01_b.ipynb": second }, async (root) => {
    await Deno.mkdir(`${root}/.build/quick`);
    await writeNotebook(`${root}/.build/quick/00_a.ipynb`, first);
    await writeNotebook(`${root}/.build/quick/01_b.ipynb`, notebookOf(code("old;")));
    const paths = async (profile?: string) =>
      (await pageSources(root, profile)).map(({ path }) => path.slice(root.length + 1));
    assertEquals(await paths("quick"), [".build/quick/00_a.ipynb", "notebooks/01_b.ipynb"]);
    assertEquals(await paths("standard"), ["notebooks/00_a.ipynb", "notebooks/01_b.ipynb"]);
    assertEquals(await paths(), ["notebooks/00_a.ipynb", "notebooks/01_b.ipynb"]);
  });
});
