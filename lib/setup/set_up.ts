/**
 * Set-up as a whole.
 * @module
 */
import { join } from "node:path";
import { exists } from "../files.ts";
import { projectRoot } from "../project.ts";
import { addonStep } from "./addon.ts";
import type { Board } from "./board.ts";
import { dataStep } from "./data.ts";
import { kernelStep } from "./kernel.ts";
import { npmStep } from "./npm.ts";
import { prepareFolder, type Project, temporaryFolder } from "./project.ts";
import { runSteps, type Step } from "./step.ts";
import { hasGpuWheel, venvStep } from "./venv.ts";

/** How {@linkcode setUp} works. */
export interface SetUpOptions {
  /** TensorFlow with CUDA or without. @default what is installed already; without if nothing is */
  readonly gpu?: boolean | undefined;
  /** Whether CIFAR-10 is brought, too (170 MB). @default false */
  readonly cifar?: boolean | undefined;
  /** The folder with `deno.json`. @default this project's */
  readonly root?: string;
}

/** All steps of set-up, each after those it needs. */
export function setUpSteps(project: Project): Step[] {
  return [
    npmStep(project),
    venvStep(project),
    dataStep(project, "fashion-mnist"),
    ...(project.cifar ? [dataStep(project, "cifar-10")] : []),
    kernelStep(project),
    addonStep(project),
  ];
}

/**
 * Does every step that is not done. A second set-up of the same folder waits for the first.
 *
 * @throws {RangeError} if nothing can be set up on this system or in this folder
 * @throws {StepError} if a step fails
 */
export async function setUp(board: Board, options: SetUpOptions = {}): Promise<void> {
  const root = options.root ?? projectRoot;
  const build = await prepareFolder(root);
  // The system lets go of the lock when this process ends, however it ends.
  using lock = await Deno.open(join(build, "setup.lock"), { create: true, write: true });
  if (!await lock.tryLock(true)) {
    board.line("Waiting for another set-up of this folder to end");
    await lock.lock(true);
  }
  const started = performance.now();
  board.line("Set-up");
  const steps = setUpSteps({
    root,
    gpu: options.gpu ?? await hasGpuWheel(root),
    cifar: options.cifar ?? false,
  });
  const done = await runSteps(steps, { board, logs: join(build, "logs") });
  // What a killed program left there, too.
  if (await exists(temporaryFolder(root))) await Deno.remove(temporaryFolder(root), { recursive: true });
  const seconds = `${((performance.now() - started) / 1000).toFixed(1)} s`;
  const nothing = done === steps.length ? ": all was there, nothing was downloaded" : "";
  board.line(`Set-up is complete${nothing} (${seconds})`);
}
