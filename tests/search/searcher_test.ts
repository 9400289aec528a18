import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { prng, shuffle } from "../../lib/random.ts";
import type { Searcher, SearcherState } from "../../lib/search/searcher.ts";
import { validateArchitecture } from "../../lib/space/architecture.ts";
import { networkCost } from "../../lib/graph/mod.ts";
import { sampleArchitecture } from "../../lib/space/sample.ts";
import { paperSpace } from "../../lib/space/space.ts";
import { seeded, spaces } from "../space/arbitraries.ts";
import { type OpenSearcher, searchers, smallSpace, smoothScore } from "./fixtures.ts";

const score = smoothScore(1);
const all: [string, OpenSearcher][] = Object.entries(searchers);

/** Observes the next `count` scores, each batch's in the order that `order` makes of it; returns the proposals. */
function proceed(searcher: Searcher, count: number, order = <T>(items: readonly T[]) => [...items]) {
  const proposals = [];
  for (let left = count; left > 0;) {
    const batch = order(searcher.propose()).slice(0, left);
    assert(batch.length > 0);
    for (const { number, architecture } of batch) searcher.observe(number, score(architecture));
    proposals.push(...batch);
    left -= batch.length;
  }
  return proposals.toSorted((a, b) => a.number - b.number);
}

/** Takes everything out of every list in a value. */
function empty(value: unknown): void {
  if (typeof value === "object" && value !== null) Object.values(value).forEach(empty);
  if (Array.isArray(value)) value.length = 0;
}

const throughJson = (state: SearcherState): SearcherState => JSON.parse(JSON.stringify(state));

Deno.test("every searcher proposes architectures of any space, numbered from 0", () => {
  fc.assert(
    fc.property(spaces, fc.nat(), fc.constantFrom(...all), (space, seed, [, open]) => {
      // Spaces of one network have nothing to propose twice or to mutate.
      const searcher = open(space, { seed, batchSize: 1 });
      const [proposal] = searcher.propose();
      assertEquals(proposal!.number, 0);
      validateArchitecture(space, proposal!.architecture);
    }),
    { ...seeded, numRuns: 100 },
  );
});

