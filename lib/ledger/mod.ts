/**
 * The ledger of all claims: from the records of a profile to verdicts, as text and as data.
 *
 * @example Where nothing is recorded nothing is claimed
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { openReadingRoom } from "../experiments/mod.ts";
 * import { profiles } from "../profiles/mod.ts";
 * import { openStore } from "../runs/mod.ts";
 * import { ledger } from "./mod.ts";
 *
 * const empty = openReadingRoom(profiles.quick, openStore("no/such/folder"));
 * const entries = await ledger(profiles.quick, empty);
 * assertEquals(entries.map(({ id }) => id).join(" "), "C1 C1b C2 C3 C4 C5 C5b T1 T2 T3 T4");
 * assertEquals(new Set(entries.map(({ verdict }) => verdict)), new Set(["not run"]));
 * ```
 * @module
 */
export * from "./ledger.ts";
export * from "./markdown.ts";
export * from "./published.ts";
