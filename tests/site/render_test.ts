import { assert, assertEquals, assertMatch, assertRejects, assertStringIncludes } from "@std/assert";
import { writeNotebook } from "../../lib/site/notebook.ts";
import { haveSameCells, pageSources, renderSite } from "../../lib/site/render.ts";
import { code, html, notebookOf, prose, stream, withProject } from "./notebooks.ts";

const picture = '<svg viewBox="0 0 9 9"><path d="M0,0L9,9"></path></svg>';
const script =
  '<div id="here"></div><script>document.getElementById("here").textContent = "2" > "1" && "alive";</script>';

const overview = notebookOf(prose("# All of it\n\nGo to [the result](01_result.ipynb#Numbers)."));
const result = notebookOf(
  prose("# A *result*\n\n## Numbers\n\nA rate of $r^{1/k}$ & more:\n\n$$\\sum_i x_i$$"),
  code("// why\nconst a: string = `<b>`;", [
    stream("stdout", "a < b\n"),
    stream("stderr", "Hi from the framework"),
  ]),
  code("2;", [html(picture), html(script), html('<img alt="" src="https://a.org/x.png">')]),
  { ...code("const hidden = 1;"), metadata: { tags: ["folded"] } },
);

/** Renders both notebooks and calls `use` with the pages and what was warned of. */
async function withSite(use: (pages: Record<string, string>, warnings: string[]) => void): Promise<void> {
  await withProject({ "00_all.ipynb": overview, "01_result.ipynb": result }, async (root) => {
    const warnings: string[] = [];
    const sources = ["00_all", "01_result"].map((name) => ({
      path: `${root}/notebooks/${name}.ipynb`,
      note: `Of ${name}.`,
    }));
    const site = `${root}/site`;
    await Deno.mkdir(site);
    await Deno.writeTextFile(`${site}/old.html`, "of an earlier site");
    // What a killed process may have left.
    await Deno.mkdir(`${site}.unfinished`);
    await Deno.writeTextFile(`${site}.unfinished/half.html`, "half a page");
    await Deno.mkdir(`${site}.old`);
    const paths = await renderSite(sources, site, { root, warn: (line) => warnings.push(line) });
    assertEquals(paths, [`${site}/index.html`, `${site}/01_result.html`]);
    const names = (await Array.fromAsync(Deno.readDir(site))).map(({ name }) => name).toSorted();
    assertEquals(names, ["01_result.html", "index.html"]);
    assertEquals(
      (await Array.fromAsync(Deno.readDir(root))).filter(({ name }) => name.startsWith("site.")),
      [],
    );
    use(
      Object.fromEntries(
        await Promise.all(names.map(async (name) => [name, await Deno.readTextFile(`${site}/${name}`)])),
      ),
      warnings,
    );
  });
}

Deno.test("renderSite() makes pages with titles, contents, neighbours, notes and links between them", async () => {
  await withSite((pages) => {
    const [index, page] = [pages["index.html"]!, pages["01_result.html"]!];
    assertStringIncludes(index, "<title>All of it · oneshot</title>");
    assertStringIncludes(index, '<a href="01_result.html#Numbers">the result</a>');
    assertMatch(
      index,
      /<a aria-current="page" href="index.html">All of it<\/a>|<a href="index.html" aria-current="page">All of it<\/a>/,
    );
    assertMatch(index, /rel="next"[^>]*><span>Next<\/span> A result|href="01_result.html" rel="next"/);
    assert(!index.includes('rel="prev"'));
    // Open for readers without scripts; what folds it comes before the list, which then never jumps away.
    assertMatch(
      index,
      /<details id="contents" open="">\s*<summary>Contents<\/summary>\s*<script>[^<]+<\/script>\s*<ol>/,
    );
    assertStringIncludes(page, "Of 01_result.");
    assertMatch(page, /<h2 id="Numbers">/);
  });
});

Deno.test("renderSite() shows code folded or open, outputs as they are, and formulas as MathML", async () => {
  await withSite((pages) => {
    const page = pages["01_result.html"]!;
    assertEquals(
      [...page.matchAll(/<details class="code"( open="")?>/g)].map(([, open]) => open !== undefined),
      [true, true, false],
    );
    assertStringIncludes(page, '<span class="c1">// why</span>');
    assertStringIncludes(page, "a &lt; b");
    assertStringIncludes(page, '<path d="M0,0L9,9">');
    assertStringIncludes(page, '"2" > "1" && "alive"');
    assertMatch(page, /<msup><mi>r<\/mi><mrow><mn>1<\/mn>/);
    assertMatch(page, /<math[^>]*display="block"/);
  });
});

Deno.test("renderSite() leaves standard error out, and warns of it and of what would be loaded", async () => {
  await withSite((pages, warnings) => {
    assert(!pages["01_result.html"]!.includes("Hi from the framework"));
    assertEquals(warnings, [
      "01_result.ipynb, cell 2: standard error Hi from the framework (left out of the page)",
      "01_result.html would load https://a.org/x.png",
    ]);
  });
});

Deno.test("renderSite() leaves the old site alone when it fails", async () => {
  await withProject({ "00_a.ipynb": overview, "00_b.ipynb": overview }, async (root) => {
    // A process was killed between taking the old site away and putting the new one there.
    await Deno.mkdir(`${root}/site.old`);
    await Deno.writeTextFile(`${root}/site.old/index.html`, "old");
    const source = (name: string) => ({ path: `${root}/notebooks/${name}`, note: "" });
    const render = (...names: string[]) => renderSite(names.map(source), `${root}/site`, { root });
    await assertRejects(
      () => render("00_a.ipynb", "00_b.ipynb"),
      RangeError,
      "found two notebooks for index.html",
    );
    await assertRejects(() => render("absent.ipynb"), Deno.errors.NotFound);
    await Deno.remove(`${root}/.venv`);
    await Deno.mkdir(`${root}/.venv/bin`, { recursive: true });
    await Deno.writeTextFile(`${root}/.venv/bin/python`, "#!/bin/sh\necho no template >&2; exit 1\n", {
      mode: 0o755,
    });
    await assertRejects(() => render("00_a.ipynb"), Error, "Cannot render the pages:\nno template");
    assertEquals(await Deno.readTextFile(`${root}/site/index.html`), "old");
    assertEquals(
      (await Array.fromAsync(Deno.readDir(root))).filter(({ name }) => name.startsWith("site.")),
      [],
    );
  });
});

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
