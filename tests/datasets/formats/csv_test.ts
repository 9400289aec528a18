import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { imagesFromCsv, imagesFromCsvFile } from "../../../lib/datasets/mod.ts";
import { projectRoot } from "../../../lib/project.ts";
import { inTemporary, numbersOf } from "../fixtures.ts";

type Shape = readonly [number, number, number];
type Options = Parameters<typeof imagesFromCsv>[2];

const shoes = {
  classes: ["bag", "shoe"],
  labels: [1, 0, 1],
  pixels: [0, 1, 2, 255, 4, 5, 6, 7, 8, 9, 10, 11],
  shape: [2, 2, 1],
};
const shoeRows = "shoe,0,1,2,255\nbag,4,5,6,7\n\nshoe,8,9,10,11\n";

/** A row of a label and one value in all pixels. */
const flat = (label: string, pixels: number) => `${label},${Array(pixels).fill(9)}`;
const count = (from: number, length: number) => Array.from({ length }, (_, at) => from + at).join(",");

Deno.test("imagesFromCsv() reads labels and values, with or without a row of names", () => {
  const forms = [
    shoeRows,
    `label,p0,p1,p2,p3\n${shoeRows}`,
    `\ufeff"label","p0","p1","p2","p3"\r\n${shoeRows.replaceAll("\n", "\r\n")}`,
  ];
  for (const text of forms) assertEquals(numbersOf(imagesFromCsv(text, [2, 2, 1])), shoes);
  assertEquals(numbersOf(imagesFromCsv("1,2,10\n3,4,9\n", [1, 2, 1], { label: 2 })), {
    classes: ["9", "10"],
    labels: [1, 0],
    pixels: [1, 2, 3, 4],
    shape: [1, 2, 1],
  });
  // As numpy's savetxt() writes numbers.
  const written = imagesFromCsv("0.0e+00 1.27e+02 3.0\n1.0e+00 2.55e+02 0\n", [1, 2, 1], { delimiter: " " });
  assertEquals([...written.images.pixels], [127, 3, 255, 0]);
});

Deno.test("imagesFromCsv() says what it took for what", () => {
  const { account } = imagesFromCsv(
    `label;${count(0, 6).replaceAll(",", ";")}\n1.0;1;2;3;4;5;6\n01;6;5;4;3;2;1\n0;9;8;7;6;5;4`,
    [1, 2, 3],
    { delimiter: ";", order: "planes" },
  );
  assertEquals(account.taken, {
    columns: 7,
    delimiter: '";"',
    header: "label, 0, 1, ..., 5",
    label: "column 0 (label)",
    order: "planes",
  });
  assertEquals(account.changed, [
    { what: "spellings of class 1 read as one", count: 2, examples: ['"1.0"', '"01"'] },
  ]);
  assertEquals([account.form, account.count, account.values], ["CSV", 3, [1, 9]]);
});

Deno.test("imagesFromCsv() reads planes, and classes in a given order", () => {
  const text = "b,1,2,3,4,5,6\na,7,8,9,10,11,12";
  const { images, classes, account } = imagesFromCsv(text, [1, 2, 3], {
    order: "planes",
    classes: ["b", "c", "a"],
  });
  assertEquals([...images.pixels.subarray(0, 6)], [1, 3, 5, 2, 4, 6]);
  assertEquals([classes, [...images.labels], account.warnings], [["b", "c", "a"], [0, 2], [
    "no images of c",
  ]]);
  assertThrows(
    () => imagesFromCsv(text, [1, 2, 3], { classes: ["b", "c"] }),
    RangeError,
    'found label "a" of line 2, wanted one of the classes b, c',
  );
});

Deno.test("imagesFromCsv() tells line and column of a fault, and what may be its cause", () => {
  const faults: readonly (readonly [string, string, Shape?, Options?])[] = [
    ["a,1,2\nb,1\n", "line 2 of the CSV: found 2 columns, wanted a label and 2 values for shape 1x2x1"],
    ["a,1,2\n\nb,1,256\n", 'line 3 of the CSV: found "256" in column 2, wanted an integer from 0 to 255'],
    ["a,1,2\nb,,1\n", 'line 2 of the CSV: found "" in column 1'],
    [
      "a,1,2\nb,0.5,1\n",
      'line 2 of the CSV: found "0.5" in column 1, wanted an integer from 0 to 255; where 1 is white',
    ],
    ["a,1,2\nb,0x1,1\n", 'found "0x1" in column 1'],
    ["a,1,2\nb,1000,1\n", 'found "1000" in column 1'],
    ["a,1,2\n,3,4\n", "line 2 of the CSV: found no label in column 0"],
    ["a,1,2\na,3,4\n", "found 1 class, wanted 2 to 256; labels were read from column 0"],
    ["", "found no rows"],
    ['a,"1,2\n', "Cannot read CSV"],
    ["a;1;2\nb;3;4", 'found 1 column, wanted a label and 2 values for shape 1x2x1; is the delimiter ";"?'],
    ["a\t1\t2\nb\t3\t4", 'is the delimiter "\\t"?'],
    ["p,q\n1,2\n3,4", "has each row a label?"],
    [",label,p,q\n0,a,1,2\n1,b,3,4", "such as a number of the row, can be left out with `skip`"],
    [`${flat("1", 784)}\n${flat("2", 784)}`, "784 values are those of 28x28x1", [32, 32, 3]],
    [`${flat("1", 3072)}\n${flat("2", 3072)}`, "3072 values are those of 32x32x3", [32, 32, 1]],
    ["a,1,2\nb,3,4", "found 3 columns, wanted more than 3", [1, 2, 1], { label: 3 }],
    ["digit,p,q\n1,2,3", 'found no column "digits" in the first row', [1, 2, 1], { label: "digits" }],
    ["1,2,0\n3,4,1", "found numbers in the first row, wanted names", [1, 2, 1], { label: "0" }],
    ["a,1,2\nb,3,4", "header: false beside the name", [1, 2, 1], { label: "x", header: false }],
    ["a,1,2,3\nb,3,4,5", "the label in column 0, which skip leaves out", [1, 2, 1], { skip: [0] }],
    ["caf\ufffd,1,2\nb,3,4", "characters of another encoding"],
    ["version https://git-lfs.github.com/spec/v1\n", "this is a pointer: `git lfs pull` gets the file"],
    ["../my.csv", "found ../my.csv, wanted text; imagesFromCsvFile() reads a file"],
  ];
  for (const [text, message, shape = [1, 2, 1] as const, options] of faults) {
    assertThrows(() => imagesFromCsv(text, shape, options), RangeError, message);
  }
  const labels = Array.from({ length: 1100 }, (_, index) => `${index},1,2`).join("\n");
  assertThrows(() => imagesFromCsv(labels, [1, 2, 1]), RangeError, "name the label's column with `label`");
});