for (const [name, open] of all) {
  Deno.test(`${name}: the same seed gives the same proposals, another seed others`, () => {
    const proposals = (seed: number) => proceed(open(paperSpace, { seed }), 60);
    assertEquals(proposals(1), proposals(1));
    assertNotEquals(proposals(1), proposals(2));
    assertEquals(proposals(1).map(({ number }) => number), [...Array(60).keys()]);
  });

  Deno.test(`${name}: scores may come in any order and in any portions`, () => {
    const plain = open(paperSpace, { seed: 1 });
    const expected = proceed(plain, 80);
    const rng = prng(121);
    const mixed = open(paperSpace, { seed: 1 });
    const found = Array.from({ length: 20 }, () => proceed(mixed, 4, (items) => shuffle(rng, items))).flat();
    assertEquals(found.toSorted((a, b) => a.number - b.number), expected);
    assertEquals(mixed.state(), plain.state());
  });

  Deno.test(`${name}: what was not asked for does not matter, and what was stays the same`, () => {
    const searcher = open(paperSpace, { seed: 1, batchSize: 6 });
    const two = searcher.propose(2);
    assertEquals(two.length, 2);
    const six = searcher.propose();
    assertEquals(six.slice(0, 2), two);
    assertEquals([six.length, searcher.propose(9)], [6, six]);
    searcher.observe(3, 0.5);
    assertEquals(searcher.propose(4).map(({ number }) => number), [0, 1, 2, 4]);
    assertEquals(searcher.observed, 1);
  });

  Deno.test(`${name}: a state restores to the same continuation, after any number of steps`, () => {
    const whole = open(paperSpace, { seed: 3, batchSize: 5 });
    const expected = proceed(whole, 130);
    fc.assert(
      fc.property(fc.nat(80), fc.nat(), (steps, seed) => {
        const first = open(paperSpace, { seed: 3, batchSize: 5 });
        const rng = prng(seed);
        proceed(first, steps, (items) => shuffle(rng, items));
        const state = throughJson(first.state());
        const restored = open(paperSpace, { seed: 3, batchSize: 5 }, state);
        assertEquals(restored.observed, steps);
        assertEquals(restored.state(), state);
        const rest = proceed(restored, 130 - steps);
        // Within the batch that was open, the first may have left any places to the second.
        const sameBatch = steps + 5;
        assertEquals(
          rest.filter(({ number }) => number >= sameBatch),
          expected.filter(({ number }) => number >= sameBatch),
        );
        assertEquals(restored.state(), whole.state());
      }),
      { ...seeded, numRuns: 12 },
    );
  });

  Deno.test(`${name}: a state is a copy`, () => {
    const searcher = open(paperSpace, { seed: 1 });
    proceed(searcher, 30);
    const state = searcher.state();
    const before = JSON.stringify(state);
    const restored = open(paperSpace, { seed: 1 }, state);
    const next = proceed(searcher, 30);
    assertEquals(JSON.stringify(state), before);
    // Whatever its owner does with it, to the searcher that it came from and to the one that got it.
    empty(state);
    empty(restored.state());
    assertEquals(proceed(restored, 30), next);
    assertEquals(restored.state(), searcher.state());
  });

  Deno.test(`${name}: limits are kept, whatever they are`, () => {
    const image = [28, 28, 1] as const;
    const shape = { image, classes: 10, filters: 8, stages: 2, cellsPerStage: 1, stemStride: 2 } as const;
    const cost = (architecture: Parameters<typeof score>[0]) => networkCost(paperSpace, shape, architecture);
    fc.assert(
      fc.property(fc.nat(), fc.boolean(), fc.boolean(), (seed, byParameters, byMultiplyAdds) => {
        // The bounds of a drawn architecture: often tight, never empty.
        const within = cost(sampleArchitecture(paperSpace, prng(seed, "bound")));
        const bounds = {
          ...(byParameters || !byMultiplyAdds ? { parameters: within.parameters } : {}),
          ...(byMultiplyAdds ? { multiplyAdds: within.multiplyAdds } : {}),
        };
        const searcher = open(paperSpace, { seed, limit: { cost, ...bounds }, batchSize: 4 });
        for (const { architecture } of proceed(searcher, 40)) {
          const found = cost(architecture);
          assert(found.parameters <= (bounds.parameters ?? Infinity));
          assert(found.multiplyAdds <= (bounds.multiplyAdds ?? Infinity));
        }
      }),
      { ...seeded, numRuns: 15 },
    );
    const single = open(paperSpace, {
      seed: 1,
      limit: (a) => a.every((block) => block.operations.length === 1),
    });
    for (const { architecture } of proceed(single, 60)) {
      assert(architecture.every((block) => block.operations.length === 1));
    }
  });

  Deno.test(`${name}: a limit that nothing meets is an error, and changes nothing`, () => {
    let draws = 0;
    const limit = () => ++draws < 0;
    const searcher = open(paperSpace, { seed: 1, tries: 50, limit });
    const state = searcher.state();
    assertThrows(
      () => searcher.propose(),
      RangeError,
      "Cannot propose an architecture: found none in 50 draws, expected one within the limit",
    );
    assertEquals(draws, 50);
    assertEquals(searcher.state(), state);
  });

  Deno.test(`${name}: a score that is none, or of no open proposal, is refused and changes nothing`, () => {
    const searcher = open(paperSpace, { seed: 1, batchSize: 3 });
    proceed(searcher, 3);
    searcher.observe(4, 0.5);
    const state = searcher.state();
    const cases: [number, number, string][] = [
      [3, NaN, "Cannot observe a score of proposal 3: found NaN, expected a finite number"],
      [3, -Infinity, "found -Infinity, expected a finite number"],
      [4, 0.5, "Cannot observe a score of proposal 4: it is not open, expected one of 3, 5"],
      [2, 0.5, "it is not open"],
      [6, 0.5, "it is not open"],
      [3.5, 0.5, "it is not open"],
    ];
    for (const [number, found, message] of cases) {
      assertThrows(() => searcher.observe(number, found), RangeError, message);
    }
    assertEquals(searcher.state(), state);
    assertThrows(() => searcher.propose(0), RangeError, "Cannot search with atMost = 0");
  });

  Deno.test(`${name}: settings that make no sense are refused`, () => {
    const cases: [object, string][] = [
      [{ seed: 0.5 }, "Cannot search with seed = 0.5: expected a safe integer"],
      [{ batchSize: 0 }, "Cannot search with batchSize = 0: expected a positive integer"],
      [{ sed: 1 }, "Cannot search with sed = 1: expected a name among seed, batchSize"],
      [{ batchSize: 2.5 }, "batchSize = 2.5"],
      [{ tries: 0 }, "Cannot search with tries = 0"],
      [{ limit: { cost: () => 1 } }, "expected parameters or multiplyAdds"],
    ];
    for (const [options, message] of cases) {
      assertThrows(() => open(paperSpace, { seed: 1, ...options }), RangeError, message);
    }
    assertThrows(() => open({ ...paperSpace, blocks: 0 }, { seed: 1 }), RangeError, "blocks = 0");
  });

  Deno.test(`${name}: a state of another search is refused, with what differs`, () => {
    const searcher = open(paperSpace, { seed: 1 });
    proceed(searcher, 20);
    const state = throughJson(searcher.state());
    const [other] = all.filter(([, kind]) => kind !== open);
    const cases: [() => unknown, string][] = [
      [() => other![1](paperSpace, { seed: 1 }, state), "Cannot continue a search: found a state of"],
      [() => open(paperSpace, { seed: 2 }, state), "found a state with seed 1, expected 2"],
      [
        () => open(paperSpace, { seed: 1, batchSize: 4 }, state),
        "found a state with batchSize 8, expected 4",
      ],
      [() => open(paperSpace, { seed: 1, limit: () => true }, state), 'limit null, expected "condition"'],
      [() => open(smallSpace, { seed: 1 }, state), "found a state with space"],
      [() => open(paperSpace, { seed: 1 }, { ...state, learnt: 9 }), "expected whole batches of 8"],
      [() => open(paperSpace, { seed: 1 }, { ...state, scores: [null] }), "expected whole batches of 8"],
      [() => open(paperSpace, { seed: 1 }, { ...state, memory: "?" }), "found a damaged memory"],
    ];
    for (const [call, message] of cases) assertThrows(call, RangeError, message);
    // Order of keys, and more draws to find one within a limit, make no other search.
    const sorted = Object.fromEntries(Object.entries(state.settings).toSorted());
    open(paperSpace, { seed: 1, tries: 5 }, { ...state, settings: sorted });
  });
}
