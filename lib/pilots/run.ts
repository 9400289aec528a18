/**
 * Pilots made, or loaded.
 * @module
 */
import { join } from "node:path";
import {
  type Laboratory,
  NotRecorded,
  openLaboratory,
  openReadingRoom,
  scoreModels,
} from "../experiments/mod.ts";
import { mainModel, type ScoredModel } from "../records/mod.ts";
import { openArchive, openStore, recordsFolder, runsFolder, type Store } from "../runs/mod.ts";
import type { Pilot } from "./pilots.ts";

/** Where pilots are kept: those made here, and behind them those that came with the project. */
export function pilotStore(): Store {
  return openStore(join(runsFolder, "pilots"), { archive: openArchive(join(recordsFolder, "pilots")) });
}

/** What a pilot found. */
export interface PilotResult {
  readonly pilot: Pilot;
  readonly model: ScoredModel;
}

/** Makes a pilot, or loads it. */
export async function runPilot(pilot: Pilot): Promise<PilotResult> {
  const lab = openLaboratory(pilot.profile, { store: pilotStore() });
  try {
    return await scorePilot(lab, pilot);
  } finally {
    await lab.close();
  }
}

/** What a pilot found, if it is recorded. */
export async function readPilot(pilot: Pilot): Promise<PilotResult | undefined> {
  try {
    return await scorePilot(openReadingRoom(pilot.profile, pilotStore()), pilot);
  } catch (error) {
    if (error instanceof NotRecorded) return undefined;
    throw error;
  }
}

async function scorePilot(lab: Laboratory, pilot: Pilot): Promise<PilotResult> {
  const { result: [model] } = await scoreModels(lab, [mainModel(pilot.profile)]);
  return { pilot, model: model! };
}
