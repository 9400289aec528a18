import { assert, assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import { prng, shuffle, uniform } from "../../lib/random.ts";
import { runSearch, type SavedSearch, type SearchOptions } from "../../lib/search/search.ts";
import type { Architecture } from "../../lib/space/architecture.ts";
import { sampleArchitecture } from "../../lib/space/sample.ts";
import { paperSpace, type Space } from "../../lib/space/space.ts";
import { quantile, standardDeviation } from "../../lib/stats/summary.ts";
import { seeded } from "../space/arbitraries.ts";
import {
  batchScorer,
  exhaust,
  mean,
  type OpenSearcher,
  searchers,
  smallSpace,
  smoothScore,
} from "./fixtures.ts";

const score = smoothScore(1);
const all: [string, OpenSearcher][] = Object.entries(searchers);

/** The best score that each searcher finds, over seeds; each seed has a score of its own. */
async function bestScores(open: OpenSearcher, space: Space, budget: number, seeds: readonly number[]) {
  const found = [];
  for (const seed of seeds) {
    const scorer = batchScorer(smoothScore(seed));
    const { history } = await runSearch(open(space, { seed }), scorer, { budget });
    found.push(history.at(-1)!.bestSoFar);
  }
  return found;
}

Deno.test("each searcher finds the best of a small space of 495 networks", async () => {
  const seeds = [...Array(20).keys()];
  const answers = seeds.map((seed) => exhaust(smallSpace, smoothScore(seed)));
  assertEquals(answers[0]!.networks, 495);
  const hits = async (open: OpenSearcher, budget: number) => {
    const best = await bestScores(open, smallSpace, budget, seeds);
    return best.filter((score, index) => score >= answers[index]!.greatest - 1e-12).length;
  };
  // Random search has seen them all.
  assertEquals(await hits(searchers.random, 495), 20);
  // The others may settle on a hill that is not the highest; they mostly need far less.
  assert(await hits(searchers.evolution, 300) >= 18);
  assert(await hits(searchers.reinforce, 300) >= 18);
  // What blind drawing of 300 of 495 finds is the best with a chance of about 0.6.
  assert(await hits(searchers.random, 300) < 18);
});

Deno.test("evolution and reinforce beat random search at an equal budget in the paper's space", async () => {
  const seeds = [...Array(24).keys()];
  // In standard deviations of the scores of the space, above their mean.
  const standardised = async (open: OpenSearcher) => {
    const best = await bestScores(open, paperSpace, 400, seeds);
    return best.map((value, index) => {
      const score = smoothScore(seeds[index]!);
      const rng = prng(index, "scores of the space");
      const scores = Array.from({ length: 200 }, () => score(sampleArchitecture(paperSpace, rng)));
      return (value - mean(scores)) / standardDeviation(scores);
    });
  };
  const random = await standardised(searchers.random);
  for (const open of [searchers.evolution, searchers.reinforce]) {
    const found = await standardised(open);
    assert(quantile(found, 0.5) > quantile(random, 0.5) + 1);
    assert(found.filter((value, index) => value > random[index]!).length >= 22);
  }
});

for (const [name, open] of all) {
  Deno.test(`runSearch() of ${name} comes to the same whenever it is stopped and continued`, async () => {
    const scorer = batchScorer(score);
    const whole = await runSearch(open(paperSpace, { seed: 1 }), scorer, { budget: 70 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 69 }), { maxLength: 4 }), async (stops) => {
        let saved: SavedSearch | undefined;
        let result = whole;
        // By an ever larger budget, or by an error after a save.
        for (const [index, budget] of [...stops.toSorted((a, b) => a - b), 70].entries()) {
          const options: SearchOptions = {
            budget: index % 2 === 0 ? budget : 70,
            history: saved?.history ?? [],
            save(search) {
              saved = JSON.parse(JSON.stringify(search));
              if (search.history.length >= budget && budget < 70) throw new Error("stopped");
            },
          };
          const searching = runSearch(open(paperSpace, { seed: 1 }, saved?.searcher), scorer, options);
          result = await searching.catch(() => result);
        }
        assertEquals(result, whole);
      }),
      { ...seeded, numRuns: 12 },
    );
  });

  Deno.test(`runSearch() of ${name} does not depend on who scores, nor when`, async () => {
    /** Some workers that take the next architecture when they are done, each in a time of its own. */
    const withWorkers = (count: number) => async (architectures: readonly Architecture[]) => {
      const scores: number[] = [];
      const left = shuffle(prng(count), [...architectures.keys()]);
      await Promise.all(Array.from({ length: count }, async () => {
        for (let index = left.pop(); index !== undefined; index = left.pop()) {
          await new Promise((done) => setTimeout(done, 2 * uniform(prng(count, index!))));
          scores[index] = score(architectures[index]!);
        }
      }));
      return scores;
    };
    const results = [];
    for (const workers of [1, 2, 5]) {
      results.push(await runSearch(open(paperSpace, { seed: 2 }), withWorkers(workers), { budget: 30 }));
    }
    assertEquals(results[1], results[0]);
    assertEquals(results[2], results[0]);
  });
}

