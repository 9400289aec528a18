/**
 * The images.
 * @module
 */
import { join } from "node:path";
import { allFiles, type DatasetName, datasets } from "../datasets/dataset.ts";
import { fetchDataset } from "../datasets/mod.ts";
import { allExist } from "../files.ts";
import type { Project } from "./project.ts";
import { hashFiles, isStamped, writeStamp } from "./stamp.ts";
import type { Step } from "./step.ts";

/**
 * Brings a data set into its folder in `data/`. Whether the files are still those whose content was checked is seen by
 * the SHA-256 of what lies on the disk: unpacking them to check the content takes five times as long.
 */
export function dataStep({ root }: Project, name: DatasetName): Step {
  const directory = join(root, "data");
  const files = allFiles(datasets[name]);
  const paths = files.map((file) => join(directory, name, file.name));
  const stamp = join(root, ".build", `${name}.json`);
  const found = async () => ({ sha256: await hashFiles(paths) });
  return {
    name: datasets[name].title,
    remedy:
      `put the ${files.length} files into data/${name}/ by hand (data/README.md has their names and SHA-256).`,
    isDone: async () => await allExist(paths) && await isStamped(stamp, await found()),
    async run(log) {
      await fetchDataset(name, { directory, log });
      await writeStamp(stamp, await found());
    },
  };
}
