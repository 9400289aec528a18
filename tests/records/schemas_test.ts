import { assertEquals } from "@std/assert";
import { profiles } from "../../lib/profiles/mod.ts";
import {
  aloneRun,
  divergenceRun,
  mainModel,
  oneShotRun,
  predictionsRun,
  referenceModel,
  removalRun,
  type RunSpec,
  scoresRun,
  searchRun,
  weightsRun,
} from "../../lib/records/mod.ts";
import { allPaths } from "../../lib/space/mod.ts";

const { quick } = profiles;
const main = mainModel(quick);
const paths = allPaths(quick.space);
const curve = [{ step: 10, loss: 2.3, accuracy: 0.1 }];
const measured = { accuracy: 0.5, loss: 1.2 };
const removal = { block: 0, kind: "input", name: "c1", accuracy: 0.4, divergence: 0.1 };

/** For each kind of run a result that its schema takes, and results that are wrong in one place. */
const table: readonly (readonly [RunSpec, unknown, readonly unknown[]])[] = [
  [weightsRun(quick, main), { weights: "AAAA", curve }, [{ curve }, { weights: 1, curve }, {
    weights: "",
    curve: [{}],
  }]],
  [oneShotRun(quick, main), { seconds: 3, allOn: measured, curve }, [
    { allOn: measured, curve },
    { seconds: 3, allOn: { accuracy: 50, loss: 1 }, curve },
  ]],
  [scoresRun(quick, main), { candidates: [{ architecture: "a", ...measured }] }, [
    { candidates: [{ architecture: "a", accuracy: 0.5 }] },
    { candidates: [{ architecture: "a", accuracy: -0.1, loss: 1 }] },
  ]],
  [aloneRun(quick, "stand-alone", paths, 1), { ...measured, curve }, [measured, {
    accuracy: NaN,
    loss: 1,
    curve,
  }]],
  [searchRun(quick, { searcher: "random", score: "accuracy" }, 1), {
    history: [{ architecture: "a", score: -3 }],
    different: 1,
  }, [
    { history: [{ architecture: "a", score: Infinity }], different: 1 },
    { history: [], different: 0.5 },
  ]],
  [divergenceRun(quick, { candidates: main, reference: referenceModel(quick) }, []), {
    candidates: [{ architecture: "a", divergences: [0, 2] }],
  }, [
    { candidates: [{ architecture: "a", divergences: [-1] }] },
  ]],
  [predictionsRun(quick, main, paths), { labels: [3], logProbabilities: [[-0.1, -2]] }, [
    { labels: [0.5], logProbabilities: [[-0.1, -2]] },
    { labels: [3], logProbabilities: [[0.1, -2]] },
  ]],
  [removalRun(quick, main), { allOn: measured, removals: [removal] }, [
    { allOn: measured, removals: [{ ...removal, kind: "block" }] },
    { allOn: measured, removals: [{ ...removal, divergence: -0.1 }] },
  ]],
];

Deno.test("schemas of runs take whole results and refuse what is missing or out of range", () => {
  for (const [{ schema }, whole, wrong] of table) {
    assertEquals(schema.safeParse(whole).success, true);
    for (const result of wrong) assertEquals(schema.safeParse(result).success, false, JSON.stringify(result));
  }
});
