/**
 * Results, and where they come from.
 * @module
 */
import { runCard, showingItself, type TrainingPoint } from "../display/mod.ts";
import type { RunSpec } from "../records/mod.ts";
import { type Checkpoints, type Provenance, type Run, Stopped } from "../runs/mod.ts";
import type { Found, Laboratory, OnProgress } from "./laboratory.ts";
import { once } from "./once.ts";

/**
 * Counts the parts of work that takes seconds, too little to be kept half-done.
 *
 * @returns to be called after each part; throws {@linkcode Stopped} if a stop was asked for
 */
export function countParts(
  { isStopped }: Pick<Laboratory, "isStopped">,
  total: number,
  tell: OnProgress,
): () => void {
  let done = 0;
  return () => {
    if (isStopped()) throw new Stopped();
    tell(++done, total);
  };
}

/** Loads or computes one run, which is shown meanwhile. */
export function findRun<R>(
  lab: Laboratory,
  title: string,
  run: RunSpec<R>,
  compute: (lab: Laboratory, tell: OnProgress, checkpoints: Checkpoints) => Promise<R>,
): Promise<Found<R>> {
  return lab.watch(lab, { title, runs: [run] }, async (lab, tell) => {
    const made = await once(lab, run, (lab, checkpoints) => compute(lab, tell, checkpoints));
    return found(made.run, made.loaded);
  });
}

/**
 * A run of the store as a result.
 *
 * @param seconds that computing it took. @default those of the run
 */
export function found<R>(run: Run<R>, loaded: boolean, seconds?: number): Found<R> {
  const { kind, result, provenance } = run;
  return withCard(kind, { result, loaded, seconds: seconds ?? provenance.seconds }, provenance);
}

/**
 * Lets a result show itself as a card.
 *
 * @param title what was run
 * @param provenance where the result is that of a single run
 * @param said facts in place of those that the result itself tells; called when the card is shown
 */
export function withCard<R>(
  title: string,
  found: Found<R>,
  provenance?: Provenance,
  said: () => Readonly<Record<string, unknown>> = () => ({}),
): Found<R> {
  const { result, loaded, seconds } = found;
  return showingItself(found, () =>
    runCard({
      ...{ title, loaded, seconds },
      facts: { ...factsOf(result), ...said(), ...(provenance === undefined ? {} : machineFacts(provenance)) },
      curve: (result as { readonly curve?: readonly TrainingPoint[] }).curve,
      rows: Array.isArray(result) ? result.map(factsOf) : undefined,
    }));
}

const MANY = 4;
const LONG = 200;

/** What can be told of any result: its words and numbers, those one level below, and of what is many how many. */
function factsOf(result: unknown): Record<string, unknown> {
  if (Array.isArray(result)) return { results: result.length };
  const facts = Object.entries(result as object).flatMap(([name, value]): [string, unknown][] => {
    if (isShort(value)) return [[name, value]];
    if (ArrayBuffer.isView(value) || typeof value !== "object" || value === null) return [];
    if (Array.isArray(value) && (value.length > MANY || !value.every(isShort))) return [[name, value.length]];
    return Object.entries(value)
      .filter(([, inner]) => isShort(inner))
      .map(([inner, short]) => [`${name} ${inner}`, short]);
  });
  return Object.fromEntries(facts);
}

const isShort = (value: unknown): boolean =>
  typeof value === "number" || typeof value === "string" && value.length <= LONG;

function machineFacts({ seed, machine, workers, startedAt, deno, tensorflow }: Provenance) {
  return {
    seed,
    begun: startedAt.slice(0, 16).replace("T", " ") + " UTC",
    machine: `${machine.cpu}, ${workers} of ${machine.cores} cores, ${machine.os}`,
    software: `Deno ${deno}` + (tensorflow === undefined ? "" : `, TensorFlow ${tensorflow}`),
  };
}
