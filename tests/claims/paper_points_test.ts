import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { paperFigure4, paperFigure5 } from "../../lib/claims/mod.ts";
import { pearson, spearman } from "../../lib/stats/mod.ts";

const lists = (points: readonly { readonly oneShot: number; readonly standAlone: number }[]) =>
  [points.map(({ oneShot }) => oneShot), points.map(({ standAlone }) => standAlone)] as const;

Deno.test("paperFigure4() has three constant rates, and the ranges and correlations that were read off", async () => {
  const points = await paperFigure4();
  const at = (rate: number) => points.filter((point) => point.rate === rate);
  assertEquals([1e-6, 0.01, 0.3].map((rate) => at(rate).length), [50, 51, 51]);
  for (const [rate, expected] of [[1e-6, 0.69], [0.01, 0.83], [0.3, 0.71]] as const) {
    assertAlmostEquals(spearman(...lists(at(rate))), expected, 0.006);
  }
  const [oneShot] = lists(at(0.3));
  assert(Math.min(...oneShot) > 0.66 && Math.max(...oneShot) < 0.8);
});

Deno.test("paperFigure5() has the same architectures' stand-alone accuracies, and a stronger correlation", async () => {
  const points = await paperFigure5();
  assertEquals(points.length, 48);
  assertAlmostEquals(pearson(...lists(points)), 0.92, 0.006);
  assertAlmostEquals(spearman(...lists(points)), 0.94, 0.006);
  const four = lists(await paperFigure4())[1];
  const nearest = (value: number) => Math.min(...four.map((other) => Math.abs(other - value)));
  const distances = points.map(({ standAlone }) => nearest(standAlone));
  assert(Math.max(...distances) < 0.0006, `${Math.max(...distances)}`);
});
