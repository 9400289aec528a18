/**
 * The ledger: what is known of each claim, from recorded runs only. The overview, the README and the site all read it.
 * @module
 */
import { type Laboratory, NotRecorded, openReadOnly } from "../experiments/mod.ts";
import { type Profile, profiles } from "../profiles/mod.ts";
import { assess, type LedgerEntry, ledgerEntry, type TestedClaim } from "./claim.ts";
import { correlationClaim } from "./correlation.ts";
import { divergenceClaim } from "./divergence.ts";
import { dropoutRateClaim, rampedRateClaim } from "./dropout_rate.ts";
import { largeModelsClaim } from "./large_models.ts";
import { removalClaim } from "./removal.ts";
import { searchClaim } from "./search.ts";
import { trickClaims } from "./tricks.ts";

/** All claims, in the order of their pages. */
export const allClaims: readonly TestedClaim[] = [
  dropoutRateClaim,
  rampedRateClaim,
  correlationClaim,
  searchClaim,
  largeModelsClaim,
  divergenceClaim,
  removalClaim,
  ...trickClaims,
];

/**
 * The entries of a profile, in the order of the claims.
 *
 * @example Where nothing is recorded nothing is claimed
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { openReadOnly } from "../experiments/mod.ts";
 * import { profiles } from "../profiles/mod.ts";
 * import { openStore } from "../runs/mod.ts";
 * import { ledger } from "./mod.ts";
 *
 * const empty = openReadOnly(profiles.quick, openStore("no/such/folder"));
 * const entries = await ledger(profiles.quick, empty);
 * assertEquals(entries.map(({ id }) => id).join(" "), "C1 C1b C2 C3 C4 C5 C5b T1 T2 T3 T4");
 * assertEquals(new Set(entries.map(({ verdict }) => verdict)), new Set(["not run"]));
 * ```
 */
export async function ledger(
  profile: Profile,
  lab: Laboratory = openReadOnly(profile),
): Promise<LedgerEntry[]> {
  const entries: LedgerEntry[] = [];
  for (const claim of allClaims) {
    try {
      entries.push(assess(claim, await claim.collect(lab)));
    } catch (error) {
      if (!(error instanceof NotRecorded)) throw error;
      entries.push(ledgerEntry(claim, profile));
    }
  }
  return entries;
}

/** The profiles whose records the README and the pages show, each on another data set. The pages lead with the first. */
export const publishedProfiles: readonly Profile[] = [profiles.standard, profiles.cifar];
