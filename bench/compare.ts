/**
 * The comparison with PyTorch and JAX at one size, row by row.
 * @module
 */
import { join } from "node:path";
import type { Runtime } from "../lib/engine/mod.ts";
import type { Architecture } from "../lib/space/mod.ts";
import { checkAgreement } from "./agreement.ts";
import { type Case, type Drop, IMAGES, makeCase, type SizeName, sizes, writeCase } from "./case.ts";
import { alternate, type Rates, type Side } from "./measure.ts";
import { EVALUATION_BATCH, openOurs, STAND_ALONE_BATCH, WARM_STEPS } from "./ours.ts";
import { benchFolder, openPeer, type Peer, type Setting, settingText } from "./peer.ts";
import type { Row } from "./report.ts";
import { jaxSettings, openFastest, settingsFor } from "./settings.ts";

/** How much of each work is done at a size. */
const plans: Readonly<Record<SizeName, { candidates: number; peerCandidates: number; repeats: number }>> = {
  pilot: { candidates: 500, peerCandidates: 20, repeats: 3 },
  small: { candidates: 250, peerCandidates: 10, repeats: 3 },
  middle: { candidates: 24, peerCandidates: 2, repeats: 3 },
  cifar: { candidates: 500, peerCandidates: 20, repeats: 3 },
  "cifar-16": { candidates: 250, peerCandidates: 10, repeats: 3 },
  paper: { candidates: 8, peerCandidates: 1, repeats: 3 },
};

const ALONE_STEPS = 20;

/** Measures a size on all cores; `onRow` is called with each row as it is there. */
export async function compareSize(
  runtime: Runtime,
  python: string,
  size: SizeName,
  onRow: (row: Row) => void,
  log: (line: string) => void,
): Promise<void> {
  const cores = navigator.hardwareConcurrency;
  const made = makeCase(size, 500);
  const folder = join(benchFolder, size);
  await writeCase(folder, made);
  await agree(runtime, python, made, folder, log);
  const { repeats, ...counts } = plans[size];
  const images = made.task.dropped.settings.ghosts.count * made.task.dropped.settings.ghosts.size;
  const add = (
    name: string,
    unit: string,
    [ours, theirs]: readonly Rates[],
    peer: Pick<Row, "setting" | "tried">,
  ): void => {
    const [mine, other] = [ours![1], theirs![1]];
    onRow({
      ...{ name, size, cores, ours: mine, peer: other, unit, ratio: mine / other },
      ...{ spread: { ours: ours!, peer: theirs! }, ...peer },
    });
  };
  const ours = openOurs(runtime, made, cores);
  const score = (list: "candidates" | "children", on = ours): Side => ({
    count: counts.candidates,
    run: (count) => on.score(made[list].slice(0, count)),
  });

  const training = async (name: string, kind: "dense" | "sparse", drop: Drop): Promise<void> => {
    log(`${size}: ${name}`);
    const rateOf = async (peer: Peer): Promise<number> => {
      await trainPeer(peer, drop, 1);
      return images / await trainPeer(peer, drop, 1);
    };
    const settings = settingsFor(kind, size, cores);
    // The ghost batches of one step together are one process's.
    if (drop === "allOn") settings.push(...jaxSettings(cores).filter(({ processes }) => processes === 1));
    const { peer, tried } = await openFastest(python, folder, settings, rateOf, log);
    await trainPeer(peer, drop, 1);
    const mine: Side = { run: (steps) => ours.train(drop, steps) };
    const theirs: Side = { run: (steps) => trainPeer(peer, drop, steps) };
    const rates = await alternate([mine, theirs], images, repeats);
    add(name, "images/s", rates, { setting: settingText(peer.setting), tried });
    await peer.close();
  };
  await training("train-sparse", "sparse", "dropped");
  await training("train-dense", "dense", "dropped");
  await training("train-all-on", "sparse", "allOn");

  log(`${size}: candidates`);
  const settings = settingsFor("sparse", size, cores);
  const rateOf = async (peer: Peer): Promise<number> => {
    await scorePeer(peer, "candidates", 0, 1);
    return 1 / await scorePeer(peer, "candidates", 1, 2);
  };
  const { peer, tried } = await openFastest(python, folder, settings, rateOf, log);
  for (const [name, list] of [["score-random", "candidates"], ["score-children", "children"]] as const) {
    let from = 0;
    const theirs: Side = {
      count: counts.peerCandidates,
      run: (count) => scorePeer(peer, list, from, from += count),
    };
    const rates = await alternate([score(list), theirs], 1, repeats);
    add(name, "candidates/s", rates, { setting: settingText(peer.setting), tried });
  }
  await peer.close();

  const architectures = made.candidates.slice(0, 4);
  const aloneSettings = [...settings, ...jaxSettings(cores)];
  const alone = async (
    name: string,
    settings: readonly Setting[],
    run: () => Promise<number>,
  ): Promise<void> => {
    log(`${size}: ${name}`);
    const aloneRate = async (peer: Peer): Promise<number> => {
      await alonePeer(peer, architectures.slice(0, 1));
      const images = peer.setting.processes * ALONE_STEPS * STAND_ALONE_BATCH;
      return images / await alonePeer(peer, architectures.slice(0, 1));
    };
    const { peer, tried } = await openFastest(python, folder, settings, aloneRate, log);
    // What is compiled, or made, for each of them.
    await alonePeer(peer, architectures);
    const sides = [{ count: 1, run }, { count: 1, run: () => alonePeer(peer, architectures) }];
    const units = architectures.length * ALONE_STEPS * STAND_ALONE_BATCH;
    const rates = await alternate(sides, units, repeats);
    add(name, "images/s", rates, { setting: settingText(peer.setting), tried });
    await peer.close();
  };
  await alone("alone-one", aloneSettings.filter(({ processes }) => processes === 1), async () => {
    let seconds = 0;
    for (const architecture of architectures) seconds += await ours.alone([architecture], ALONE_STEPS);
    return seconds;
  });
  await alone("alone-many", aloneSettings, () => ours.alone(architectures, ALONE_STEPS));

  log(`${size}: workers`);
  const one = openOurs(runtime, made, 1);
  const alternative = { setting: "one worker of ours", tried: [] };
  const trains = [ours, one].map((side): Side => ({ run: (steps) => side.train("dropped", steps) }));
  add("workers-train", "images/s", await alternate(trains, images, repeats), alternative);
  const scores = [score("candidates"), score("candidates", one)];
  add("workers-score", "candidates/s", await alternate(scores, 1, repeats), alternative);
  one.close();
  ours.close();
}

