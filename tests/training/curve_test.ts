import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { openCurve } from "../../lib/training/mod.ts";

Deno.test("openCurve() keeps every step of a short training", () => {
  const curve = openCurve(3);
  assertEquals(curve.points, []);
  assertEquals(curve.add(0, { loss: 3, accuracy: 0.25 }), { step: 1, loss: 3, accuracy: 0.25 });
  curve.add(1, { loss: 2, accuracy: 0.5 });
  curve.add(2, { loss: 1, accuracy: 0.75 });
  assertEquals(curve.points, [
    { step: 1, loss: 3, accuracy: 0.25 },
    { step: 2, loss: 2, accuracy: 0.5 },
    { step: 3, loss: 1, accuracy: 0.75 },
  ]);
});

Deno.test("openCurve() averages stretches, and the rest at the end", () => {
  // 401 steps and 200 points at most: stretches of 3, and one of 2.
  const curve = openCurve(401);
  const completed: number[] = [];
  for (let step = 0; step < 401; step++) {
    const point = curve.add(step, { loss: step, accuracy: step / 500 });
    if (point !== undefined) completed.push(point.step);
  }
  assertEquals(curve.points.length, Math.ceil(401 / 3));
  assertEquals(completed, curve.points.map(({ step }) => step));
  assertEquals([curve.points[0]!.step, curve.points[0]!.loss], [3, 1]);
  assertAlmostEquals(curve.points[1]!.accuracy, 4 / 500, 1e-12);
  assertEquals(curve.points.at(-1), { step: 401, loss: 399.5, accuracy: (399 / 500 + 400 / 500) / 2 });
});

Deno.test("openCurve() never keeps more than 200 points", () => {
  for (const steps of [1, 199, 200, 201, 399, 1000, 12_345]) {
    const curve = openCurve(steps);
    for (let step = 0; step < steps; step++) curve.add(step, { loss: 0, accuracy: 0 });
    assert(curve.points.length <= 200 && curve.points.at(-1)!.step === steps);
  }
});

Deno.test("openCurve() goes on in the middle of a stretch, from JSON", () => {
  const outcome = (step: number) => ({ loss: 1 / (step + 1), accuracy: step / 1000 });
  const whole = openCurve(1000);
  for (let step = 0; step < 1000; step++) whole.add(step, outcome(step));
  const first = openCurve(1000);
  for (let step = 0; step < 502; step++) first.add(step, outcome(step));
  const second = openCurve(1000, JSON.parse(JSON.stringify(first.state())));
  for (let step = 502; step < 1000; step++) second.add(step, outcome(step));
  assertEquals(second.points, whole.points);
});
