/**
 * A claim's box at the top of its page, filled in when the evidence is there.
 * @module
 */
import { claimBox, placeholder } from "../display/mod.ts";
import type { Profile } from "../profiles/mod.ts";
import { assess, type Evidence, type LedgerEntry, ledgerEntry, type TestedClaim } from "./claim.ts";

/** A claim's box on the page. */
export interface ClaimBox<E extends Evidence> {
  /** Fills it in, and returns what stands in it. */
  fill(evidence: E): Promise<LedgerEntry>;
}

/** Shows a claim here, not run yet. */
export async function openBox<E extends Evidence>(
  claim: TestedClaim<E>,
  profile: Profile,
): Promise<ClaimBox<E>> {
  const here = await placeholder(claimBox(ledgerEntry(claim, profile)));
  return {
    async fill(evidence) {
      const entry = assess(claim, evidence);
      await here.replace(claimBox(entry));
      return entry;
    },
  };
}
