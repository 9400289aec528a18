/**
 * The images.
 * @module
 */
import { join } from "node:path";
import { allFiles, datasets } from "../datasets/dataset.ts";
import { fetchDataset } from "../datasets/mod.ts";
import { exists, type Project } from "./project.ts";
import { hashFiles, isStamped, writeStamp } from "./stamp.ts";
import type { Step } from "./step.ts";

/**
 * Brings Fashion-MNIST into `data/fashion-mnist/`. Whether the files are still those whose content was checked is
 * seen by the SHA-256 of what lies on the disk: unpacking them to check the content takes five times as long.
 */
export function dataStep({ root }: Project): Step {
  const directory = join(root, "data");
  const paths = allFiles(datasets["fashion-mnist"]).map(({ name }) => join(directory, "fashion-mnist", name));
  const stamp = join(root, ".build", "fashion-mnist.json");
  const found = async () => ({ sha256: await hashFiles(paths) });
  return {
    name: "Fashion-MNIST",
    remedy:
      "put the four files into data/fashion-mnist/ by hand (data/README.md has their names and SHA-256).",
    after: [],
    async isDone() {
      const there = await Promise.all(paths.map(exists));
      return there.every(Boolean) && await isStamped(stamp, await found());
    },
    async run(log) {
      await fetchDataset("fashion-mnist", { directory, log });
      await writeStamp(stamp, await found());
    },
  };
}
