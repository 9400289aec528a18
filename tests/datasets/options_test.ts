import { assertEquals, assertThrows } from "@std/assert";
import {
  checkOptions,
  flag,
  members,
  nearest,
  oneOf,
  texts,
  wholeNumber,
} from "../../lib/datasets/options.ts";

const known = members({ label: wholeNumber, header: flag, order: oneOf("pixels", "planes"), classes: texts });

Deno.test("checkOptions() passes known names with values of their kind, and absent ones", () => {
  checkOptions("f()", {}, known);
  checkOptions("f()", { label: 0, order: "planes", classes: ["a"], header: undefined }, known);
});

Deno.test("checkOptions() refuses the rest, and says what was found and wanted", () => {
  const cases: [unknown, string][] = [
    [{ lable: 4 }, 'unknown option "lable", wanted label, header, order, classes; did you mean "label"?'],
    [{ Order: "planes" }, 'did you mean "order"?'],
    [{ order: "plane" }, 'found order = "plane", wanted "pixels" or "planes"'],
    [{ label: 1.5 }, "found label = 1.5, wanted an integer from 0"],
    [{ label: -1 }, "found label = -1, wanted an integer from 0"],
    [{ header: "yes" }, 'found header = "yes", wanted true or false'],
    [{ classes: ["a", 2] }, "found classes.1 = 2, wanted a text"],
    [null, "found null for its options, wanted an object with label"],
    [4, "found 4 for its options"],
    [["a"], 'found [ "a" ] for its options'],
  ];
  for (const [options, message] of cases) {
    assertThrows(() => checkOptions("f()", options, known), RangeError, `Cannot call f(): found`);
    assertThrows(() => checkOptions("f()", options, known), RangeError, message);
  }
});

Deno.test("nearest() is the name with the fewest changed letters", () => {
  const all = ["label", "header", "skip", "delimiter"];
  const names = ["lebel", "heading", "SKIPS", "delimeter"];
  assertEquals(names.map((name) => nearest(name, all)), all);
});
