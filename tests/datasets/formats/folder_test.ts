import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { relative } from "node:path";
import sharp from "sharp";
import { type FolderOptions, imagesFromFolder } from "../../../lib/datasets/mod.ts";
import { inTemporary, numbersOf } from "../fixtures.ts";
import { floatTiff, noise, plain, readWith, svg, tallies, writePictures } from "../pictures.ts";

Deno.test("imagesFromFolder() reads files of any size and kind, scaled to one shape", () =>
  inTemporary(async (folder) => {
    await writePictures(folder, {
      "cats/1.png": plain(9, 4, [255, 0, 0]).png(),
      "dogs/1.webp": plain(2, 2, [0, 0, 255]).webp(),
      "dogs/2.png": plain(3, 5, [0, 0, 0, 0]).png(), // clear: white
    });
    const read = await imagesFromFolder(folder, [2, 2, 3]);
    const { classes, labels, shape } = numbersOf(read);
    assertEquals([classes, labels, shape], [["cats", "dogs"], [0, 1, 1], [2, 2, 3]]);
    assert(read.images.pixels.buffer instanceof SharedArrayBuffer);
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

const cut = async (seed: number) => (await noise(seed, 30, 30).jpeg().toBuffer()).subarray(0, 700);

Deno.test("imagesFromFolder() names all files that can't be decoded, in the same words each time", async () => {
  const files = {
    "cats/3.jpg": await cut(5),
    "dogs/3.jpg": "<html>not found</html>",
    "dogs/4.jpg": await cut(6),
  };
  for (let time = 0; time < 3; time++) {
    const { message } = await assertRejects(() => readWith(files), Error);
    assertMatch(
      message,
      new RegExp(
        "^Cannot read 3 of 7 files in .+: found cats/3.jpg \\(VipsJpeg: premature end of JPEG image\\), dogs/3.jpg " +
          "\\(Input file contains unsupported image format\\), dogs/4.jpg \\(VipsJpeg: premature end of JPEG image\\); " +
          'wanted whole image files, so mend them, move them away, or say { unreadable: "leave out" }$',
      ),
    );
  }
  const { images, account } = await readWith(files, { unreadable: "leave out" });
  assertEquals([images.count, images.pixels.length], [4, 4 * 6 * 6 * 3]);
  assertEquals(tallies(account.leftOut), [
    "image files that can't be decoded: 3 (cats/3.jpg, dogs/3.jpg, dogs/4.jpg)",
  ]);
});

Deno.test("imagesFromFolder() names the first five of many files that can't be decoded", async () => {
  const many = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`cats/${10 + at}.png`, "no image"]));
  const { message } = await assertRejects(() => readWith(many), Error, "Cannot read 20 of 24 files");
  assert(
    message.includes("cats/14.png") && !message.includes("cats/15.png") && message.includes(", ...; wanted"),
  );
});

Deno.test("imagesFromFolder() counts what scaling and conversion change", async () => {
  const { account } = await readWith(
    {
      "cats/3.png": noise(5, 12, 6).png(),
      "cats/4.tif": floatTiff(6, 6, Array.from({ length: 36 }, (_, at) => at / 36)),
      "dogs/3.png": svg(`<rect x="2" y="2" width="2" height="2" fill="white"/>`).png(),
      "dogs/4.jpg": noise(6, 6, 6).toColourspace("cmyk").jpeg(),
    },
    {},
    1,
  );
  assertEquals(tallies(account.changed), [
    "files in colour made grey: 7 (cats/1.png, cats/2.png, cats/3.png)",
    "files cut at the sides to fit: 1 (cats/3.png)",
    "files of float values cut to 0 to 255, not scaled: 1 (cats/4.tif)",
    "files with transparency laid on white: 1 (dogs/3.png)",
    "files in cmyk colours made red, green and blue: 1 (dogs/4.jpg)",
  ]);
  // Floats from 0 to 1 become black, and white on white can't be seen.
  assertEquals(account.warnings, ["2 images are of one colour all over (cats/4.tif, dogs/3.png)"]);
});

