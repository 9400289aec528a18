/**
 * `deno task pilots`: makes the pilots, or loads them, and prints what they found.
 * @module
 */
import { join } from "node:path";
import { runCli } from "../cli.ts";
import {
  drawCandidates,
  NotRecorded,
  openLaboratory,
  openReadOnly,
  recordedStore,
  scoreModels,
  trainAlone,
} from "../experiments/mod.ts";
import { recordsFolder, runsFolder } from "../project.ts";
import { mainModel, type ScoredModel, type StandAloneResult } from "../records/mod.ts";
import { archiveRuns } from "../runs/mod.ts";
import { quantile } from "../stats/mod.ts";
import { type Pilot, pilots, TRAINED } from "./pilots.ts";

/** Where pilots are kept, among runs and among records. */
const FOLDER = "pilots";

const usage = `deno task pilots [options]   print what the pilots for the profile cifar found

  --run    make those that are not recorded; each takes minutes, and needs CIFAR-10
  --save   keep what was made with the project`;

await runCli({
  usage,
  options: { run: { type: "boolean" }, save: { type: "boolean" } },
  async run({ run, save }) {
    for (const pilot of pilots) {
      const found = await findPilot(pilot, run ?? false);
      const text = found === undefined ? "not recorded" : describe(found);
      console.log(`${pilot.name.padEnd(36)}  ${text}`);
    }
    if (save) {
      const isKept = ({ kind }: { readonly kind: string }) => kind !== "weights";
      await archiveRuns(join(recordsFolder, FOLDER), join(runsFolder, FOLDER), isKept);
    }
  },
});

function describe(found: PilotResult): string {
  if (!("allOn" in found)) return `networks ${spread(found)}`;
  const { allOn, candidates, seconds } = found;
  return `all on ${allOn.accuracy.toFixed(3)}, candidates ${spread(candidates)}; ${Math.round(seconds)} s`;
}

function spread(networks: readonly { readonly accuracy: number }[]): string {
  const accuracies = networks.map(({ accuracy }) => accuracy);
  const [least, median, most] = [0, 0.5, 1].map((share) => quantile(accuracies, share).toFixed(3));
  return `${least} to ${most}, median ${median}`;
}

/** What a pilot found: a one-shot model with its scores, or trainings from scratch. */
type PilotResult = ScoredModel | readonly StandAloneResult[];

/** Loads what a pilot found; if it is not recorded, trains what the pilot asks for, or gives `undefined`. */
async function findPilot(
  { trains, profile }: Pilot,
  train: boolean,
): Promise<PilotResult | undefined> {
  const store = recordedStore(FOLDER);
  const lab = train ? openLaboratory(profile, { store }) : openReadOnly(profile, store);
  try {
    if (trains === "one-shot") return (await scoreModels(lab, [mainModel(profile)])).result[0]!;
    const networks = drawCandidates(profile, TRAINED);
    const trials = profile.standAlone.seeds.flatMap((seed) =>
      networks.map((architecture) => ({ architecture, seed }))
    );
    return (await trainAlone(lab, "stand-alone", trials)).result;
  } catch (error) {
    if (!train && error instanceof NotRecorded) return undefined;
    throw error;
  } finally {
    await lab.close();
  }
}
