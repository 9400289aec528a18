import { assertEquals } from "@std/assert";
import {
  describeDataset,
  describeImages,
  type LabelledImages,
  sharedImages,
} from "../../lib/datasets/mod.ts";

const wide = (pixels: number[], labels: number[], classes = ["a", "b"]): LabelledImages => ({
  images: sharedImages([1, 2, 1], { pixels, labels }),
  classes,
});

Deno.test("describeImages() says in a few lines what was read", () => {
  const { images, classes } = wide([1, 2, 3, 4], [0, 1]);
  const account = {
    form: "folder pictures",
    taken: { files: 5, fit: "cover" },
    leftOut: [{ what: ".txt files", count: 1, examples: ["a/1.txt"] }, {
      ...{ what: "files in deeper folders", count: 9 },
      examples: ["a/b/1", "a/b/2", "a/b/3"],
    }],
    changed: [{ what: "files of 16 bits scaled to 8", count: 1, examples: ["b/1.png"] }],
    count: 2,
    shape: images.shape,
    values: [1, 4] as const,
    classes: [{ name: "a", count: 1 }, { name: "b", count: 1 }],
    warnings: ["something"],
  };
  assertEquals(describeImages({ images, classes, account }).split("\n"), [
    "Read as folder pictures: files 5; fit cover",
    "Left out: .txt files: 1 (a/1.txt); files in deeper folders: 9 (a/b/1, a/b/2, a/b/3, ...)",
    "Changed: files of 16 bits scaled to 8: 1 (b/1.png)",
    "2 images of 1x2x1, values 1 to 4; 2 classes: a (1), b (1)",
    "Warning: something",
  ]);
});

Deno.test("describeImages() names the first twelve of many classes", () => {
  const names = Array.from({ length: 20 }, (_, label) => `c${label}`);
  const many = wide(
    names.flatMap((_, at) => [at, 99, at, 98]),
    names.flatMap((_, label) => [label, label]),
    names,
  );
  assertEquals(
    describeImages(many).split("\n")[1],
    `40 images of 1x2x1, values 0 to 99; 20 classes: ${
      names.slice(0, 12).map((name) => `${name} (2)`).join(", ")
    }, ...`,
  );
});

Deno.test("describeDataset() says what is in both parts, and which test images are known from training", () => {
  const training = wide([1, 2, 3, 4, 5, 6], [0, 1, 0]);
  const test = wide([3, 4, 1, 2, 7, 8], [1, 1, 1]);
  assertEquals(describeDataset({ title: "Own", training, test }).split("\n"), [
    "Read as arrays",
    "To train: 3 images of 1x2x1, values 1 to 6; 2 classes: a (2), b (1)",
    "To test: 3 images of 1x2x1, values 1 to 8; 2 classes: a (0), b (3)",
    "Warning: to test: no images of a",
    "Warning: 2 of 3 test images are among the training images, 1 of them with another class: the test knows them",
  ]);
});
