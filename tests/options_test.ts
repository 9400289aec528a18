import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  anyFunction,
  anything,
  check,
  didYouMean,
  entries,
  flag,
  kindsOf,
  list,
  members,
  oneOf,
  optional,
  positiveInteger,
  refuse,
  text,
} from "../lib/options.ts";

interface Inner {
  readonly title: string;
  readonly isOpen?: boolean;
}
interface Options {
  readonly rate: number;
  readonly ramp?: "linear" | "none";
  readonly inner?: Inner;
  readonly rows?: readonly Inner[];
  readonly named?: Readonly<Record<string, Inner>>;
}
const inner = members<Inner>({ title: text, isOpen: optional(flag) });
const schema = members<Options>({
  rate: positiveInteger,
  ramp: optional(oneOf("linear", "none")),
  inner: optional(inner),
  rows: optional(list(inner, "a list of rows")),
  named: optional(entries(inner)),
});
const refuses = (found: unknown, message: string) =>
  assertThrows(() => check("Cannot go", schema, found), RangeError, `Cannot go with ${message}`);

Deno.test("check() accepts what fits, with undefined for what is optional", () => {
  check("Cannot go", schema, { rate: 1 });
  const one = { title: "a", isOpen: undefined };
  check("Cannot go", schema, {
    rate: 2,
    ramp: undefined,
    inner: one,
    rows: [one],
    named: { "any name": one },
  });
});

Deno.test("check() writes the path, the value and what is accepted", () => {
  const cases: [unknown, string][] = [
    [undefined, "options = undefined: expected an object with rate, ramp, inner, rows, named"],
    [null, "options = null: expected an object with rate"],
    [{}, "rate = undefined: expected a positive integer"],
    [{ rate: "1" }, 'rate = "1": expected a positive integer'],
    [{ rate: 1, ramp: "liner" }, 'ramp = "liner": expected "linear" or "none"; did you mean linear?'],
    [{ rate: 1, ramp: "up" }, 'ramp = "up": expected "linear" or "none"'],
    [{ rate: 1, inner: { title: 5 } }, "inner.title = 5: expected a string"],
    [{ rate: 1, rows: [{ title: "a" }, {}] }, "rows[1].title = undefined: expected a string"],
    [{ rate: 1, rows: { title: "a" } }, 'rows = { title: "a" }: expected a list of rows'],
    [
      { rate: 1, named: { "two words": { title: "a", isOpen: 1 } } },
      'named["two words"].isOpen = 1: expected true',
    ],
  ];
  for (const [found, message] of cases) refuses(found, message);
});

Deno.test("check() tells of an unknown name before any value, however deep", () => {
  refuses({ rat: 1 }, "rat = 1: expected a name among rate, ramp, inner, rows, named; did you mean rate?");
  refuses({ rate: -1, raet: undefined }, "raet = undefined: expected a name among");
  refuses(
    { rate: -1, rows: [{ titel: "a" }] },
    'rows[0].titel = "a": expected a name among title, isOpen; did you',
  );
  refuses({ rate: 1, colour: "red" }, 'colour = "red": expected a name among rate, ramp, inner, rows, named');
});

Deno.test("check() keeps a large value short and on one line", () => {
  const { message } = assertThrows(
    () => check("Cannot go", schema, { rate: { much: new Array(1000).fill("word\n".repeat(100)) } }),
    RangeError,
  );
  assertEquals([message.length < 300, message.includes("\n")], [true, false]);
});

Deno.test("check() names a value that is checked on its own, and the places of a list", () => {
  const words = list(oneOf("loss", "accuracy"), "a list of measures", 1);
  const fault = (found: unknown) =>
    assertThrows(() => check("Cannot draw", words, found, "measures"), RangeError).message;
  assertEquals(fault([]), "Cannot draw with measures = []: expected a list of measures");
  assertEquals(
    fault(["loss", "acc"]),
    'Cannot draw with measures[1] = "acc": expected "loss" or "accuracy"; did you mean accuracy?',
  );
});

Deno.test("kindsOf() has other names for each kind", () => {
  type Shape = { readonly kind: "circle"; readonly radius: number } | { readonly kind: "dot" };
  const shapes = kindsOf<Shape>({ circle: { radius: positiveInteger }, dot: {} });
  const fault = (found: unknown) =>
    assertThrows(() => check("Cannot draw", shapes, found, "shape"), RangeError).message;
  check("Cannot draw", shapes, { kind: "circle", radius: 1 });
  check("Cannot draw", shapes, { kind: "dot" });
  assertEquals(fault({ kind: "dot", radius: 1 }), "Cannot draw with radius = 1: expected a name among kind");
  assertEquals(
    fault({ kind: "circel", radius: 1 }),
    'Cannot draw with kind = "circel": expected "circle" or "dot"; did you mean circle?',
  );
  assertEquals(fault({ radius: 1 }), 'Cannot draw with kind = undefined: expected "circle" or "dot"');
  assertEquals(fault(3), "Cannot draw with shape = 3: expected an object with a kind");
});

Deno.test("members() needs a schema of the right type for every name", () => {
  interface Work {
    readonly steps: number;
    readonly onStep?: () => void;
  }
  members<Work>({ steps: positiveInteger, onStep: optional(anyFunction) });
  members<Work>({ steps: anything, onStep: anything });
  // @ts-expect-error -- a name is missing
  members<Work>({ steps: positiveInteger });
  // @ts-expect-error -- a type is another
  members<Work>({ steps: text, onStep: optional(anyFunction) });
  // @ts-expect-error -- a name is not the type's
  members<Work>({ steps: positiveInteger, onStep: optional(anyFunction), step: text });
});

Deno.test("refuse() throws the error of a rule that stands between several values", () => {
  assertThrows(
    () => refuse("Cannot search", "budget", 5, "more than population = 20"),
    RangeError,
    "Cannot search with budget = 5: expected more than population = 20",
  );
});

Deno.test("didYouMean() names the nearest name, and none that is unlike", () => {
  const names = ["random", "evolution", "reinforce", "learningRate", "accuracy"];
  const cases: Readonly<Record<string, string>> = {
    evolve: "evolution",
    Evolution: "evolution",
    renforce: "reinforce",
    acc: "accuracy",
    accurracy: "accuracy",
    learning_rate: "learningRate",
    "best-accuracy": "accuracy",
  };
  for (const [found, wanted] of Object.entries(cases)) {
    assertEquals(didYouMean(found, names), `; did you mean ${wanted}?`);
  }
  for (const found of ["", "x", "dilation", "tpe", "accuracy".repeat(1e6), 3, undefined]) {
    assertEquals(didYouMean(found, names), "");
  }
  assertEquals(didYouMean("a", []), "");
});

Deno.test("didYouMean() finds a name again after any single slip", () => {
  const names = ["operations", "filters", "blocks", "inputsPerBlock", "learningRate", "statistics"];
  const slip = fc.tuple(
    fc.constantFrom(...names),
    fc.nat(),
    fc.constantFrom("drop", "double", "change", "swap"),
  );
  fc.assert(
    fc.property(slip, ([name, place, kind]) => {
      const at = place % (name.length - 1);
      const [before, letter, next, after] = [name.slice(0, at), name[at]!, name[at + 1]!, name.slice(at + 2)];
      const slipped = {
        drop: before + next + after,
        double: before + letter + letter + next + after,
        change: `${before}~${next}${after}`,
        swap: before + next + letter + after,
      }[kind]!;
      assertEquals(didYouMean(slipped, names), `; did you mean ${name}?`);
    }),
    { seed: 1 },
  );
});
