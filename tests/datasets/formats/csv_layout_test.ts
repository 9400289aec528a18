import { assert, assertEquals, assertThrows } from "@std/assert";
import { type CsvOptions, imagesFromCsv } from "../../../lib/datasets/mod.ts";

/** A row of a label and one value in all pixels. */
const flat = (label: string, pixels: number) => `${label},${Array(pixels).fill(9)}`;
const count = (from: number, length: number) => Array.from({ length }, (_, at) => from + at).join(",");

Deno.test("imagesFromCsv() sees that a first row of numbers has names, and no image", () => {
  const rows = (...labels: string[]) => labels.map((label) => flat(label, 64)).join("\n");
  const cases: [string, string[], CsvOptions?][] = [
    [`target,${count(0, 64)}\n${rows("0", "1")}`, ["0", "1"]],
    [`${count(0, 65)}\n${rows("7", "8")}`, ["7", "8"]],
    [`${count(0, 65)}\n${count(9, 64)},7\n${count(9, 64)},8`, ["7", "8"], { label: 64 }],
    [`,${count(0, 64)}\n${rows("7", "8")}`, ["7", "8"]],
    [`class,${count(1, 64)}\n${rows("cat", "dog")}`, ["cat", "dog"]],
    [`${count(0, 65)}\n${count(9, 2)},7,${count(9, 62)}\n${count(9, 2)},8,${count(9, 62)}`, ["7", "8"], {
      label: 2,
    }],
    [`${count(1, 64)},kind\n${count(9, 64)},cat\n${count(9, 64)},dog`, ["cat", "dog"], { label: 64 }],
  ];
  for (const [text, classes, options] of cases) {
    const read = imagesFromCsv(text, [8, 8, 1], options);
    assertEquals([read.images.count, read.classes], [2, classes], text.slice(0, 30));
    assert(read.account.taken["header"] !== "none");
  }
  // Few pixels may count up in an image, too; here a name over numbers tells.
  const few = imagesFromCsv("digit,1,2,3,4\n0,5,6,7,8\n1,9,10,11,12", [2, 2, 1]);
  assertEquals([few.images.count, few.classes, few.account.taken["header"]], [
    2,
    ["0", "1"],
    "digit, 1, 2, 3, 4",
  ]);
});

Deno.test("imagesFromCsv() takes a first row for an image where it looks like one, or is said to be", () => {
  const one = imagesFromCsv("1,2,3,4,5\n2,6,7,8,9", [2, 2, 1]);
  assertEquals([one.images.count, one.account.taken["header"]], [2, "none"]);
  const mixed = imagesFromCsv("x,1,2,3,4\n0,5,6,7,8\n1,9,9,9,8\nx,9,9,8,8", [2, 2, 1]);
  assertEquals([mixed.images.count, mixed.classes], [4, ["0", "1", "x"]]);
  const said = imagesFromCsv("digit,1,2,3,4\n0,5,6,7,8\n1,9,10,11,12", [2, 2, 1], { header: false });
  assertEquals([said.images.count, said.classes], [3, ["0", "1", "digit"]]);
  // What pandas makes of a first image that it took for names.
  const mangled = "5,0,0.1,0.2,0.3\n1,2,3,4,5\n2,6,7,8,9";
  assertThrows(
    () => imagesFromCsv(mangled, [2, 2, 1]),
    RangeError,
    "if it has names of columns, say { header: true }",
  );
  assertEquals(imagesFromCsv(mangled, [2, 2, 1], { header: true }).classes, ["1", "2"]);
});

Deno.test("imagesFromCsv() finds the label's column by its name", () => {
  const openml = imagesFromCsv("pixel1,pixel2,class\n1,2,9\n3,4,10\n", [1, 2, 1]);
  assertEquals([openml.classes, [...openml.images.pixels]], [["9", "10"], [1, 2, 3, 4]]);
  const said = imagesFromCsv("a,sort,b,number\n1,x,2,0\n3,y,4,1", [1, 2, 1], {
    label: "sort",
    skip: ["number"],
  });
  assertEquals([said.classes, [...said.images.pixels]], [["x", "y"], [1, 2, 3, 4]]);
  assertEquals(said.account.taken, {
    ...{
      columns: 4,
      delimiter: '","',
      header: "a, sort, b, number",
      label: "column 1 (sort)",
      skip: "number",
    },
  });
});
