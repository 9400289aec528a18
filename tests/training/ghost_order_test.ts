import { assert, assertEquals } from "@std/assert";
import { makeCase } from "../../bench/case.ts";
import { allPaths, cellWeights, networkCost, paperSpace, sampleArchitecture } from "../../lib/space/mod.ts";
import { prng } from "../../lib/random.ts";
import { ghostOrder } from "../../lib/training/ghost_order.ts";
import { pathsOf } from "../../lib/training/ghost_step.ts";

const { task } = makeCase("pilot", 1);

Deno.test("ghostOrder() has every ghost batch of a step once, those that use most weights first", () => {
  for (let step = 0; step < 20; step++) {
    const order = ghostOrder(task.dropped, step);
    assertEquals([...order].sort(), [0, 1, 2, 3, 4, 5, 6, 7]);
    const weights = order.map((ghost) => cellWeights(paperSpace, 8, pathsOf(task.dropped, step, ghost)));
    assertEquals(weights, [...weights].sort((a, b) => b - a));
    assert(weights[0]! > weights.at(-1)!);
  }
});

Deno.test("ghostOrder() leaves ghost batches that keep the same in their order", () => {
  assertEquals(ghostOrder(task.allOn, 3), [0, 1, 2, 3, 4, 5, 6, 7]);
});

Deno.test("cellWeights() orders paths as their networks' multiply-adds do", () => {
  const shape = { ...task.allOn.shape, stages: 1 };
  const rng = prng(1, "weights");
  const some = Array.from({ length: 20 }, () => sampleArchitecture(paperSpace, rng));
  const apart = [allPaths(paperSpace), ...some].map((paths) =>
    networkCost(paperSpace, shape, paths).multiplyAdds - 14 * 14 * cellWeights(paperSpace, 8, paths)
  );
  // What is left is stem and classifier, the same for all.
  assert(apart.every((rest) => rest === apart[0]), `${apart}`);
});
