import { assert } from "@std/assert";
import { join } from "node:path";
import { checkDescent, descentTask } from "../../bench/descent.ts";
import { benchFolder } from "../../bench/peer.ts";
import { loadRuntime } from "../../lib/engine/mod.ts";
import { exists } from "../../lib/files.ts";
import { projectRoot, venvPython } from "../../lib/project.ts";

/** A Python that has PyTorch: the benchmark's, or the project's if somebody installed it there. */
async function findTorch(): Promise<string | undefined> {
  const code = "import importlib.util, sys; sys.exit(importlib.util.find_spec('torch') is None)";
  for (const python of [join(benchFolder, "venv", "bin", "python"), venvPython(projectRoot)]) {
    if (!await exists(python)) continue;
    if ((await new Deno.Command(python, { args: ["-c", code] }).output()).success) return python;
  }
  return undefined;
}

const python = await findTorch();
const runtime = await loadRuntime();

for (const [name, native] of [["JavaScript", false], ["our own kernel", true]] as const) {
  Deno.test({
    name:
      `train() takes the steps of PyTorch's SGD, in ${name} (left out without PyTorch, which bench installs)`,
    ignore: python === undefined || native && !runtime.native,
    async fn() {
      const { norms } = await checkDescent({ ...runtime, native }, python!);
      // Clipping shows in some steps and not in all.
      const { clipNorm } = descentTask().settings;
      assert(norms.some((norm) => norm > 1.1 * clipNorm), `norms ${norms}`);
      assert(norms.some((norm) => norm < clipNorm), `norms ${norms}`);
    },
  });
}
