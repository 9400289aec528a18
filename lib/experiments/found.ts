/**
 * Finding a run or computing it, with a note of the images that it used, and showing what was found.
 * @module
 */
import { type UsedImages, usedImages } from "../datasets/mod.ts";
import { runCard, showingItself, type TrainingPoint } from "../display/mod.ts";
import type { RunSpec } from "../records/mod.ts";
import { type Checkpoints, type Provenance, type Run, Stopped } from "../runs/mod.ts";
import { type Found, type Laboratory, type OnProgress, quiet } from "./laboratory.ts";

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

/** The recorded run, if there is one. */
export function load<R>(
  { store }: Pick<Laboratory, "store">,
  { kind, configuration, schema }: RunSpec<R>,
): Promise<Run<R> | undefined> {
  return store.load(kind, configuration, schema);
}

/**
 * The run: loaded, or computed and kept.
 *
 * @param compute gets the laboratory in which it should work: it notes the images that the run uses, and shows nothing
 * @throws {NotRecorded} if it is not recorded and the laboratory only reads
 */
export function once<R>(
  lab: Laboratory,
  { kind, configuration, schema, seed }: RunSpec<R>,
  compute: (lab: Laboratory, checkpoints: Checkpoints) => Promise<R>,
): Promise<{ readonly run: Run<R>; readonly loaded: boolean }> {
  const images: UsedImages[] = [];
  const noting: Laboratory = {
    ...lab,
    watch: quiet,
    noteImages(data) {
      const used = usedImages(data);
      if (!images.some(({ part, indices }) => part === used.part && indices === used.indices)) {
        images.push(used);
      }
    },
  };
  return lab.store.once(
    kind,
    configuration,
    schema,
    (checkpoints) => compute(noting, checkpoints),
    lab.provenance(seed, images),
  );
}

/** What a run's card says besides its result. */
interface CardOptions<R> {
  /** Seconds that computing it took. @default those of the run */
  readonly secondsOf?: (result: R) => number;
  /** Facts that the result itself does not hold; asked for when the card is shown. */
  readonly moreFacts?: (result: R) => Readonly<Record<string, unknown>>;
}

/** Loads or computes one run, which is shown meanwhile. */
export function findRun<R>(
  lab: Laboratory,
  title: string,
  run: RunSpec<R>,
  compute: (lab: Laboratory, tell: OnProgress, checkpoints: Checkpoints) => Promise<R>,
  { secondsOf, moreFacts }: CardOptions<R> = {},
): Promise<Found<R>> {
  return lab.watch(lab, { title, runs: [run] }, async (lab, tell) => {
    const made = await once(lab, run, (lab, checkpoints) => compute(lab, tell, checkpoints));
    const { run: { result, provenance }, loaded } = made;
    const found = { result, loaded, seconds: secondsOf?.(result) ?? provenance.seconds };
    return withCard(run.kind, found, provenance, () => moreFacts?.(result));
  });
}

/**
 * Lets a result show itself as a card.
 *
 * @param provenance where the result is that of a single run
 * @param said more facts, or others in place of those of the result; called when the card is shown
 */
export function withCard<R>(
  title: string,
  found: Found<R>,
  provenance?: Provenance,
  said: () => Readonly<Record<string, unknown>> | undefined = () => undefined,
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

/** Facts of any result: its words and numbers, those one level below, and the lengths of long lists. */
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