Deno.test("imagesFromCsv() refuses unknown options", () => {
  const misspelt = { lable: 4 } as Options;
  assertThrows(() => imagesFromCsv(shoeRows, [2, 2, 1], misspelt), RangeError, "did you mean label?");
});

Deno.test("imagesFromCsvFile() reads paths, addresses and streams as imagesFromCsv() reads text", () =>
  inTemporary(async (folder) => {
    const path = join(folder, "shoes.csv");
    await Deno.writeTextFile(path, shoeRows);
    for (const source of [path, pathToFileURL(path), new Response(shoeRows).body!]) {
      assertEquals(numbersOf(await imagesFromCsvFile(source, [2, 2, 1])), shoes);
    }
    // One byte at a time: rows, values and letters are cut anywhere.
    const bytes = new TextEncoder().encode(shoeRows.replaceAll("bag", "th\u00e9"));
    const slow = ReadableStream.from(Array.from(bytes, (byte) => Uint8Array.of(byte)));
    assertEquals((await imagesFromCsvFile(slow, [2, 2, 1])).classes, ["shoe", "th\u00e9"]);
  }));

Deno.test("imagesFromCsvFile() reads other encodings, and names faults", () =>
  inTemporary(async (folder) => {
    const path = join(folder, "shoes.csv");
    const latin = Uint8Array.from("th\u00e9,0,1\nbag,2,3\n", (letter) => letter.charCodeAt(0));
    await Deno.writeFile(path, latin);
    await assertRejects(
      () => imagesFromCsvFile(path, [1, 2, 1]),
      RangeError,
      'say { encoding: "windows-1252" }',
    );
    const read = await imagesFromCsvFile(path, [1, 2, 1], { encoding: "windows-1252" });
    assertEquals(read.classes, ["bag", "th\u00e9"]);
    await Deno.writeTextFile(path, "a,1,2\nb,3\n");
    await assertRejects(
      () => imagesFromCsvFile(path, [1, 2, 1]),
      RangeError,
      "line 2 of the CSV: found 2 columns",
    );
    await assertRejects(() => imagesFromCsvFile(`${folder}/none`, [1, 2, 1]), Deno.errors.NotFound, "none");
    const misspelt = { headers: true } as Options;
    await assertRejects(
      () => imagesFromCsvFile(path, [1, 2, 1], misspelt),
      RangeError,
      "did you mean header?",
    );
  }));

/** Runs code with little memory for JavaScript's objects; bytes of arrays are elsewhere. */
async function withLittleMemory(megabytes: number, code: string): Promise<string> {
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", `--v8-flags=--max-old-space-size=${megabytes}`, code],
    cwd: projectRoot,
  }).output();
  return new TextDecoder().decode(stdout) || new TextDecoder().decode(stderr);
}

Deno.test("imagesFromCsv() needs little more memory than the pixels, and not the texts of all values", async () => {
  // 2 million values: as texts some 90 MB, as bytes 2.
  const answer = await withLittleMemory(
    60,
    `
    import { imagesFromCsv } from "${import.meta.resolve("../../../lib/datasets/formats/csv.ts")}";
    const row = ",255".repeat(784);
    const text = Array.from({ length: 3000 }, (_, index) => index % 10 + row).join("\\n");
    console.log(imagesFromCsv(text, [28, 28, 1]).images.count);`,
  );
  assertEquals(answer, "3000\n");
});

Deno.test("imagesFromCsvFile() keeps neither text nor rows of a stream", async () => {
  // 38 MB of text, which don't fit.
  const answer = await withLittleMemory(
    30,
    `
    import { imagesFromCsvFile } from "${import.meta.resolve("../../../lib/datasets/formats/csv.ts")}";
    const row = new TextEncoder().encode("7" + ",255".repeat(784) + "\\n8" + ",0".repeat(784) + "\\n");
    const rows = ReadableStream.from(function* () { for (let at = 0; at < 8000; at++) yield row; }());
    console.log((await imagesFromCsvFile(rows, [28, 28, 1])).images.count);`,
  );
  assertEquals(answer, "16000\n");
});
