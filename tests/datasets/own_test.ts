import { assert, assertEquals, assertMatch, assertRejects, assertThrows } from "@std/assert";
import { relative } from "node:path";
import sharp from "sharp";
import {
  addDataset,
  datasetInfo,
  holdOut,
  imagesFromBinary,
  imagesFromCsv,
  imagesFromFolder,
  imagesFromIdxFiles,
  type LabelledImages,
  loadTest,
  loadTraining,
  sharedImages,
} from "../../lib/datasets/mod.ts";
import { projectRoot } from "../../lib/setup/project.ts";

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

type Raw = { width: number; height: number; channels: 3 | 4 };

async function writeImage(path: string, raw: Raw, colour: readonly number[]): Promise<void> {
  const pixels = Uint8Array.from(
    { length: raw.width * raw.height * raw.channels },
    (_, at) => colour[at % raw.channels]!,
  );
  await sharp(pixels, { raw }).toFile(path);
}

const numbers = ({ images, classes }: LabelledImages) => ({
  classes: [...classes],
  labels: [...images.labels],
  pixels: [...images.pixels],
  shape: [...images.shape],
});

Deno.test("imagesFromFolder() reads files of any size and kind, scaled to one shape", () =>
  inFolder(async (folder) => {
    for (const name of ["dogs", "cats", ".hidden"]) await Deno.mkdir(`${folder}/${name}`);
    await writeImage(`${folder}/cats/1.png`, { width: 9, height: 4, channels: 3 }, [255, 0, 0]);
    await writeImage(`${folder}/dogs/1.webp`, { width: 2, height: 2, channels: 3 }, [0, 0, 255]);
    await writeImage(`${folder}/dogs/2.png`, { width: 3, height: 5, channels: 4 }, [0, 0, 0, 0]); // clear: white
    await Deno.writeTextFile(`${folder}/.hidden/1.png`, "no image");
    await Deno.writeTextFile(`${folder}/readme.txt`, "not in a class");
    for (const left of [".DS_Store", "Thumbs.db", "desktop.ini"]) {
      await Deno.writeTextFile(`${folder}/dogs/${left}`, "left by a system");
    }
    const read = await imagesFromFolder(folder, [2, 2, 3]);
    const { classes, labels, shape } = numbers(read);
    assertEquals([classes, labels, shape], [["cats", "dogs"], [0, 1, 1], [2, 2, 3]]);
    const near = (image: number, colour: readonly number[]) =>
      colour.forEach((value, channel) =>
        assert(Math.abs(read.images.pixels[image * 12 + channel]! - value) < 12, `${image} ${channel}`)
      );
    near(0, [255, 0, 0]);
    near(1, [0, 0, 255]);
    near(2, [255, 255, 255]);
    const grey = await imagesFromFolder(folder, [2, 2, 1]);
    assertEquals(grey.images.pixels.length, 12);
    assert(grey.images.pixels[8]! > 250 && grey.images.pixels[4]! < 80);
  }));

Deno.test("imagesFromFolder() names what it can't read", () =>
  inFolder(async (folder) => {
    const read = () => imagesFromFolder(folder, [2, 2, 1]);
    await assertRejects(read, Error, "found 0 folders with files in it, wanted one for each class");
    await assertRejects(() => imagesFromFolder(`${folder}/none`, [2, 2, 1]), Error, `${folder}/none`);
    await assertRejects(
      () => imagesFromFolder(folder, [2, 2, 2]),
      RangeError,
      "2x2x2: wanted height, width and 1",
    );
    for (const name of ["a", "b"]) {
      await Deno.mkdir(`${folder}/${name}`);
      await Deno.writeTextFile(`${folder}/${name}/1.png`, "no image");
    }
    const fault = await assertRejects(read, Error, `Cannot read image ${folder}/a/1.png`);
    assertMatch(fault.message, /^[^\n]+; wanted a folder of nothing but images, so mend it or move it away$/);
    const near = relative(Deno.cwd(), `${folder}/none`);
    await assertRejects(
      () => imagesFromFolder(near, [2, 2, 1]),
      Error,
      `Cannot read images from ${near}, that is ${folder}/none:`,
    );
  }));

