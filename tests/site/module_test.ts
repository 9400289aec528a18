import { assertEquals } from "@std/assert";
import { notebookModule } from "../../lib/site/module.ts";
import { code, notebookOf, prose } from "./notebooks.ts";

Deno.test("notebookModule() has every code cell under its number and is a module in any case", () => {
  const notebook = notebookOf(prose("# T"), code("const a = 1;\na;"), prose("words"), code("await a;"));
  assertEquals(
    notebookModule(notebook, "01_x.ipynb"),
    "// 01_x.ipynb, cell 2\nconst a = 1;\na;\n\n// 01_x.ipynb, cell 4\nawait a;\n\nexport {};\n",
  );
  assertEquals(notebookModule(notebookOf(), "01_x.ipynb"), "export {};\n");
});
