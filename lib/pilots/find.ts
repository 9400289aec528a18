/**
 * What the pilots found, from their records.
 * @module
 */
import {
  drawCandidates,
  NotRecorded,
  openLaboratory,
  openReadOnly,
  recordedStore,
  scoreModels,
  trainAlone,
} from "../experiments/mod.ts";
import { mainModel, type ScoredModel, type StandAloneResult } from "../records/mod.ts";
import { type Pilot, pilots, TRAINED } from "./pilots.ts";

/** Where pilots are kept, among runs and among records. */
export const PILOTS = "pilots";

/** A one-shot model with its scores, or trainings from scratch. */
export type PilotResult = ScoredModel | readonly StandAloneResult[];

/** Loads what a pilot found; if it is not recorded, trains what the pilot asks for, or gives `undefined`. */
export async function findPilot(
  { trains, profile }: Pilot,
  train: boolean,
): Promise<PilotResult | undefined> {
  const store = recordedStore(PILOTS);
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

/** The pilots that are recorded, by what they train. */
export interface RecordedPilots {
  readonly oneShot: readonly (Pilot & { readonly model: ScoredModel })[];
  readonly standAlone: readonly (Pilot & { readonly trainings: readonly StandAloneResult[] })[];
}

/** Loads all pilots that are recorded, in the order in which they were made. */
export async function readPilots(): Promise<RecordedPilots> {
  const found = await Array.fromAsync(
    pilots,
    async (pilot) => ({ pilot, result: await findPilot(pilot, false) }),
  );
  return {
    oneShot: found.flatMap(({ pilot, result }) =>
      result !== undefined && "allOn" in result ? [{ ...pilot, model: result }] : []
    ),
    standAlone: found.flatMap(({ pilot, result }) =>
      result !== undefined && !("allOn" in result) ? [{ ...pilot, trainings: result }] : []
    ),
  };
}
