/**
 * The images.
 * @module
 */
import { join } from "node:path";
import { fetchDataset } from "../datasets/mod.ts";
import { exists, type Project, readFolder } from "./project.ts";
import { type Inputs, isStamped, writeStamp } from "./stamp.ts";
import type { Step } from "./step.ts";

/** Brings Fashion-MNIST into `data/fashion-mnist/`. Its loader checks every file again, whole, before use. */
export function dataStep({ root }: Project): Step {
  const folder = join(root, "data", "fashion-mnist");
  const stamp = join(root, ".build", "fashion-mnist.json");
  const listing = async (): Promise<Inputs> => {
    const files: Record<string, string> = { folder };
    for await (const { name, isFile } of readFolder(folder)) {
      const { size, mtime } = await Deno.stat(join(folder, name));
      if (isFile) files[name] = `${size} bytes, ${mtime?.toISOString()}`;
    }
    return files;
  };
  return {
    name: "Fashion-MNIST",
    remedy:
      "put the four files into data/fashion-mnist/ by hand (data/README.md has their names and SHA-256), " +
      "or check the network, then run the same command again.",
    after: [],
    isDone: async () => await exists(folder) && await isStamped(stamp, await listing()),
    async run(log) {
      await fetchDataset("fashion-mnist", { directory: join(root, "data"), log });
      await writeStamp(stamp, await listing());
    },
  };
}
