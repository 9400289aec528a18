import { assertEquals, assertStringIncludes } from "@std/assert";
import { notebookModule, writeCells } from "../../lib/site/cells.ts";
import { code, notebookOf, prose, withProject } from "./notebooks.ts";

Deno.test("writeCells() writes modules that deno check finds faults in, and removes those of notebooks gone", async () => {
  const good = notebookOf(code('import { one } from "../lib/one.ts";'), code("const two: number = one + 1;"));
  const bad = notebookOf(code("const word: string = 1;"));
  await withProject({ "01_good.ipynb": good, "02_bad.ipynb": bad }, async (root) => {
    await Deno.writeTextFile(`${root}/lib/one.ts`, "export const one = 1;\n");
    await Deno.writeTextFile(`${root}/.build/03_gone.cells.ts`, "");
    await Deno.writeTextFile(`${root}/.build/other.ts`, "");
    await writeCells(root);
    const names = (await Array.fromAsync(Deno.readDir(`${root}/.build`))).map(({ name }) => name).toSorted();
    assertEquals(names, ["01_good.cells.ts", "02_bad.cells.ts", "none.cells.ts", "other.ts"]);
    const check = async (name: string) => {
      const { success, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["check", `.build/${name}.cells.ts`],
        cwd: root,
        env: { NO_COLOR: "1" },
      }).output();
      return { success, text: new TextDecoder().decode(stderr) };
    };
    assertEquals((await check("01_good")).success, true);
    assertEquals((await check("none")).success, true);
    const fault = await check("02_bad");
    assertEquals(fault.success, false);
    assertStringIncludes(fault.text, "Type 'number' is not assignable to type 'string'");
  });
});

Deno.test("notebookModule() has every code cell under its number and is a module in any case", () => {
  const notebook = notebookOf(prose("# T"), code("const a = 1;\na;"), prose("words"), code("await a;"));
  assertEquals(
    notebookModule(notebook, "01_x.ipynb"),
    "// 01_x.ipynb, cell 2\nconst a = 1;\na;\n\n// 01_x.ipynb, cell 4\nawait a;\n\nexport {};\n",
  );
  assertEquals(notebookModule(notebookOf(), "01_x.ipynb"), "export {};\n");
});
