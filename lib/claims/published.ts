/**
 * The ledgers that come with the project, one for each data set.
 * @module
 */
import { openReadOnly } from "../experiments/mod.ts";
import { type Profile, profiles } from "../profiles/mod.ts";
import type { LedgerEntry } from "./claim.ts";
import { ledger } from "./ledger.ts";

/** The profiles whose records the README and the pages show, each on another data set. The pages lead with the first. */
export const publishedProfiles: readonly Profile[] = [profiles.standard, profiles.cifar];

/**
 * What the published profiles on other data sets found.
 *
 * @param ids of the claims that are wanted. @default all
 */
export async function entriesElsewhere(
  { dataset }: Pick<Profile, "dataset">,
  ids?: readonly string[],
): Promise<LedgerEntry[]> {
  const others = publishedProfiles.filter((one) => one.dataset !== dataset);
  const found: LedgerEntry[] = [];
  for (const other of others) found.push(...await ledger(other, openReadOnly(other), ids));
  return found;
}
