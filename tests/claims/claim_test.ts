import { assertEquals } from "@std/assert";
import {
  correlationClaim,
  divergenceClaim,
  dropoutRateClaim,
  largeModelsClaim,
  ledgerEntry,
  rampedRateClaim,
  removalClaim,
  searchClaim,
  trickClaims,
  verdictAbove,
  verdictOfParts,
} from "../../lib/claims/mod.ts";
import { claimBox } from "../../lib/display/mod.ts";
import { profiles } from "../../lib/profiles/mod.ts";

const { quick } = profiles;
const claims = [
  ...[dropoutRateClaim, rampedRateClaim, correlationClaim, searchClaim, largeModelsClaim],
  ...[divergenceClaim, removalClaim],
  ...trickClaims,
];

Deno.test("claims have different names, and say all that was fixed before the run", () => {
  assertEquals(claims.map(({ id }) => id), [
    "C1",
    "C1b",
    "C2",
    "C3",
    "C4",
    "C5",
    "C5b",
    "T1",
    "T2",
    "T3",
    "T4",
  ]);
  for (const claim of claims) {
    const { title, figure, statistic, rule, notebook } = claim;
    for (const text of [title, figure, statistic, rule, notebook]) assertEquals(text.trim().length > 0, true);
    assertEquals(/reproduced if .*not reproduced if .*else inconclusive/i.test(rule), true, claim.id);
    assertEquals(/^\d\d_[a-z_]+$/.test(notebook), true, claim.id);
  }
});

const { collect: _, find: __, ...stated } = correlationClaim;

Deno.test("ledgerEntry() without a finding says that nothing was run, and nothing else", () => {
  const entry = ledgerEntry(correlationClaim, quick);
  assertEquals(entry, {
    ...stated,
    ...{ profile: "quick", dataset: "Fashion-MNIST", verdict: "not run" },
    ...{ estimate: null, low: null, high: null, n: null, ceiling: null, parts: [], seconds: null },
  });
});

Deno.test("ledgerEntry() puts a finding beside its claim", () => {
  const estimate = { estimate: 0.7, low: 0.6, high: 0.8, n: 40 };
  const entry = ledgerEntry(correlationClaim, quick, { estimate, ceiling: 0.9, verdict: "reproduced" }, 12);
  assertEquals(entry, {
    ...stated,
    ...{ profile: "quick", dataset: "Fashion-MNIST", verdict: "reproduced" },
    ...estimate,
    ...{ ceiling: 0.9, parts: [], seconds: 12 },
  });
  const bare = ledgerEntry(correlationClaim, quick, { estimate, verdict: "inconclusive" });
  assertEquals([bare.ceiling, bare.seconds, bare.verdict], [null, null, "inconclusive"]);
});

Deno.test("an entry shows itself as its claim's box", () => {
  const entry = ledgerEntry(correlationClaim, quick);
  assertEquals(Deno.inspect(entry), claimBox(entry).text);
});

Deno.test("verdictAbove() asks for the whole interval, on either side, and not for its edge", () => {
  const table = [
    // low, high, threshold, least
    [0.51, 0.9, 0.5, 0.5, "reproduced"],
    [0.5, 0.9, 0.5, 0.5, "inconclusive"],
    [0.1, 0.9, 0.5, 0.5, "inconclusive"],
    [0.1, 0.5, 0.5, 0.5, "inconclusive"],
    [0.1, 0.49, 0.5, 0.5, "not reproduced"],
    [0.5, 0.5, 0.5, 0.5, "inconclusive"],
    // With a band of what would not matter.
    [-0.1, 0.04, 0, 0.05, "not reproduced"],
    [-0.1, 0.05, 0, 0.05, "inconclusive"],
    [0, 0.2, 0, 0.05, "inconclusive"],
    [0.01, 0.2, 0, 0.05, "reproduced"],
    // A gain that is certain and would not matter is none.
    [0.01, 0.04, 0, 0.05, "not reproduced"],
    [0.01, 0.06, 0, 0.05, "inconclusive"],
    [NaN, NaN, 0, 0.05, "inconclusive"],
  ] as const;
  for (const [low, high, threshold, least, verdict] of table) {
    const estimate = { estimate: (low + high) / 2, low, high, n: 10 };
    assertEquals(verdictAbove(estimate, threshold, least), verdict, `${low} to ${high}`);
  }
  // Without a band the threshold is its edge.
  assertEquals(verdictAbove({ estimate: 0, low: -1, high: 0.49, n: 9 }, 0.5), "not reproduced");
});

Deno.test("verdictOfParts() is reproduced with all parts, partly with some, and else what one part says", () => {
  const [yes, no, open, void_] = ["reproduced", "not reproduced", "inconclusive", "untestable"] as const;
  const table = [
    [[yes, yes], yes],
    [[yes, no], "partly"],
    [[yes, open], "partly"],
    [[void_, yes], "partly"],
    [[no, no], no],
    [[open, no], no],
    [[void_, no], no],
    [[open, open], open],
    [[open, void_], open],
    [[void_, void_], void_],
  ] as const;
  for (const [parts, verdict] of table) {
    assertEquals(verdictOfParts(parts.map((verdict) => ({ verdict }))), verdict, parts.join());
  }
});
