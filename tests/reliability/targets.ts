/**
 * A file of every kind that the project reads again, in a folder of its own.
 * @module
 */
import { join } from "node:path";
import { z } from "zod";
import { datasetInfo, loadTest } from "../../lib/datasets/mod.ts";
import { archiveRuns, openArchive, openCheckpoints, openStore } from "../../lib/runs/mod.ts";
import { projectRoot } from "../../lib/setup/mod.ts";
import type { Target } from "./damage.ts";

const configuration = { steps: 3, name: "a run" };
const schema = z.object({ accuracy: z.number(), curve: z.array(z.number()) });
const silent = { say: () => {} };
/** Says what was wrong and what can be done. */
const clear = /found .*(restore|run `|remove)/s;

/** Makes the files in a folder. */
export async function makeTargets(folder: string): Promise<Target[]> {
  const store = openStore(join(folder, "runs"));
  const compute = () => ({ accuracy: 0.875, curve: Array.from({ length: 50 }, (_, step) => 1 / (1 + step)) });
  await store.once("kind", configuration, schema, compute, { seed: 1 });
  const load = async (from = store) => (await from.load("kind", configuration, schema))?.result;

  await archiveRuns(join(folder, "archive"), join(folder, "runs"), () => true);
  const fromArchive = () =>
    load(openStore(join(folder, "none"), { archive: openArchive(join(folder, "archive")) }));

  await Deno.mkdir(folder, { recursive: true });
  const checkpoint = join(folder, "half");
  const saved = openCheckpoints(checkpoint, silent);
  const arrays = { weights: Float32Array.from({ length: 300 }, (_, index) => index / 7) };
  await saved.save(1, arrays, { loss: 1 });
  const previous = await Deno.readFile(checkpoint);
  await saved.save(2, arrays, { loss: 0.5 });
  const step = async () => {
    const found = await openCheckpoints(checkpoint, silent).load();
    // As it was before, for the next damage.
    await Deno.writeFile(`${checkpoint}.previous`, previous);
    for await (const { name } of Deno.readDir(folder)) {
      if (name.includes(".damaged")) await Deno.remove(join(folder, name));
    }
    return found?.step;
  };

  const { name } = datasetInfo("fashion-mnist");
  const data = join(folder, "data", name);
  await Deno.mkdir(data, { recursive: true });
  for await (const { name: file } of Deno.readDir(join(projectRoot, "data", name))) {
    if (file.startsWith("t10k")) await Deno.copyFile(join(projectRoot, "data", name, file), join(data, file));
  }
  const labelsOf = async () => {
    const { labels } = await loadTest(name, { directory: join(folder, "data") });
    return labels.reduce((sum, label, index) => (sum + label * (index + 1)) % 1_000_003, 0);
  };

  return [
    {
      kind: "recorded run",
      path: store.path("kind", configuration),
      use: () => load(),
      refusal: clear,
      setAside: false,
    },
    {
      kind: "archive of runs",
      path: join(folder, "archive", "kind.jsonl"),
      use: fromArchive,
      refusal: clear,
      setAside: false,
    },
    { kind: "checkpoint", path: checkpoint, use: step, instead: 1, refusal: /never/, setAside: true },
    {
      kind: "images of the data set",
      path: join(data, "t10k-images-idx3-ubyte.gz"),
      use: labelsOf,
      refusal: clear,
      setAside: false,
    },
    {
      kind: "labels of the data set",
      path: join(data, "t10k-labels-idx1-ubyte.gz"),
      use: labelsOf,
      refusal: clear,
      setAside: false,
    },
  ];
}
