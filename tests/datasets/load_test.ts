import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Dataset } from "../../lib/datasets/dataset.ts";
import { dataDirectory } from "../../lib/project.ts";
import { loadPart, loadTest, loadTraining } from "../../lib/datasets/load.ts";
import { dataFile, idxBytes, inTemporary, tinyDataset, writeTiny } from "./fixtures.ts";

Deno.test("loadPart() gives the images of one part, in shared memory", () =>
  inTemporary(async (directory) => {
    const tiny = tinyDataset();
    await writeTiny(join(directory, "tiny"));
    const images = await loadPart(tiny, tiny.training, { directory });
    assertEquals([images.count, ...images.shape], [3, 2, 2, 1]);
    assertEquals([...images.pixels], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    assertEquals([...images.labels], [2, 0, 1]);
    assert(images.pixels.buffer instanceof SharedArrayBuffer);
    assertEquals([...(await loadPart(tiny, tiny.test, { directory })).pixels], [255, 254, 253, 252]);
  }));

Deno.test("loadPart() joins CIFAR batches in their order", () =>
  inTemporary(async (directory) => {
    const batches = [1, 2].map((value) => {
      const batch = new Uint8Array(3073 * 2).fill(value);
      return { batch, file: dataFile(`batch_${value}.bin`, batch, "none") };
    });
    const files = batches.map(({ file }) => file);
    const small: Dataset = {
      ...tinyDataset(),
      name: "small",
      format: "cifar",
      shape: [32, 32, 3],
      training: { count: 4, files },
    };
    await Deno.mkdir(join(directory, "small"));
    for (const { batch, file } of batches) await Deno.writeFile(join(directory, "small", file.name), batch);
    const images = await loadPart(small, small.training, { directory });
    assertEquals([...images.labels], [1, 1, 2, 2]);
    assertEquals([images.pixels.indexOf(2), images.pixels.length], [2 * 3072, 4 * 3072]);
  }));

Deno.test("loadPart() names file, found, wanted and remedy when a file is missing or damaged", () =>
  inTemporary(async (directory) => {
    const tiny = tinyDataset();
    const load = () => loadPart(tiny, tiny.training, { directory });
    const path = join(directory, "tiny", "labels.gz");
    await writeTiny(join(directory, "tiny"));

    await Deno.writeFile(path, gzipSync(idxBytes([3], [2, 0, 2])));
    const damaged = await assertRejects(
      load,
      Error,
      `Cannot load tiny: Cannot use ${path}: found content with SHA`,
    );
    assertStringIncludes(damaged.message, "; to mend it, run `fetch tiny`");

    await Deno.remove(path);
    const absent = await assertRejects(
      load,
      Error,
      `Cannot load tiny: Cannot read ${path}: found no such file`,
    );
    assertStringIncludes(absent.message, "; to mend it, run `fetch tiny`");

    // The test images are whole: the other door stays open.
    assertEquals((await loadPart(tiny, tiny.test, { directory })).count, 1);
  }));

Deno.test("loadPart() refuses files with the right sum that are not what the data set says", () =>
  inTemporary(async (directory) => {
    const tiny = tinyDataset();
    await writeTiny(join(directory, "tiny"));
    const refuse = (dataset: Dataset, message: string) =>
      assertRejects(() => loadPart(dataset, dataset.training, { directory }), Error, message);
    await refuse({ ...tiny, shape: [2, 3, 1] }, "found images of shape 3x2x2x1, wanted 3x2x3x1");
    await refuse({ ...tiny, training: { ...tiny.training, count: 4 } }, "3x2x2x1, wanted 4x2x2x1");
    await refuse({ ...tiny, classes: ["a", "b"] }, "found label 2 of image 0, wanted 0 to 1");
    const [images] = tiny.training.files;
    await refuse({ ...tiny, training: { count: 3, files: [images!] } }, "found 1 files");
    await refuse({ ...tiny, format: "cifar" }, "wanted a multiple of 3073");
  }));

Deno.test("loadTraining() and loadTest() say which command brings the files", () =>
  inTemporary(async (directory) => {
    await assertRejects(() => loadTraining("fashion-mnist", { directory }), Error, "run `deno task setup`");
    await assertRejects(() => loadTest("cifar-10", { directory }), Error, "`deno task setup --cifar`");
  }));

const folder = join(dataDirectory, "fashion-mnist");
const isThere = await Deno.stat(folder).then(() => true, () => false);

Deno.test({
  name: "loadTraining() and loadTest() give Fashion-MNIST once set-up has brought it",
  ignore: !isThere,
  async fn() {
    const test = await loadTest("fashion-mnist");
    assertEquals([test.part, test.indices.length], ["test", 10_000]);
    for (
      const [images, count] of [[await loadTraining("fashion-mnist"), 60_000], [test.images, 10_000]] as const
    ) {
      assertEquals([images.count, ...images.shape], [count, 28, 28, 1]);
      const counts = new Uint32Array(10);
      for (const label of images.labels) counts[label]!++;
      // Every class has the same share, its page says.
      assertEquals([...counts], Array(10).fill(count / 10));
    }
  },
});
