/**
 * The virtual environment with TensorFlow and Jupyter.
 * @module
 */
import { join } from "node:path";
import { runCommand } from "./command.ts";
import { exists, type Project, venvPython } from "./project.ts";
import { findPython, pythonMinors } from "./python.ts";
import { hashFiles, isStamped, stampText } from "./stamp.ts";
import type { Step } from "./step.ts";

/** The version of the TensorFlow wheel that the addon is built against. */
export const tensorflowVersion = "2.21.0";

/** The wheel's requirement: with CUDA, without, or the plain wheel where there is no smaller one (64-bit Arm). */
export function tensorflowRequirement(gpu: boolean, architecture: string = Deno.build.arch): string {
  if (gpu) return `tensorflow[and-cuda]==${tensorflowVersion}`;
  return `${architecture === "x86_64" ? "tensorflow-cpu" : "tensorflow"}==${tensorflowVersion}`;
}

/** Whether the environment that is there, whole, was made with CUDA. */
export async function hasGpuWheel(root: string): Promise<boolean> {
  const stamp = join(root, ".venv", "setup.json");
  return await exists(stamp) && (await Deno.readTextFile(stamp)).includes("tensorflow[and-cuda]");
}

/** The file with every Python package, its version and the hashes of its files. */
export function lockedPackages(gpu: boolean): string {
  return join(import.meta.dirname!, "packages", gpu ? "gpu.txt" : "cpu.txt");
}

/** Makes `.venv/` with the locked packages, each file checked against its hash. */
export function venvStep({ root, gpu }: Project): Step {
  const folder = join(root, ".venv");
  const stamp = join(folder, "setup.json");
  const packages = lockedPackages(gpu);
  // The folder is named because an environment that was moved no longer works.
  const inputs = async () => ({
    folder,
    tensorflow: tensorflowRequirement(gpu),
    packages: await hashFiles([packages]),
  });
  return {
    name: "Python packages",
    remedy:
      `Python 3.${pythonMinors.oldest} to 3.${pythonMinors.newest} with its venv module (Debian, Ubuntu: ` +
      "apt-get install python3-venv), a network and 3 GB of disk are needed; then run the same command again.",
    after: [],
    isDone: async () => await isStamped(stamp, await inputs()) && await exists(venvPython(root)),
    async run(log) {
      if (Deno.build.os !== "linux") {
        throw new Error(
          `Cannot set up on ${Deno.build.os}: wanted Linux (on Windows: in WSL; on macOS: in a container)`,
        );
      }
      const python = await findPython();
      log(`Python ${python.version} at ${python.path}`);
      const script = join(import.meta.dirname!, "make_venv.py");
      await runCommand(
        [
          ...[
            python.path,
            script,
            folder,
            join(root, ".build", "venv.lock"),
            stamp,
            stampText(await inputs()),
          ],
          ...["--require-hashes", "-r", packages],
        ],
        { log },
      );
    },
  };
}
