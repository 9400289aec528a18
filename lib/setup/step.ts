/**
 * Steps of set-up as plain data, and what runs them.
 * @module
 */
import { dirname, join } from "node:path";
import type { Log } from "../command.ts";
import { messageOf } from "../errors.ts";
import { adviceFor } from "./advice.ts";
import type { Board } from "./board.ts";

/** One thing to be done before the library can run. */
export interface Step {
  /** What it brings, in a few words. */
  readonly name: string;
  /** What the user can do when it fails for a reason that is not known to {@linkcode adviceFor}, as a sentence. */
  readonly remedy: string;
  /** Names of steps that must be done before this one. @default none */
  readonly after?: readonly string[];
  /** Whether it is done already; answers within a tenth of a second. */
  isDone(): Promise<boolean>;
  /** Does it. May be cut off at any moment; a later run starts it again. */
  run(log: Log): Promise<void>;
}

/** Where steps show their progress, and the folder for one log file a step. */
interface RunOptions {
  readonly board: Board;
  readonly logs: string;
}

/** A step that failed: its message has the step, the reason, the last output and what to do. */
export class StepError extends Error {
  override readonly name = "StepError";
}

const keptLines = 12;

/**
 * Runs the steps that are not done, each as soon as those it comes after are done, so that independent ones run
 * side by side.
 *
 * @returns how many were done already
 * @throws {StepError} as soon as one fails
 * @throws {RangeError} if a step comes after an unknown or later one
 */
export async function runSteps(steps: readonly Step[], options: RunOptions): Promise<number> {
  const running = new Map<string, Promise<boolean>>();
  for (const step of steps) {
    const { name, after = [] } = step;
    const unknown = after.find((earlier) => !running.has(earlier));
    if (unknown !== undefined) {
      throw new RangeError(
        `Cannot order the steps: "${name}" comes after "${unknown}", which is not before it`,
      );
    }
    const before = after.map((earlier) => running.get(earlier));
    // The steps after a failed one end with its error, which is reported once, by the first to be awaited.
    running.set(name, Promise.all(before).then(() => runStep(step, options)));
  }
  const done = await Promise.all(running.values());
  return done.filter(Boolean).length;
}

/** Runs one step unless it is done; true if it was. */
async function runStep(step: Step, { board, logs }: RunOptions): Promise<boolean> {
  const started = performance.now();
  const seconds = () => ((performance.now() - started) / 1000).toFixed(1).padStart(6);
  const label = step.name.padEnd(20);
  const logPath = join(logs, `${step.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "_")}.log`);
  const last: string[] = [];
  const show = () => board.row(step.name, `${label} ${seconds()} s  ${(last.at(-1) ?? "").slice(0, 160)}`);
  let timer: ReturnType<typeof setInterval> | undefined;
  try {
    if (await step.isDone()) {
      board.line(`  ${label} ${seconds()} s  already there`);
      return true;
    }
    await Deno.mkdir(dirname(logPath), { recursive: true });
    using file = await Deno.open(logPath, { write: true, create: true, truncate: true });
    timer = setInterval(show, 200);
    if (!board.moving) board.line(`  ${label}           started`);
    await step.run((line) => {
      file.writeSync(new TextEncoder().encode(`${line}\n`));
      last.push(line);
      if (last.length > keptLines) last.shift();
      show();
    });
  } catch (cause) {
    const reason = messageOf(cause);
    const output = last.map((line) => `    ${line}`).join("\n");
    const advice = adviceFor([reason, ...last].join("\n")) ?? step.remedy;
    throw new StepError(
      `Set-up failed at "${step.name}": ${reason}\n\n${output}\n\n  What to do: ${advice} Then run the same command again.\n  The whole output: ${logPath}`,
      { cause },
    );
  } finally {
    clearInterval(timer);
    board.drop(step.name);
  }
  board.line(`  ${label} ${seconds()} s  done`);
  return false;
}
