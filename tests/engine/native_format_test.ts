/** The formatter of our C++, as `deno fmt` is that of the TypeScript. */
import { assert } from "@std/assert";
import { join } from "node:path";
import { projectRoot } from "../../lib/project.ts";
import { driverFolder, nativeFolder, run } from "./build_native.ts";

const folders = [nativeFolder, driverFolder, join(projectRoot, "bench", "roofline")];

Deno.test("C++ has the format of lib/engine/native/.clang-format", async () => {
  const names = folders.flatMap((folder) =>
    [...Deno.readDirSync(folder)].map(({ name }) => join(folder, name))
  );
  const sources = names.filter((name) => /\.(h|cc)$/.test(name));
  assert(sources.length > 20);
  const formatter = join(projectRoot, ".venv", "bin", "clang-format");
  const style = `--style=file:${join(nativeFolder, ".clang-format")}`;
  const { success, faults } = await run([formatter, style, "--dry-run", "--Werror", ...sources]);
  assert(success, faults);
});