async function agree(
  runtime: Runtime,
  python: string,
  made: Case,
  folder: string,
  log: (line: string) => void,
): Promise<void> {
  for (const kind of ["sparse", "dense", "jax"] as const) {
    const setting = { kind, compile: false, channelsLast: false, together: false, processes: 1, threads: 2 };
    const peer = await openPeer(python, folder, setting);
    for (const drop of kind === "jax" ? ["allOn"] as const : ["dropped", "allOn"] as const) {
      const { loss, gradient } = await checkAgreement(runtime, made, folder, peer, drop);
      const distances = gradient.map((value) => value.toExponential(1)).join(", ");
      log(`${made.size}: ${kind} peer, ${drop}: loss ${loss.toExponential(1)} apart, gradients ${distances}`);
    }
    await peer.close();
  }
}

/** Seconds for so many steps. */
async function trainPeer(peer: Peer, drop: Drop, count: number): Promise<number> {
  return slowest(await peer.ask({ do: "train", drop, count }));
}

/** Seconds a candidate takes, each process with its own share of them. */
async function scorePeer(peer: Peer, list: string, from: number, to: number): Promise<number> {
  const each = to - from;
  const start = (process: number): number => (from * peer.setting.processes + process * each) % (500 - each);
  const answers = await peer.ask((process) => ({
    ...{ do: "score", list, from: start(process), to: start(process) + each },
    ...{ images: IMAGES, batch: EVALUATION_BATCH },
  }));
  return slowest(answers) / peer.setting.processes;
}

/** Seconds for training all architectures, each process with its own share of them. */
async function alonePeer(peer: Peer, architectures: readonly Architecture[]): Promise<number> {
  const indices = Array.from(
    { length: ALONE_STEPS + WARM_STEPS },
    (_, step) =>
      Array.from({ length: STAND_ALONE_BATCH }, (_, image) => (step * STAND_ALONE_BATCH + image) % IMAGES),
  );
  const { processes } = peer.setting;
  let seconds = 0;
  for (let first = 0; first < architectures.length; first += processes) {
    const answers = await peer.ask((process) => ({
      ...{
        do: "alone",
        paths: architectures[(first + process) % architectures.length]!,
        indices,
        warm: WARM_STEPS,
      },
    }));
    seconds += slowest(answers);
  }
  return seconds;
}

function slowest(answers: readonly Readonly<Record<string, unknown>>[]): number {
  return Math.max(...answers.map(({ seconds }) => seconds as number));
}

/** What a size is, in words. */
export function sizeText(size: SizeName): string {
  const { shape: { image, filters, stemStride, stages, cellsPerStage }, ghosts } = sizes[size];
  const side = Math.ceil(image[0] / stemStride);
  return `${stages * cellsPerStage} cells, ${side}x${side} pixels and ${filters} filters at first, ` +
    `${ghosts.count} ghost batches of ${ghosts.size}`;
}
