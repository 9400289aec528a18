/**
 * The ledger: what is known of each claim, from recorded runs only. The overview, the README and the site all read it.
 * @module
 */
import type { Profile } from "../profiles.ts";
import { correlationConfiguration, type CorrelationResult, correlationSchema } from "../records.ts";
import { openStore, recordsFolder, type Run, runsFolder, type Store } from "../runs/mod.ts";
import type { z } from "zod";
import type { LedgerEntry } from "./claim.ts";
import { correlationEntry } from "./correlation.ts";

/** Where runs may be found: those made on this machine first, then those that came with the project. */
export function projectStores(): Store[] {
  return [openStore(runsFolder), openStore(recordsFolder)];
}

/** The ledger of a profile. */
export async function ledger(
  profile: Profile,
  stores: readonly Store[] = projectStores(),
): Promise<LedgerEntry[]> {
  return [correlationEntry(profile, await recordedCorrelation(profile, stores))];
}

/** The candidates of a profile that have both accuracies, or `undefined` if it was not run. */
export async function recordedCorrelation(
  profile: Profile,
  stores: readonly Store[] = projectStores(),
): Promise<CorrelationResult | undefined> {
  const run = await find(stores, "correlation", correlationConfiguration(profile), correlationSchema);
  return run?.result;
}

/** The first store's run that has it. */
async function find<R>(
  stores: readonly Store[],
  kind: string,
  configuration: unknown,
  schema: z.ZodType<R>,
): Promise<Run<R> | undefined> {
  for (const store of stores) {
    const run = await store.load(kind, configuration, schema);
    if (run !== undefined) return run;
  }
  return undefined;
}

/**
 * Copies the runs that the ledger reads into the records that come with the project.
 *
 * @throws {Error} if the profile was not run here
 */
export async function keepRecords(profile: Profile): Promise<CorrelationResult> {
  const [runs, records] = projectStores() as [Store, Store];
  const run = await runs.load("correlation", correlationConfiguration(profile), correlationSchema);
  if (run === undefined) {
    throw new Error(`Cannot keep records of profile ${profile.name}: it was not run here`);
  }
  await records.save(run.kind, run.configuration, run.result, run.provenance);
  return run.result;
}
