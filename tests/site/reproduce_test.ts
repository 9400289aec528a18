import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { CellError } from "../../lib/site/execute.ts";
import { readNotebook } from "../../lib/site/notebook.ts";
import { chooseNotebooks, makeSite, reproduce } from "../../lib/site/reproduce.ts";
import { code, keptBoard, notebookOf, prose, withProject } from "./notebooks.ts";

const environment = "`profile ${Deno.env.get('ONESHOT_PROFILE')}, fresh ${Deno.env.get('ONESHOT_FRESH')}`;";
const book = {
  "00_all.ipynb": notebookOf(prose("# All"), code(environment)),
  "01_one.ipynb": notebookOf(prose("# One"), code("console.log('one');")),
};

Deno.test("chooseNotebooks() has the overview after the claims and before what is about none", async () => {
  const others = ["09_nine.ipynb", "10_ten.ipynb", "11_eleven.ipynb"];
  const more = Object.fromEntries(others.map((name) => [name, notebookOf(prose(`# ${name}`))]));
  await withProject({ ...book, ...more }, async (root) => {
    const names = (await chooseNotebooks(root)).map((path) =>
      path.slice(-15).replace(/.*\//, "").slice(0, 2)
    );
    assertEquals(names, ["01", "09", "00", "10", "11"]);
    assertEquals((await chooseNotebooks(root, "1")).length, 2);
  });
});

Deno.test("reproduce() executes the overview after the claims, writes copies and the site, and leaves the notebooks alone", async () => {
  await withProject(book, async (root) => {
    const { lines, board } = keptBoard();
    await reproduce(root, board);
    const told = lines.filter((line) => /^ +\d\d_/.test(line)).map((line) => line.trim().replace(/ .*/, ""));
    assertEquals(told, ["01_one", "01_one", "00_all", "00_all"]);
    assertStringIncludes(
      await Deno.readTextFile(`${root}/site/index.html`),
      "profile quick, fresh undefined",
    );
    assertStringIncludes(
      await Deno.readTextFile(`${root}/site/01_one.html`),
      "executed in the quick profile",
    );
    assertEquals((await readNotebook(`${root}/notebooks/00_all.ipynb`)).cells[1]!.outputs, []);
    assert(lines.at(-1)!.includes(`${root}/site/index.html`));
  });
});

Deno.test("reproduce() takes a profile, fresh work, some notebooks only, and saves them cleaned", async () => {
  await withProject(book, async (root) => {
    const { lines, board } = keptBoard();
    for (const profile of ["quick", "paper"]) {
      await Deno.mkdir(`${root}/data/runs/${profile}/kind`, { recursive: true });
      await Deno.writeTextFile(`${root}/data/runs/${profile}/kind/1.json`, `a run of ${profile}`);
    }
    await reproduce(root, board, { profile: "paper", fresh: true, only: "00", save: true });
    // The other profile's runs stay where they are.
    const runs = `${root}/data/runs`;
    const folders = [...Deno.readDirSync(runs)].map(({ name }) => name).sort();
    assertEquals([folders.length, folders[1]], [2, "quick"]);
    assert(folders[0]!.startsWith("paper.until-"));
    assertEquals(await Deno.readTextFile(`${runs}/${folders[0]}/kind/1.json`), "a run of paper");
    assert(lines.includes(`Finished runs set aside in data/runs/${folders[0]}`), lines.join("\n"));
    assertEquals(lines.filter((line) => line.includes("cells in")).length, 1);
    const warning =
      "  warning: 01_one.ipynb as it is committed: these cells were not executed in the paper profile";
    assert(lines.includes(warning), lines.join("\n"));
    const [, cell] = (await readNotebook(`${root}/notebooks/00_all.ipynb`)).cells;
    assertEquals(cell!.execution_count, null);
    assertEquals(cell!.outputs![0]!.data!["text/plain"], ['"profile paper, fresh 1"']);
    const none = () => reproduce(root, board, { only: "07" });
    await assertRejects(none, RangeError, 'Cannot execute "07": found 00_all.ipynb, 01_one.ipynb, wanted');
  });
});

Deno.test("reproduce() executes two notebooks at once, and ends the other one where one fails", async () => {
  const wait = (mine: string, other: string) =>
    code(`Deno.writeTextFileSync("../${mine}", "");
for (let turn = 0; turn < 600; turn++) {
  try { Deno.statSync("../${other}"); break; } catch { await new Promise((go) => setTimeout(go, 100)); }
}
Deno.statSync("../${other}");`);
  const forever = code(
    `Deno.writeTextFileSync("../slow", ""); await new Promise((go) => setTimeout(go, 3600_000));`,
  );
  const meeting = {
    "00_all.ipynb": book["00_all.ipynb"],
    "01_one.ipynb": notebookOf(wait("one", "two")),
    "02_two.ipynb": notebookOf(wait("two", "one")),
  };
  await withProject(meeting, async (root) => {
    const { lines, board } = keptBoard();
    await reproduce(root, board);
    assertEquals(lines.filter((line) => line.includes("cells in")).length, 3);
  });
  const failing = {
    ...meeting,
    "01_one.ipynb": notebookOf(forever),
    "02_two.ipynb": notebookOf(wait("two", "slow"), code("throw new Error('no');")),
  };
  await withProject(failing, async (root) => {
    const { board } = keptBoard();
    await assertRejects(() => reproduce(root, board), CellError, "02_two.ipynb, cell 2 failed: Error: no");
  });
});

Deno.test("reproduce() does not keep what it computes anew among records of an earlier version", async () => {
  await withProject(book, async (root) => {
    const { lines, board } = keptBoard();
    const mixed = () => reproduce(root, board, { profile: "standard", fresh: true, save: true });
    const refused =
      "Cannot keep profile standard computed anew with the project: its records are of version 2";
    await assertRejects(mixed, RangeError, refused);
    assertEquals(lines, []);
  });
});

Deno.test("reproduce() stops at a notebook that fails and leaves the site as it was", async () => {
  const failing = {
    "00_all.ipynb": book["00_all.ipynb"],
    "01_bad.ipynb": notebookOf(code("throw new Error('no');")),
    "02_one.ipynb": book["01_one.ipynb"],
  };
  await withProject(failing, async (root) => {
    await Deno.mkdir(`${root}/site`);
    const { lines, board } = keptBoard();
    await assertRejects(() => reproduce(root, board), CellError, "01_bad.ipynb, cell 1 failed: Error: no");
    assert(!lines.some((line) => line.includes("00_all")));
    assertEquals(await Array.fromAsync(Deno.readDir(`${root}/site`)), []);
  });
});

Deno.test("makeSite() renders the committed notebooks without executing them", async () => {
  await withProject(book, async (root) => {
    const { lines, board } = keptBoard();
    await makeSite(root, board);
    assert(!lines.some((line) => line.includes("warning")));
    const page = await Deno.readTextFile(`${root}/site/index.html`);
    assertStringIncludes(page, "as it is committed");
    assert(!page.includes("profile quick"));
    // Pages of a profile in which nothing was executed would be of another.
    await assertRejects(
      () => makeSite(root, board, "standard"),
      RangeError,
      "Cannot render the standard profile: no notebook was executed in it",
    );
    assertEquals(await Deno.readTextFile(`${root}/site/index.html`), page);
  });
});
