import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
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
    await assertRejects(read, Error, `Cannot read image ${folder}/a/1.png`);
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
  for (const share of [0, 1, NaN, -1]) {
    assertThrows(() => holdOut(labelled(0), { share, seed: 1 }), RangeError, "leaves images in both parts");
  }
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
  assertEquals([await loadTraining(name), await loadTest(name)], [
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
