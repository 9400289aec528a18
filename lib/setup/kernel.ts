/**
 * The Deno kernel for the Jupyter of the virtual environment.
 * @module
 */
import { join } from "node:path";
import type { Project } from "./project.ts";
import { isStamped, writeStamp } from "./stamp.ts";
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

/** The name under which Jupyter knows the kernel, which no other has: "deno" may be one of the user's. */
export const kernelName = "oneshot-deno";

/**
 * Starts the kernel where it finds the library. Deno looks for `deno.json`, which says where "oneshot/" is, from the
 * folder that it is started in upwards: that of the notebook in JupyterLab and VS Code, but the one where papermill
 * was called. A kernel that is started outside of every copy of this project moves to `notebooks/`.
 */
const start = `up=$(pwd -P)
while [ -n "$up" ] && [ ! -e "$up/lib/setup/kernel.ts" ]; do up=\${up%/*}; done
if [ -z "$up" ]; then
  cd "$1" || { echo "Cannot start the kernel: run 'deno task kernel' in the folder of oneshot again" >&2; exit 1; }
  echo "The kernel runs in $1, since oneshot is not to be found from the folder where it was started" >&2
fi
exec "$0" jupyter --kernel --conn "$2"`;

/** The kernel's description for Jupyter: of this very Deno, or another. */
export function kernelSpec(root: string, deno: string = Deno.execPath()) {
  return {
    argv: ["/bin/sh", "-c", start, deno, join(root, "notebooks"), "{connection_file}"],
    display_name: "Deno (oneshot)",
    language: "typescript",
    env: nativeEnvironment,
  };
}

/** Describes the Deno kernel inside `.venv/`, where only this project's Jupyter sees it. */
export function kernelStep({ root }: Project): Step {
  // The description is its own stamp: it says what it was made from.
  const path = join(root, ".venv", "share", "jupyter", "kernels", kernelName, "kernel.json");
  return {
    name: "Deno kernel",
    remedy: "check that .venv/ can be written.",
    after: ["Python packages"],
    isDone: () => isStamped(path, kernelSpec(root)),
    async run(log) {
      await writeStamp(path, kernelSpec(root));
      log(`Wrote ${path}`);
    },
  };
}
