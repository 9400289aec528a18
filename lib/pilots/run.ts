/**
 * Pilots made, or loaded.
 * @module
 */
import {
  drawCandidates,
  type Laboratory,
  NotRecorded,
  openLaboratory,
  openReadOnly,
  recordedStore,
  scoreModels,
  trainAlone,
} from "../experiments/mod.ts";
import { mainModel, type ScoredModel, type StandAloneResult } from "../records/mod.ts";
import { type Pilot, TRAINED } from "./pilots.ts";

/** Where pilots are kept, among runs and among records. */
export const pilotsName = "pilots";

/** What a pilot found: a one-shot model with its scores, or trainings from scratch. */
export type PilotResult = ScoredModel | readonly StandAloneResult[];

/** Trains what a pilot asks for, or loads it. */
export async function runPilot(pilot: Pilot): Promise<PilotResult> {
  const lab = openLaboratory(pilot.profile, { store: recordedStore(pilotsName) });
  try {
    return await findOut(lab, pilot);
  } finally {
    await lab.close();
  }
}

/** What a pilot found, if it is recorded. */
export async function readPilot(pilot: Pilot): Promise<PilotResult | undefined> {
  try {
    return await findOut(openReadOnly(pilot.profile, recordedStore(pilotsName)), pilot);
  } catch (error) {
    if (error instanceof NotRecorded) return undefined;
    throw error;
  }
}

async function findOut(lab: Laboratory, { trains, profile }: Pilot): Promise<PilotResult> {
  if (trains === "one-shot") return (await scoreModels(lab, [mainModel(profile)])).result[0]!;
  const networks = drawCandidates(profile, TRAINED);
  const trials = profile.standAlone.seeds.flatMap((seed) =>
    networks.map((architecture) => ({ architecture, seed }))
  );
  return (await trainAlone(lab, "stand-alone", trials)).result;
}