Deno.test("runSearch() keeps a history and saves after each batch", async () => {
  const lengths: number[] = [];
  const { history } = await runSearch(
    searchers.random(paperSpace, { seed: 1, batchSize: 4 }),
    batchScorer(score),
    {
      budget: 10,
      save: async ({ history, searcher }) => {
        await Promise.resolve();
        lengths.push(history.length);
        assertEquals(
          searcher.learnt + searcher.scores.filter((found) => found !== null).length,
          history.length,
        );
      },
    },
  );
  assertEquals(lengths, [4, 8, 10]);
  const scores = history.map((entry) => score(entry.architecture));
  assertEquals(history.map((entry) => entry.score), scores);
  assertEquals(
    history.map((entry) => entry.bestSoFar),
    scores.map((_, at) => Math.max(...scores.slice(0, at + 1))),
  );
});

Deno.test("runSearch() refuses scores that are none, and takes in nothing of their batch", async () => {
  const searcher = searchers.evolution(paperSpace, { seed: 1 });
  let saved: SavedSearch | undefined;
  const faults: [(scores: number[]) => number[], string][] = [
    [(scores) => scores.with(5, NaN), "Cannot observe a score of proposal 13: found NaN"],
    [(scores) => scores.with(7, Infinity), "proposal 15: found Infinity"],
    [(scores) => scores.slice(1), "Cannot observe scores: found 7 of them, expected 8"],
  ];
  const save = (search: SavedSearch) => void (saved = search);
  await runSearch(searcher, batchScorer(score), { budget: 8, save });
  for (const [spoil, message] of faults) {
    const spoilt = async (batch: readonly Architecture[]) => spoil(await batchScorer(score)(batch));
    await assertRejects(
      () => runSearch(searcher, spoilt, { budget: 20, history: saved!.history }),
      RangeError,
      message,
    );
    assertEquals(searcher.state(), saved!.searcher);
  }
});

Deno.test("runSearch() lets an error of the scorer through, and the searcher can go on", async () => {
  const searcher = searchers.reinforce(paperSpace, { seed: 1 });
  const failing = () => Promise.reject(new Error("no memory left"));
  await assertRejects(() => runSearch(searcher, failing, { budget: 20 }), Error, "no memory left");
  const expected = await runSearch(searchers.reinforce(paperSpace, { seed: 1 }), batchScorer(score), {
    budget: 20,
  });
  assertEquals(await runSearch(searcher, batchScorer(score), { budget: 20 }), expected);
});

Deno.test("runSearch() refuses a budget that is none, and a history of another search", async () => {
  const searcher = searchers.random(paperSpace, { seed: 1 });
  const run = (options: SearchOptions) => () => runSearch(searcher, batchScorer(score), options);
  for (const budget of [0, 1.5, NaN]) {
    await assertRejects(
      run({ budget }),
      RangeError,
      `Cannot search with budget = ${budget}: expected a positive`,
    );
  }
  const misspelt = { budget: 5, sav: () => {} } as SearchOptions;
  await assertRejects(
    run(misspelt),
    RangeError,
    "expected a name among budget, history, save; did",
  );
  await run({ budget: 5 })();
  await assertRejects(
    run({ budget: 9 }),
    RangeError,
    "found a history of 0 scores and a searcher that observed 5, expected as many",
  );
});
