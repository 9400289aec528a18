/**
 * The virtual environment with TensorFlow and Jupyter.
 * @module
 */
import { join } from "node:path";
import { runCommand } from "../command.ts";
import { allExist, exists } from "../files.ts";
import { venvPython } from "../project.ts";
import { type Project, workVariables } from "./project.ts";
import { findPython, wantedPython } from "./python.ts";
import { hashFiles, isStamped, stampText } from "./stamp.ts";
import type { Step } from "./step.ts";

/** The version of the TensorFlow wheel that the addon is built against. */
const tensorflowVersion = "2.21.0";

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

/** Arguments of Python to install locked packages into an environment, also where the user's pip installs elsewhere. */
export function pipInstall(environment: string, packages: string): string[] {
  const quiet = ["--disable-pip-version-check", "--no-input", "--progress-bar=off"];
  const here = ["--target=", "--root=/", `--prefix=${environment}`, "--no-user"];
  return ["-m", "pip", "install", ...quiet, ...here, "--require-hashes", "-r", packages];
}

/** Whether all that was installed into the environment is still there. */
async function isWhole(folder: string): Promise<boolean> {
  const list = join(folder, "installed.txt");
  if (!await exists(list)) return false;
  const paths = (await Deno.readTextFile(list)).split("\n").filter(Boolean);
  return await allExist(paths.map((path) => join(folder, path)));
}

/** Makes `.venv/` with the packages of a lock file, each file checked against its hash. */
export function venvStep({ root, gpu }: Project, packages: string = lockedPackages(gpu)): Step {
  const folder = join(root, ".venv");
  const stamp = join(folder, "setup.json");
  // The folder is named because an environment that was moved no longer works.
  const inputs = async () => ({
    folder,
    tensorflow: tensorflowRequirement(gpu),
    packages: await hashFiles([packages]),
  });
  return {
    name: "Python packages",
    remedy: `see what pip says above. Wanted are Python ${wantedPython} with its venv module ` +
      "(Debian, Ubuntu: apt-get install python3-venv), a network and 3 GB of disk.",
    isDone: async () =>
      await isStamped(stamp, await inputs()) && await exists(venvPython(root)) && await isWhole(folder),
    async run(log) {
      const python = await findPython();
      log(`Python ${python.version} at ${python.path}`);
      const script = join(import.meta.dirname!, "make_venv.py");
      const lock = join(root, ".build", "venv.lock");
      const what = [folder, lock, stamp, stampText(await inputs()), packages];
      const env = await workVariables(root);
      await runCommand([python.path, script, ...what, ...pipInstall(folder, packages)], { log, env });
    },
  };
}
