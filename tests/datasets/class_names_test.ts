import { assertEquals, assertThrows } from "@std/assert";
import { classTable, cleanClasses, isNumber, nearEqualNames } from "../../lib/datasets/class_names.ts";

const composed = "caf\u00e9";
const decomposed = "cafe\u0301";

Deno.test("cleanClasses() composes letters and takes space away", () => {
  assertEquals(cleanClasses([` ${decomposed}\t`, "tea"]), [composed, "tea"]);
});

Deno.test("cleanClasses() refuses names that are none, or there twice", () => {
  const cases: [unknown, string][] = [
    [["a"], "found 1 class, wanted 2 to 256"],
    [Array.from({ length: 257 }, (_, index) => `class ${index}`), "found 257 classes"],
    [["a", " "], "found a blank name of class 1"],
    [["\u200b\ufeff", "b"], "found a blank name of class 0"],
    [["a", 1], "found 1 as name of class 1, wanted a text"],
    [[composed, "tea", decomposed], `found "${composed}" as name of classes 0 and 2, wanted each name once`],
    [["a", "a "], 'found "a" as name of classes 0 and 1'],
    ["ab", "found ab for the classes, wanted a list"],
    [undefined, "found undefined for the classes"],
  ];
  for (const [classes, message] of cases) {
    assertThrows(() => cleanClasses(classes as string[]), RangeError, message);
  }
});

Deno.test("nearEqualNames() finds names that differ by case, width, spaces or the writing of a number", () => {
  const names = ["Cat", "dog", "cat", "\uff23\uff21\uff34", "hot dog", "hot_dog", "1", "01", "A-", "A", "-1"];
  assertEquals(nearEqualNames(names), [["Cat", "cat", "\uff23\uff21\uff34"], ["hot dog", "hot_dog"], [
    "1",
    "01",
  ]]);
});

Deno.test("classTable() puts numbers in order of size and other names in that of the alphabet", () => {
  assertEquals(classTable(["10", "9", "-2", "9"]).classes, ["-2", "9", "10"]);
  assertEquals(classTable(["tea", "Bag", "cup"]).classes, ["Bag", "cup", "tea"]);
  // Whatever comes first in a file, the classes have the same order.
  assertEquals(classTable(["x1", "x01"]).classes, classTable(["x01", "x1"]).classes);
});

Deno.test("classTable() makes one class of names that are equal, and says so", () => {
  const table = classTable([decomposed, "tea", composed]);
  assertEquals(table.classes, [composed, "tea"]);
  assertEquals([decomposed, composed, "tea"].map((name) => table.labelOf(name, "a test")), [0, 0, 1]);
  assertThrows(
    () => table.labelOf("milk", "line 7"),
    RangeError,
    `found label "milk" of line 7, wanted one of the classes ${composed}, tea`,
  );
  assertEquals(table.changed.map(({ what, count }) => [what, count]), [[
    `spellings of class ${composed} read as one`,
    2,
  ]]);
});

Deno.test("classTable() makes one class of numbers of equal value if all are numbers", () => {
  const table = classTable(["1", "0", "1.0", "01"]);
  assertEquals(table.classes, ["0", "1"]);
  assertEquals(["01", "1.00"].map((name) => table.labelOf(name, "a test")), [1, 1]);
  assertEquals(table.changed[0]!.examples, ['"1"', '"1.0"', '"01"']);
  // A single way of writing stays: names of recorded data sets do not change.
  assertEquals(classTable(["01", "02"]).classes, ["01", "02"]);
  assertEquals(classTable(["1", "01", "one"]).classes.length, 3);
});

Deno.test("classTable() takes classes that are given, in their order", () => {
  const table = classTable(["1.0", "0"], ["1", "0", "2"]);
  assertEquals([table.classes, table.labelOf("1.0", "a test")], [["1", "0", "2"], 0]);
  assertThrows(() => table.labelOf("3", "a test"), RangeError, "wanted one of the classes 1, 0, 2");
  // Two classes of equal value are two: only their spelling tells them apart.
  const both = classTable(["1", "01"], ["01", "1"]);
  assertEquals(["1", "01"].map((name) => both.labelOf(name, "a test")), [1, 0]);
});

Deno.test("isNumber() takes decimal notation only", () => {
  assertEquals(["0", " 12 ", "-1.5", "1e2", ".5", "2."].map(isNumber), Array(6).fill(true));
  assertEquals(
    ["", " ", "0x10", "1x1", "Infinity", "NaN", "1,5", "\u0661"].map(isNumber),
    Array(8).fill(false),
  );
});
