/**
 * How far long work is: one bar in a notebook or a terminal, and one line of text when it is done.
 * @module
 */
import { anyFunction, anything, check, members, optional, positiveNumber } from "../options.ts";
import { plainLine } from "./escape.ts";
import { formatDuration } from "./format.ts";
import { openProgressView, type ProgressView } from "./progress_view.ts";

/** Shows how far long work is; made by {@linkcode progress}. */
export interface Progress {
  /**
   * Says that `done` of the total is done, with a few words on it. Costs next to nothing, as most calls are not shown.
   * The time left is shown from the second call on: what the first call says is done may have been done long before.
   *
   * @param value something to be watched on the way, e.g. the loss: a notebook draws its curve
   */
  update(done: number, note?: string, value?: number): void;
  /** Puts a line in place of the bar; what is said afterwards counts for nothing. Resolves when the line is out. */
  finish(line: string): Promise<void>;
}

/** How progress is shown. */
export interface ProgressOptions {
  /** Where it is shown. @default the notebook or terminal that the program runs in, else only the last line */
  readonly view?: ProgressView;
  /** Seconds since any moment, never going back. @default performance.now() / 1000 */
  readonly now?: () => number;
}

const schema = members<ProgressOptions>({ view: optional(anything), now: optional(anyFunction) });

/** Seconds between two looks at the work. */
const INTERVAL = 0.2;
/** Most points of the course of a value. */
const MOST_POINTS = 200;

/**
 * Begins to show progress.
 *
 * @param label what is being done
 * @param total how much there is to do, in any unit
 * @throws {RangeError} if an option is unknown or the total is not a positive number
 *
 * @example A program that writes to a file leaves one line
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { plainView, progress } from "./mod.ts";
 *
 * const lines: string[] = [];
 * const bar = progress("training", 3, { view: plainView((line) => lines.push(line)) });
 * for (let step = 1; step <= 3; step++) bar.update(step, `step ${step}`);
 * await bar.finish("trained 3 steps");
 * assertEquals(lines, ["trained 3 steps"]);
 * ```
 */
export function progress(label: string, total: number, options: ProgressOptions = {}): Progress {
  check("Cannot show progress", schema, options);
  check("Cannot show progress", positiveNumber, total, "total");
  const { view = openProgressView(), now = () => performance.now() / 1000 } = options;
  let begun: { readonly done: number; readonly moment: number } | undefined;
  let shown = -Infinity;
  let finished: Promise<void> | undefined;
  let trace: (readonly [number, number])[] = [];
  const show = (done: number, note?: string, value = NaN) => {
    const moment = now();
    if (moment - shown < INTERVAL) return;
    shown = moment;
    const share = Math.min(Math.max(done / total, 0), 1) || 0;
    if (Number.isFinite(value)) trace.push([share, value]);
    // Every other point will do once there are more than can be seen.
    if (trace.length > MOST_POINTS) trace = trace.filter((_, index) => index % 2 === 0);
    const left = begun ? (moment - begun.moment) * (total - done) / (done - begun.done) : NaN;
    const parts = [
      `${label} ${Math.floor(share * 100)} %`,
      ...(left > 0 && left < Infinity ? [`${formatDuration(left)} left`] : []),
      ...(note === undefined ? [] : [note]),
    ];
    view.show(share, plainLine(parts.join(" · ")), trace);
  };
  show(0);
  const update: Progress["update"] = (done, note, value) => {
    if (finished !== undefined) return;
    show(done, note, value);
    begun ??= { done, moment: now() };
  };
  return { update, finish: (line) => finished ??= view.finish(plainLine(line)) };
}