Deno.test("imagesFromCsv() reads labels and values, with or without a row of names", () => {
  const rows = "shoe,0,1,2,255\nbag,4,5,6,7\n\nshoe,8,9,10,11\n";
  const wanted = {
    classes: ["bag", "shoe"],
    labels: [1, 0, 1],
    pixels: [0, 1, 2, 255, 4, 5, 6, 7, 8, 9, 10, 11],
    shape: [2, 2, 1],
  };
  for (const text of [rows, `label,p0,p1,p2,p3\n${rows}`, `\ufeff"label","p0","p1","p2","p3"\r\n${rows}`]) {
    assertEquals(numbers(imagesFromCsv(text, [2, 2, 1])), wanted);
  }
  assertEquals(numbers(imagesFromCsv("1,2,10\n3,4,9\n", [1, 2, 1], { label: 2 })), {
    classes: ["9", "10"],
    labels: [1, 0],
    pixels: [1, 2, 3, 4],
    shape: [1, 2, 1],
  });
});

Deno.test("imagesFromCsv() tells row and column of a fault", () => {
  const faults: readonly (readonly [string, string])[] = [
    ["a,1,2\nb,1\n", "image 2 of the CSV: found 2 columns, wanted a label and 2 values for shape 1x2x1"],
    ["a,1,2\nb,1,256\n", 'image 2 of the CSV: found "256" in column 2, wanted an integer from 0 to 255'],
    ["a,1,2\nb,,1\n", 'image 2 of the CSV: found "" in column 1'],
    ["a,1,2\nb,0.5,1\n", 'image 2 of the CSV: found "0.5" in column 1'],
    ["a,1,2\na,3,4\n", "found 1 classes, wanted 2 to 256"],
    ["", "found 0 classes"],
    ['a,"1,2\n', "Cannot read CSV"],
  ];
  for (const [text, message] of faults) {
    assertThrows(() => imagesFromCsv(text, [1, 2, 1]), RangeError, message);
  }
});

Deno.test("imagesFromCsv() needs little more memory than the pixels, and not the texts of all values", async () => {
  // 2 million values: as texts some 90 MB, as bytes 2.
  const code = `import { imagesFromCsv } from "${import.meta.resolve("../../lib/datasets/from_csv.ts")}";
    const row = ",255".repeat(784);
    const text = Array.from({ length: 3000 }, (_, index) => index % 10 + row).join("\\n");
    console.log(imagesFromCsv(text, [28, 28, 1]).images.count);`;
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--v8-flags=--max-old-space-size=60", code],
    cwd: projectRoot,
  }).output();
  assertEquals(new TextDecoder().decode(stdout), "3000\n");
});

Deno.test("imagesFromBinary() reads rows of pixels or of planes", () => {
  const row = [1, 10, 20, 30, 40];
  const bytes = Uint8Array.from([...row, 0, 1, 2, 3, 4]);
  assertEquals(numbers(imagesFromBinary(bytes, [1, 2, 2])).pixels, [10, 20, 30, 40, 1, 2, 3, 4]);
  const planes = numbers(imagesFromBinary(bytes, [1, 2, 2], { order: "planes", classes: ["x", "y"] }));
  assertEquals(planes, {
    classes: ["x", "y"],
    labels: [1, 0],
    pixels: [10, 30, 20, 40, 1, 3, 2, 4],
    shape: [1, 2, 2],
  });
  for (const bad of [new Uint8Array(0), new Uint8Array(7)]) {
    assertThrows(() => imagesFromBinary(bad, [1, 2, 2]), RangeError, "wanted a multiple of 5");
  }
  assertThrows(() => imagesFromBinary(bytes, [1, 2, 2], { classes: ["x"] }), RangeError, "found label 1");
});

Deno.test("imagesFromIdxFiles() reads contents packed or not", async () => {
  const idx = (shape: readonly number[], data: readonly number[]) =>
    Uint8Array.from([0, 0, 8, shape.length, ...shape.flatMap((side) => [0, 0, 0, side]), ...data]);
  const images = idx([2, 1, 2], [1, 2, 3, 4]);
  const labels = idx([2], [3, 0]);
  const packed = new Uint8Array(
    await new Response(new Blob([images]).stream().pipeThrough(new CompressionStream("gzip"))).arrayBuffer(),
  );
  for (const content of [images, packed]) {
    assertEquals(numbers(imagesFromIdxFiles(content, labels)), {
      classes: ["0", "1", "2", "3"],
      labels: [3, 0],
      pixels: [1, 2, 3, 4],
      shape: [1, 2, 1],
    });
  }
  const faults = [packed.subarray(0, -1), packed.subarray(0, 12), packed.with(15, packed[15]! ^ 1)];
  for (const damaged of faults) {
    const message = `found ${damaged.length} bytes of a gzip that is cut off or damaged`;
    assertThrows(
      () => imagesFromIdxFiles(damaged, labels),
      RangeError,
      `Cannot unpack the images: ${message}`,
    );
    assertThrows(
      () => imagesFromIdxFiles(images, damaged),
      RangeError,
      `Cannot unpack the labels: ${message}`,
    );
  }
});

