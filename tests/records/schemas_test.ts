import { assertEquals } from "@std/assert";
import type { z } from "zod";
import {
  divergenceSchema,
  oneShotSchema,
  predictionsSchema,
  removalSchema,
  scoresSchema,
  searchSchema,
  standAloneSchema,
  weightsSchema,
} from "../../lib/records/mod.ts";

const curve = [{ step: 10, loss: 2.3, accuracy: 0.1 }];
const measured = { accuracy: 0.5, loss: 1.2 };
const removal = { block: 0, kind: "input", name: "c1", accuracy: 0.4, divergence: 0.1 };

/** For each schema a result that it takes, and results that are wrong in one place. */
const table: readonly (readonly [z.ZodType, unknown, readonly unknown[]])[] = [
  [weightsSchema, { weights: "AAAA", curve }, [{ curve }, { weights: 1, curve }, {
    weights: "",
    curve: [{}],
  }]],
  [oneShotSchema, { seconds: 3, allOn: measured, curve }, [
    { allOn: measured, curve },
    { seconds: 3, allOn: { accuracy: 50, loss: 1 }, curve },
  ]],
  [scoresSchema, { candidates: [{ architecture: "a", ...measured }] }, [
    { candidates: [{ architecture: "a", accuracy: 0.5 }] },
    { candidates: [{ architecture: "a", accuracy: -0.1, loss: 1 }] },
  ]],
  [standAloneSchema, { ...measured, curve }, [measured, { accuracy: NaN, loss: 1, curve }]],
  [searchSchema, { history: [{ architecture: "a", score: -3 }], different: 1 }, [
    { history: [{ architecture: "a", score: Infinity }], different: 1 },
    { history: [], different: 0.5 },
  ]],
  [divergenceSchema, { candidates: [{ architecture: "a", divergences: [0, 2] }] }, [
    { candidates: [{ architecture: "a", divergences: [-1] }] },
  ]],
  [predictionsSchema, { labels: [3], logProbabilities: [[-0.1, -2]] }, [
    { labels: [0.5], logProbabilities: [[-0.1, -2]] },
    { labels: [3], logProbabilities: [[0.1, -2]] },
  ]],
  [removalSchema, { allOn: measured, removals: [removal] }, [
    { allOn: measured, removals: [{ ...removal, kind: "block" }] },
    { allOn: measured, removals: [{ ...removal, divergence: -0.1 }] },
  ]],
];

Deno.test("schemas take whole results and refuse what is missing or out of range", () => {
  for (const [schema, whole, wrong] of table) {
    assertEquals(schema.safeParse(whole).success, true);
    for (const result of wrong) assertEquals(schema.safeParse(result).success, false, JSON.stringify(result));
  }
});
