/**
 * Set-up: everything that must happen before the library can run. Each step is plain data, says whether it is done
 * already, and can be cut off and run again.
 *
 * @example A step that is done is skipped, one that comes after another waits for it
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { openBoard, runSteps } from "./mod.ts";
 *
 * const ran: string[] = [];
 * const step = (name: string, done: boolean, after: string[] = []) => ({
 *   name,
 *   after,
 *   remedy: "run it again.",
 *   isDone: () => Promise.resolve(done),
 *   run: async () => void ran.push(name),
 * });
 * const board = openBoard({ moving: false, print: () => {} });
 * const logs = await Deno.makeTempDir();
 * await runSteps([step("a", true), step("b", false), step("c", false, ["a", "b"])], { board, logs });
 * assertEquals(ran, ["b", "c"]);
 * await Deno.remove(logs, { recursive: true });
 * ```
 * @module
 */
export { type Board, openBoard } from "./board.ts";
export { kernelName, nativeEnvironment } from "./kernel.ts";
export { readFolder } from "./project.ts";
export { setUp } from "./set_up.ts";
export { runSteps, StepError } from "./step.ts";
