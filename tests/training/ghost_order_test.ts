import { assert, assertEquals } from "@std/assert";
import { makeCase } from "../../bench/case.ts";
import { countCost } from "../../lib/graph/mod.ts";
import { ghostOrder, pathsOf } from "../../lib/training/mod.ts";

const { task } = makeCase("pilot", 1);

Deno.test("ghostOrder() has every ghost batch of a step once, those with most multiply-adds first", () => {
  for (let step = 0; step < 20; step++) {
    const order = ghostOrder(task.dropped, step);
    assertEquals([...order].sort(), [0, 1, 2, 3, 4, 5, 6, 7]);
    const { space, shape } = task.dropped.network;
    const work = order.map((ghost) =>
      countCost(space, shape, pathsOf(task.dropped, step, ghost)).multiplyAdds
    );
    assertEquals(work, [...work].sort((a, b) => b - a));
    assert(work[0]! > work.at(-1)!);
  }
});

Deno.test("ghostOrder() leaves ghost batches that keep the same in their order", () => {
  assertEquals(ghostOrder(task.allOn, 3), [0, 1, 2, 3, 4, 5, 6, 7]);
});
