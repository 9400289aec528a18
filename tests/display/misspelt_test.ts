/** Names that no option of a display function has: a notebook's cells run without a check of types. */
import { assertRejects, assertThrows } from "@std/assert";
import { plotSchema } from "../../lib/display/plot_options.ts";
import * as typed from "../../lib/display/mod.ts";
import { check } from "../../lib/options.ts";
import { paperSpace, parseArchitecture } from "../../lib/space/mod.ts";

// deno-lint-ignore no-explicit-any -- as a notebook sees them
const display = typed as any;
const title = "A plot";
const architecture = parseArchitecture(paperSpace, "c1>sep3|c1>sep3|c1>sep3|c1>sep3");
const points = [{ architecture, x: 0.1, y: 0.2, facts: { parameters: 3 } }];
const curve = [{ step: 1, loss: 2, accuracy: 0.1 }];
const axis = { label: "size" };

const calls: readonly (readonly [call: () => unknown, message: string])[] = [
  [() => display.plot({ title, mark: [] }), "Cannot draw a plot with mark = []: expected a name among"],
  [
    () => display.plot({ title, marks: [], x: { lable: "steps" } }),
    'x.lable = "steps": expected a name among type',
  ],
  [() => display.plot({ title, marks: [], _y: {} }), "Cannot draw a plot with _y = {}"],
  [() => display.plot({ marks: [] }), "title = undefined: expected a string"],
  [
    () => display.curve(curve, "loss", { smoth: 3 }),
    "smoth = 3: expected a name among title, smooth; did you mean smooth?",
  ],
  [
    () => display.curve(curve, "acc"),
    'measure = "acc": expected "loss" or "accuracy"; did you mean accuracy?',
  ],
  [() => display.ranges({ a: [1] }, { title, bin: 9 }), "Cannot draw ranges with bin = 9"],
  [() => display.ranges({ a: [1] }, { title, bins: -3 }), "bins = -3: expected a positive integer"],
  [
    () => display.intervals({ a: { estimate: 1 } }, { title, label: "r", rule: {} }),
    "did you mean rules?",
  ],
  [
    () => display.bestSoFar({ a: [[1]] }, { title, scale: "logarithmic" }),
    'expected "log" or "linear"; did you mean log?',
  ],
  [() => display.bestSoFar({ a: [[1]] }, { title, form: 2 }), "did you mean from?"],
  [
    () => display.scatter(paperSpace, points, { title, hight: 3 }),
    "hight = 3: expected a name among title, caption",
  ],
  [() => display.scatter(paperSpace, points, { title, x: { labels: "a" } }), "x.labels"],
  [
    () => display.scatter(paperSpace, points, { title, formats: { paramters: { digits: 1 } } }),
    "formats.paramters = { digits: 1 }: expected a name among parameters; did you mean parameters?",
  ],
  [
    () => display.trend([{ x: 1, y: 1 }], { title, x: axis, y: { ...axis, precent: true } }),
    "y.precent = true",
  ],
  [() => display.htmlTable(["a"], [], { capton: "x" }), "Cannot make a table with capton"],
  [() => display.htmlTable(["loss"], [], { columns: { loss: { digit: 2 } } }), "columns.loss.digit = 2"],
  [
    () => display.htmlTable(["loss"], [], { columns: { loss: { digits: "2" } } }),
    "expected an integer 0 to 100",
  ],
  [
    () => display.htmlTable(["loss", "Date"], [], { columns: { date: {} } }),
    "columns.date = {}: expected a name among loss, Date; did you mean Date?",
  ],
  [() => display.claimsTable([], { besides: [] }), "Cannot show the claims with besides"],
  [() => display.progress("training", 3, { intervall: 1 }), "Cannot show progress with intervall = 1"],
  [() => display.progress("training", 0), "total = 0: expected a positive number"],
];

for (const [call, message] of calls) {
  Deno.test(`a display function refuses what it would not show: ${message}`, () => {
    assertThrows(call, RangeError, message);
  });
}

Deno.test("table() and imageGrid() refuse names that they don't know", async () => {
  const images = { shape: [1, 1, 1], widht: 3 };
  await assertRejects(
    () => display.imageGrid([], images),
    RangeError,
    "widht = 3: expected a name among shape, width",
  );
  await assertRejects(
    () => display.imageGrid([], { shape: [1, 1] }),
    RangeError,
    "expected [height, width, channels]",
  );
  await assertRejects(() => display.table([], { colums: {} }), RangeError, "did you mean columns?");
});

Deno.test("plot() accepts every name that Plot has", () => {
  const scale = {
    type: "log",
    domain: [1, 2],
    ticks: 3,
    tickFormat: "s",
    nice: true,
    insetLeft: 2,
    label: null,
  };
  const size = { width: 1, height: 1, margin: 1, marginTop: 1, aspectRatio: 1, inset: 2 };
  check("Cannot draw a plot", plotSchema, {
    title,
    marks: [],
    ...size,
    x: scale,
    fy: scale,
    color: scale,
    symbol: scale,
  });
});

Deno.test("a table of no columns takes any format: its rows may come later", () => {
  display.htmlTable([], [], { columns: { accuracy: { percent: true } } });
});
