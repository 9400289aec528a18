/**
 * The Deno kernel for the Jupyter of the virtual environment.
 * @module
 */
import { join } from "node:path";
import { exists, type Project } from "./project.ts";
import type { Step } from "./step.ts";

/**
 * Variables that must be there before the process starts. One TensorFlow thread a worker; no log lines of the
 * framework in the pages; and glibc keeps freed tensors for the next ones, where by default it would give each
 * large one back to the system and pay for fresh pages every time.
 */
export const nativeEnvironment: Readonly<Record<string, string>> = {
  TF_CPP_MIN_LOG_LEVEL: "3",
  TF_NUM_INTRAOP_THREADS: "1",
  TF_NUM_INTEROP_THREADS: "1",
  MALLOC_MMAP_THRESHOLD_: "1073741824",
  MALLOC_TRIM_THRESHOLD_: "1073741824",
  MALLOC_TOP_PAD_: "67108864",
};

/** The kernel's description for Jupyter, with this very Deno as the program. */
export function kernelSpec(deno: string = Deno.execPath()): string {
  const spec = {
    argv: [deno, "jupyter", "--kernel", "--conn", "{connection_file}"],
    display_name: "Deno",
    language: "typescript",
    env: nativeEnvironment,
  };
  return JSON.stringify(spec, null, 2) + "\n";
}

/** Describes the Deno kernel inside `.venv/`, where only this project's Jupyter sees it. */
export function kernelStep({ root }: Project): Step {
  const folder = join(root, ".venv", "share", "jupyter", "kernels", "deno");
  const path = join(folder, "kernel.json");
  return {
    name: "Deno kernel",
    remedy: "check that .venv/ can be written, then run the same command again.",
    after: ["Python packages"],
    isDone: async () => await exists(path) && await Deno.readTextFile(path) === kernelSpec(),
    async run(log) {
      await Deno.mkdir(folder, { recursive: true });
      await Deno.writeTextFile(`${path}.${Deno.pid}`, kernelSpec());
      await Deno.rename(`${path}.${Deno.pid}`, path);
      log(`Wrote ${path}`);
    },
  };
}