const labelled = (seed: number, count = 20): LabelledImages => ({
  images: sharedImages([1, 1, 1], {
    pixels: Array.from({ length: count }, (_, index) => (index + seed) % 256),
    labels: Array.from({ length: count }, (_, index) => index % 2),
  }),
  classes: ["even", "odd"],
});

Deno.test("holdOut() parts images by chance, each with its label", () => {
  const { training, test } = holdOut(labelled(0), { share: 0.25, seed: 1 });
  assertEquals([training.images.count, test.images.count], [15, 5]);
  const all = [...training.images.pixels, ...test.images.pixels].sort((a, b) => a - b);
  assertEquals(all, [...Array(20).keys()]);
  for (const { images: { pixels, labels } } of [training, test]) {
    pixels.forEach((pixel, index) => assertEquals(labels[index], pixel % 2));
  }
  assertEquals(holdOut(labelled(0), { share: 0.25, seed: 1 }).test, test);
  for (const share of [0, 1, NaN, -1, -0.5]) {
    assertThrows(() => holdOut(labelled(0), { share, seed: 1 }), RangeError, "leaves images in both parts");
  }
});

/** Images of classes of these sizes, each image with a number of its own. */
const ofSizes = (...sizes: number[]): LabelledImages => {
  const labels = sizes.flatMap((size, label) => Array<number>(size).fill(label));
  return {
    images: sharedImages([1, 1, 1], { pixels: [...labels.keys()], labels }),
    classes: sizes.map((_, label) => `class ${label}`),
  };
};

const sizesOf = ({ images: { labels }, classes }: LabelledImages) =>
  classes.map((_, label) => labels.filter((found) => found === label).length);

Deno.test("holdOut() leaves each class an image to train on, whatever the seed, and tests each that has two", () => {
  for (let seed = 0; seed < 50; seed++) {
    const { training, test } = holdOut(ofSizes(100, 40, 2, 1), { share: 0.2, seed });
    // 29 of 143: one each of 100, 40 and 2; the other 26 by Sainte-Laguë, of which a class of 2 has none below 3/4.
    assertEquals([sizesOf(test), sizesOf(training)], [[20, 8, 1, 0], [80, 32, 1, 1]]);
    assertEquals([...training.images.pixels, ...test.images.pixels].sort((a, b) => a - b), [
      ...Array(143).keys(),
    ]);
  }
});

Deno.test("holdOut() tests the largest classes where the share has no image for each", () => {
  assertEquals(sizesOf(holdOut(ofSizes(3, 9, 5, 3), { share: 0.1, seed: 1 }).test), [0, 1, 1, 0]);
});

Deno.test("holdOut() keeps one image of each class for training, however large the share", () => {
  const { training, test } = holdOut(ofSizes(5, 2, 1), { share: 0.8, seed: 1 });
  assertEquals([sizesOf(test), sizesOf(training)], [[4, 1, 0], [1, 1, 1]]);
  assertThrows(() => holdOut(ofSizes(1, 1), { share: 0.5, seed: 1 }), RangeError, "images in both parts");
});

Deno.test("holdOut() sets each image of a class aside equally often", () => {
  const counts = new Uint32Array(15);
  for (let seed = 0; seed < 2000; seed++) {
    for (const image of holdOut(ofSizes(10, 5), { share: 0.2, seed }).test.images.pixels) counts[image]!++;
  }
  // 2 of 10 and 1 of 5: each count is binomial(2000, 0.2), sd 18: 90 is five sd.
  for (const count of counts) assert(Math.abs(count - 400) < 90, `${counts}`);
});

Deno.test("addDataset() makes images known by a name of their content", async () => {
  const dataset = { title: "My photos (2)", training: labelled(0), test: labelled(1) };
  const name = addDataset(dataset);
  assert(/^my-photos-2-[0-9a-f]{12}$/.test(name), name);
  assertEquals(addDataset({ ...dataset }), name);
  assert(addDataset({ ...dataset, test: labelled(2) }) !== name);
  assertEquals(datasetInfo(name), {
    name,
    title: "My photos (2)",
    shape: [1, 1, 1],
    classes: ["even", "odd"],
  });
  assertEquals([await loadTraining(name), (await loadTest(name)).images], [
    dataset.training.images,
    dataset.test.images,
  ]);
  await assertRejects(() => loadTraining("my-photos"), RangeError, "or one that addDataset() was given");
  const other = { ...labelled(1), classes: ["a", "b"] };
  assertThrows(
    () => addDataset({ ...dataset, test: other }),
    RangeError,
    "found classes even, odd for training",
  );
});
