/**
 * Pilots made, or loaded.
 * @module
 */
import {
  type Laboratory,
  NotRecorded,
  openLaboratory,
  openReadingRoom,
  recordedStore,
  scoreModels,
} from "../experiments/mod.ts";
import { mainModel, type ScoredModel } from "../records/mod.ts";
import type { Pilot } from "./pilots.ts";

/** Where pilots are kept, among runs and among records. */
export const pilotsName = "pilots";

/** Makes a pilot's model and scores its candidates, or loads them. */
export async function runPilot({ profile }: Pilot): Promise<ScoredModel> {
  const lab = openLaboratory(profile, { store: recordedStore(pilotsName) });
  try {
    return await scoreMain(lab);
  } finally {
    await lab.close();
  }
}

/** What a pilot found, if it is recorded. */
export async function readPilot({ profile }: Pilot): Promise<ScoredModel | undefined> {
  try {
    return await scoreMain(openReadingRoom(profile, recordedStore(pilotsName)));
  } catch (error) {
    if (error instanceof NotRecorded) return undefined;
    throw error;
  }
}

async function scoreMain(lab: Laboratory): Promise<ScoredModel> {
  const { result: [model] } = await scoreModels(lab, [mainModel(lab.profile)]);
  return model!;
}