Deno.test("imagesFromFolder() takes background and fit from its user", async () => {
  const drawing = { "dogs/3.png": svg(`<rect x="2" y="2" width="2" height="2" fill="white"/>`).png() };
  const black = await readWith(drawing, { background: "black" });
  assertEquals([black.account.warnings, black.account.taken["background"]], [[], "black"]);
  // A red picture twice as wide as high: whole in the middle third, or stretched over all.
  const wide = { "dogs/3.png": plain(12, 6, [255, 0, 0]).png() };
  const corner = ({ images }: Awaited<ReturnType<typeof readWith>>) => [...images.pixels.subarray(-3)];
  assertEquals(corner(await readWith(wide, { fit: "contain", background: "#00f" })), [0, 0, 255]);
  assertEquals(corner(await readWith(wide, { fit: "fill" })), [255, 0, 0]);
  await assertRejects(() => readWith({}, { background: "blak" }), RangeError, 'found background "blak"');
});

Deno.test("imagesFromFolder() turns photos upright and reads the first frame", async () => {
  // Black at the left and white at the right; upright, black is above.
  const turned = svg(`<rect width="6" height="6" fill="white"/><rect width="3" height="6"/>`);
  const frames = Uint8Array.from({ length: 2 * 6 * 6 * 3 }, (_, at) => at < 6 * 6 * 3 ? 40 : 200);
  const { images, account } = await readWith({
    "cats/3.png": turned.png().withMetadata({ orientation: 6 }),
    "dogs/3.gif": sharp(frames, { raw: { width: 6, height: 12, channels: 3, pageHeight: 6 } }).gif(),
  });
  const [upright, first] = [2, 5].map((index) => images.pixels.subarray(index * 108, (index + 1) * 108));
  assertEquals([upright![0], upright![5 * 3], upright![30 * 3], upright![35 * 3]], [0, 0, 255, 255]);
  assert(first!.every((value) => Math.abs(value - 40) < 3));
  assertEquals(
    tallies(account.changed).at(-1),
    "files with several frames or pages read for the first: 1 (dogs/3.gif)",
  );
});

Deno.test("imagesFromFolder() joins folders whose names are the same letters, and takes classes in their order", async () => {
  const files = { "caf\u00e9/1.png": noise(5).png(), "cafe\u0301/2.png": noise(6).png() };
  const joined = await readWith(files);
  assertEquals([joined.classes, [...joined.images.labels]], [["caf\u00e9", "cats", "dogs"], [
    0,
    0,
    1,
    1,
    2,
    2,
  ]]);
  const ordered = await readWith({}, { classes: ["dogs", "cats", "birds"] });
  assertEquals([[...ordered.images.labels], ordered.account.warnings], [[1, 1, 0, 0], [
    "no images of birds",
  ]]);
  await assertRejects(
    () => readWith({}, { classes: ["dogs", "birds"] }),
    RangeError,
    'found label "cats" of cats/1.png, wanted one of the classes dogs, birds',
  );
});

Deno.test("imagesFromFolder() refuses folders without classes, other shapes and unknown options", () =>
  inTemporary(async (folder) => {
    const read = () => imagesFromFolder(folder, [2, 2, 1]);
    await assertRejects(read, Error, "found 0 folders with files in it, wanted one for each class");
    await assertRejects(() => imagesFromFolder(`${folder}/none`, [2, 2, 1]), Error, `${folder}/none`);
    await assertRejects(() => imagesFromFolder(folder, [2, 2, 2]), RangeError, "found 2 channels, wanted");
    const misspelt = { backgruond: "black" } as FolderOptions;
    await assertRejects(
      () => imagesFromFolder(folder, [2, 2, 1], misspelt),
      RangeError,
      "did you mean background?",
    );
    const near = relative(Deno.cwd(), `${folder}/none`);
    await assertRejects(
      () => imagesFromFolder(near, [2, 2, 1]),
      Error,
      `Cannot read images from ${near}, that is ${folder}/none:`,
    );
  }));
