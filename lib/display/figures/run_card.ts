/**
 * A run as a card: where it comes from, what it found, and the course of its training.
 * @module
 */
import { curve, type TrainingPoint } from "../curve.ts";
import { beside, type Displayable } from "../displayable.ts";
import { formatDuration } from "../format.ts";
import { plot } from "../plot.ts";
import { htmlTable, table } from "../table.ts";

/** What a card shows. */
export interface RunFacts {
  /** What was run, e.g. `one-shot`. */
  readonly title: string;
  /** Whether it was found among finished runs rather than computed. */
  readonly loaded: boolean;
  /** What it took, now or then. */
  readonly seconds: number;
  /** What else is known of it, in the order in which it is listed. */
  readonly facts: Readonly<Record<string, unknown>>;
  /** Where the result is a list, facts of each of them. @default no table of them */
  readonly rows?: readonly Readonly<Record<string, unknown>>[] | undefined;
  /** @default no picture */
  readonly curve?: readonly TrainingPoint[] | undefined;
}

/**
 * Shows a run.
 *
 * @example In a terminal
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { runCard } from "./run_card.ts";
 *
 * const { text } = runCard({ title: "scores", loaded: true, seconds: 75, facts: { candidates: 200 } });
 * assertEquals(text.split("\n"), [
 *   "scores",
 *   "fact        value",
 *   "----------  -------------------------------",
 *   "origin      loaded; it took 1 min 15 s then",
 *   "candidates  200",
 * ]);
 * ```
 */
export function runCard(run: RunFacts): Displayable {
  const took = formatDuration(run.seconds);
  const origin = run.loaded ? `loaded; it took ${took} then` : `computed now, in ${took}`;
  const facts = Object.entries({ origin, ...run.facts });
  return beside(
    htmlTable(["fact", "value"], facts, { caption: run.title }),
    ...(run.curve === undefined ? [] : [plot({ ...curve(run.curve, "loss"), width: 420 })]),
    ...(run.rows === undefined ? [] : [rowsTable(run.rows)]),
  );
}

/** Most rows of a card. */
const SHOWN = 50;

function rowsTable(rows: readonly Readonly<Record<string, unknown>>[]): Displayable {
  const caption = rows.length > SHOWN ? `The first ${SHOWN} of ${rows.length}` : "All of them";
  return table(rows.slice(0, SHOWN), { caption });
}
