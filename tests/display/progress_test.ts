import { assert, assertEquals, assertThrows } from "@std/assert";
import { progress } from "../../lib/display/progress.ts";
import type { ProgressView, Trace } from "../../lib/display/progress_view.ts";

/** A view that notes what it shows, and a clock that is set by hand, in seconds. */
function stage() {
  const shown: [share: number, text: string][] = [];
  const lines: string[] = [];
  const view: ProgressView = {
    show: (share, text) => void shown.push([share, text]),
    finish: (line) => Promise.resolve(void lines.push(line)),
  };
  const clock = { seconds: 1000 };
  return { shown, lines, clock, options: { view, now: () => clock.seconds } };
}

Deno.test("progress() shows share, time left and note", () => {
  const { shown, clock, options } = stage();
  const bar = progress("training", 200, options);
  bar.update(0);
  clock.seconds += 30;
  bar.update(50, "loss 1.23");
  // A quarter took 30 s, so the rest takes 90.
  assertEquals(shown, [[0, "training 0 %"], [0.25, "training 25 % · 1 min 30 s left · loss 1.23"]]);
});

Deno.test("progress() is shown five times a second at most", () => {
  const { shown, clock, options } = stage();
  const bar = progress("training", 1000, options);
  for (let step = 1; step <= 1000; step++) {
    clock.seconds = 1000 + step / 100;
    bar.update(step);
  }
  // Ten seconds: the first look and at most five in each.
  assert(shown.length >= 45 && shown.length <= 51, String(shown.length));
});

Deno.test("progress() does not count what was done before it began", () => {
  const { shown, clock, options } = stage();
  const bar = progress("training", 1000, options);
  clock.seconds += 10;
  bar.update(900);
  clock.seconds += 10;
  bar.update(950);
  // 50 took 10 s, so the other 50 take as long.
  assertEquals(shown, [[0, "training 0 %"], [0.9, "training 90 %"], [0.95, "training 95 % · 10 s left"]]);
});

Deno.test("progress() keeps the course of a value that is watched, thinned out in the end", () => {
  const traces: Trace[] = [];
  const clock = { seconds: 0 };
  const view: ProgressView = {
    show: (_share, _text, trace) => void traces.push([...trace!]),
    finish: () => Promise.resolve(),
  };
  const bar = progress("training", 1000, { view, now: () => clock.seconds });
  const run = (from: number, to: number) => {
    for (let step = from; step <= to; step++) {
      clock.seconds++;
      bar.update(step, "loss", step % 3 === 0 ? NaN : 1 / step);
    }
  };
  run(1, 4);
  assertEquals(traces.at(-1), [[0.001, 1], [0.002, 0.5], [0.004, 0.25]]);
  run(5, 1000);
  const last = traces.at(-1)!;
  assert(last.length > 100 && last.length <= 200, String(last.length));
  assertEquals(last[0], [0.001, 1]);
  assert(last.every(([share], place) => place === 0 || share > last[place - 1]![0]));
  assert(last.at(-1)![0] > 0.98);
});

Deno.test("progress() ends in one line and is silent afterwards", async () => {
  const { shown, lines, clock, options } = stage();
  const bar = progress("training", 10, options);
  await bar.finish("trained\n10 steps");
  clock.seconds += 5;
  bar.update(10);
  await bar.finish("again");
  assertEquals(lines, ["trained 10 steps"]);
  assertEquals(shown.length, 1);
});

Deno.test("progress() survives odd numbers", () => {
  const { shown, clock, options } = stage();
  const bar = progress("training", 10, options);
  for (const done of [20, -5, NaN, 10]) {
    clock.seconds += 1;
    bar.update(done);
  }
  assertEquals(shown.map(([share]) => share), [0, 1, 0, 0, 1]);
  assertEquals(shown.map(([, text]) => text), [
    "training 0 %",
    "training 100 %",
    "training 0 %",
    "training 0 %",
    "training 100 %",
  ]);
});

Deno.test("progress() refuses a total that is no positive number", () => {
  const { options } = stage();
  for (const total of [0, -1, NaN, Infinity]) {
    assertThrows(() => progress("training", total, options), RangeError, "expected a positive number");
  }
});
