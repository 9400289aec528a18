import { assert, assertEquals, assertThrows } from "@std/assert";
import { evolution, type EvolutionOptions } from "../../lib/search/evolution.ts";
import type { Searcher } from "../../lib/search/searcher.ts";
import type { Architecture } from "../../lib/space/architecture.ts";
import { formatArchitecture } from "../../lib/space/format.ts";
import { neighbours } from "../../lib/space/neighbours.ts";
import { paperSpace } from "../../lib/space/space.ts";

const text = (architecture: Architecture) => formatArchitecture(paperSpace, architecture);

/** Scores the next batch by the number of each proposal. */
function scoreBatch(searcher: Searcher, score: (number: number) => number) {
  const batch = searcher.propose();
  for (const { number } of batch) searcher.observe(number, score(number));
  return batch.map(({ architecture }) => architecture);
}

/** The architectures in the population, from the oldest to the youngest. */
function members(searcher: Searcher): string[] {
  return (searcher.state().memory as { architecture: string }[]).map(({ architecture }) => architecture);
}

Deno.test("evolution() lets the oldest die, even if they are the best", () => {
  const searcher = evolution(paperSpace, { seed: 1, batchSize: 2, population: 6, tournament: 3 });
  // The earlier, the better.
  const proposed = Array.from({ length: 10 }, () => scoreBatch(searcher, (number) => -number)).flat().map(
    text,
  );
  assertEquals(members(searcher), proposed.slice(-6));
});

Deno.test("evolution() mutates the best of the tournament", () => {
  // A fifth of the members are the best: that none of 200 draws finds one has a chance of (4/5)^200 = 4e-20.
  for (const best of [0, 2, 4]) {
    const searcher = evolution(paperSpace, { seed: 4, batchSize: 5, population: 200, tournament: 200 });
    const first = Array.from(
      { length: 40 },
      () => scoreBatch(searcher, (number) => number % 5 === best ? 1 : 0),
    )
      .flat();
    const parents = first.filter((_, number) => number % 5 === best);
    const steps = new Set(parents.flatMap((parent) => neighbours(paperSpace, parent).map(text)));
    for (const { architecture } of searcher.propose()) assert(steps.has(text(architecture)));
  }
});

Deno.test("evolution() with a tournament of one draws parents blindly", () => {
  const searcher = evolution(paperSpace, { seed: 5, batchSize: 160, population: 8, tournament: 1 });
  // The first batch overfills the population: the last eight live on.
  const parents = scoreBatch(searcher, (number) => number).slice(-8);
  const children = searcher.propose().map(({ architecture }) => text(architecture));
  const counts = parents.map((parent) => {
    const steps = new Set(neighbours(paperSpace, parent).map(text));
    return children.filter((child) => steps.has(child)).length;
  });
  // Each of 160 children has one of eight parents: binomial(160, 1/8), sd 4.2; less than four and a half are allowed.
  for (const count of counts) assert(count > 1 && count < 39, `${counts}`);
});

Deno.test("evolution() finds a parent's way around a limit", () => {
  // Nothing but networks with the same operations everywhere: no single step leads from one to another with other
  // operations, but steps of inputs do.
  const limit = (a: Architecture) => a.every((block) => `${block.operations}` === `${a[0]!.operations}`);
  const searcher = evolution(paperSpace, {
    seed: 6,
    limit,
    population: 4,
    tournament: 2,
    batchSize: 4,
    tries: 200_000,
  });
  for (let batch = 0; batch < 4; batch++) assert(scoreBatch(searcher, (number) => number).every(limit));
});

Deno.test("evolution() refuses a population or tournament that cannot be", () => {
  const cases: [Partial<EvolutionOptions>, string][] = [
    [{ population: 0 }, "Cannot search with population = 0: expected a positive integer"],
    [{ population: 4, tournament: 5 }, "tournament = 5: expected 1 to the population, 4"],
    [{ tournament: 51 }, "tournament = 51: expected 1 to the population, 50"],
    [{ tournament: 0 }, "tournament = 0: expected a positive integer"],
    [
      { populaton: 4 } as object,
      "populaton = 4: expected a name among seed, batchSize, limit, tries, population",
    ],
  ];
  for (const [options, message] of cases) {
    assertThrows(() => evolution(paperSpace, { seed: 1, ...options }), RangeError, message);
  }
  const state = evolution(paperSpace, { seed: 1 }).state();
  const other = { seed: 1, population: 20 };
  assertThrows(() => evolution(paperSpace, other, state), RangeError, "population 50, expected 20");
});

Deno.test("evolution() refuses members that do not belong to the space", () => {
  const searcher = evolution(paperSpace, { seed: 1 });
  scoreBatch(searcher, () => 1);
  const memory = [{ architecture: "c1>sep3|c1>sep4|c1>sep3|c1>sep3", score: 1 }];
  assertThrows(
    () => evolution(paperSpace, { seed: 1 }, { ...searcher.state(), memory }),
    SyntaxError,
    "sep4",
  );
});
