import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { search, sizeLimit } from "../../lib/experiments/mod.ts";
import type { SearchMethod } from "../../lib/profiles/mod.ts";
import type { SearchResult } from "../../lib/records/mod.ts";
import { evolution, randomSearch, reinforce, runSearch } from "../../lib/search/mod.ts";
import { type Architecture, formatArchitecture, parseArchitecture } from "../../lib/space/mod.ts";
import { networkCost } from "../../lib/graph/mod.ts";
import { inLaboratory, tiny } from "./tiny.ts";

const { space, shape } = tiny;
const text = (architecture: Architecture) => formatArchitecture(space, architecture);
const parameters = (one: Architecture) => networkCost(space, shape, one).parameters;

/** What the searcher of a method proposes when it is given the scores of a history, opened without the experiment. */
async function replay(method: SearchMethod, seed: number, history: SearchResult["history"]) {
  const limit = method.size === undefined ? {} : {
    limit: {
      cost: (one: Architecture) => networkCost(space, shape, one),
      parameters: sizeLimit(tiny, method),
    },
  };
  const members = method.score === "training" ? tiny.search.alone.evolution : tiny.search.evolution;
  const searcher = {
    random: () => randomSearch(space, { seed, ...limit }),
    evolution: () => evolution(space, { seed, ...members, ...limit }),
    reinforce: () => reinforce(space, { seed, ...limit }),
  }[method.searcher]();
  const scores = new Map(history.map(({ architecture, score }) => [architecture, score]));
  // What was never proposed has no score: the histories differ then, and the test says so.
  const score = (batch: readonly Architecture[]) =>
    Promise.resolve(batch.map((one) => scores.get(text(one)) ?? 0));
  return (await runSearch(searcher, score, { budget: history.length })).history;
}

Deno.test("search() asks the searcher of its method, with its seed, its members and its limit", () =>
  inLaboratory(1, async (lab) => {
    for (const [name, method] of Object.entries(tiny.search.methods)) {
      const histories: string[][] = [];
      for (const seed of [3, 4]) {
        const { result: { history } } = await search(lab, method, seed);
        const proposed = history.map(({ architecture }) => architecture);
        const replayed = await replay(method, seed, history);
        assertEquals(
          proposed,
          replayed.map(({ architecture }) => text(architecture)),
          `${name}, seed ${seed}`,
        );
        histories.push(proposed);
      }
      assertNotEquals(histories[0], histories[1], `${name}: two seeds, one search`);
    }
  }));

Deno.test("search() keeps to the limit of size, which half of all candidates would break", () =>
  inLaboratory(1, async (lab) => {
    for (const searcher of ["random", "evolution", "reinforce"] as const) {
      const method = { searcher, score: "accuracy", size: 1 } as const;
      const { result: { history } } = await search(lab, method, 1);
      const sizes = history.map(({ architecture }) => parameters(parseArchitecture(space, architecture)));
      const most = sizeLimit(tiny, method);
      assert(sizes.every((size) => size <= most), `${searcher}: ${Math.max(...sizes)} of ${most}`);
      // By chance none would be larger once in 2^16.
      const { result: free } = await search(lab, { searcher, score: "accuracy" }, 1);
      assert(
        free.history.some(({ architecture }) => parameters(parseArchitecture(space, architecture)) > most),
      );
    }
  }));
