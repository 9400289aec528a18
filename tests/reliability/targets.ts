/**
 * A file of every kind that the project reads again, in a folder of its own.
 * @module
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import { datasetInfo, loadTest } from "../../lib/datasets/mod.ts";
import {
  archiveRuns,
  configurationHash,
  openArchive,
  openCheckpoints,
  openStore,
  type Store,
} from "../../lib/runs/mod.ts";
import { projectRoot } from "../../lib/project.ts";
import type { Target } from "./damage.ts";

const configurations = [{ steps: 3, name: "a run" }, { steps: 4, name: "another run" }] as const;
const schema = z.object({ accuracy: z.number(), curve: z.array(z.number()) });
const silent = { say: () => {} };
/** Says what was wrong and what can be done. */
const clear = /found .*(restore|run `|remove)/s;
/** What comes of a run that is not found. */
const MISSING = "not there";

/** Makes the files in a folder. */
export async function makeTargets(folder: string): Promise<Target[]> {
  return [...await runTargets(folder), await checkpointTarget(folder), ...await dataTargets(folder)];
}

/** A run, and an archive of two. */
async function runTargets(folder: string): Promise<Target[]> {
  const store = openStore(join(folder, "runs"));
  for (const kind of ["kind", "other"]) {
    for (const configuration of configurations) {
      const curve = Array.from({ length: 50 }, (_, step) => configuration.steps / (1 + step));
      await store.once(kind, configuration, schema, () => ({ accuracy: 0.875, curve }), { seed: 1 });
    }
  }
  const [path, other] = configurations.map((configuration) => store.path("kind", configuration));

  const directory = join(folder, "archive");
  await archiveRuns(directory, join(folder, "runs"), () => true);
  const archive = openArchive(directory).path("kind");
  const fromArchive = () => resultsOf(openStore(join(folder, "none"), { archive: openArchive(directory) }));
  const [whole, results] = [await Deno.readTextFile(archive), await fromArchive()];
  /** Cut exactly at the end of a line, an archive is one of the runs before it; nobody can see that more were there. */
  const afterCut = (damaged: Uint8Array) => {
    const left = new TextDecoder().decode(damaged);
    if (left.length === whole.length || !left.endsWith("\n") || !whole.startsWith(left)) return [];
    const isLeft = configurations.map((configuration) => left.includes(configurationHash(configuration)));
    return [results.map((result, index) => isLeft[index] ? result : MISSING)];
  };

  return [
    {
      kind: "recorded run",
      path: path!,
      other: other!,
      use: () => resultsOf(store),
      refusal: clear,
      setAside: false,
    },
    {
      kind: "archive of runs",
      path: archive,
      other: openArchive(directory).path("other"),
      use: fromArchive,
      instead: afterCut,
      refusal: clear,
      setAside: false,
    },
  ];
}

async function resultsOf(store: Store): Promise<unknown[]> {
  const results: unknown[] = [];
  for (const configuration of configurations) {
    results.push((await store.load("kind", configuration, schema))?.result ?? MISSING);
  }
  return results;
}

/** The newer of two checkpoints. */
async function checkpointTarget(folder: string): Promise<Target> {
  const arrays = { weights: Float32Array.from({ length: 300 }, (_, index) => index / 7) };
  const [path, other] = [join(folder, "half"), join(folder, "other half")];
  await openCheckpoints(other, "kind/other").save(2, arrays, { loss: 0.25 });
  const saved = openCheckpoints(path, "kind/own");
  await saved.save(1, arrays, { loss: 1 });
  const previous = await Deno.readFile(path);
  await saved.save(2, arrays, { loss: 0.5 });
  const use = async () => {
    const found = await openCheckpoints(path, "kind/own", silent).load();
    // As it was before, for the next damage.
    await Deno.writeFile(`${path}.previous`, previous);
    for await (const { name } of Deno.readDir(folder)) {
      if (name.includes(".damaged")) await Deno.remove(join(folder, name));
    }
    return [found?.step, found?.meta];
  };
  // The one before.
  const instead = () => [[1, { loss: 1 }]];
  return { kind: "checkpoint", path, other, use, instead, refusal: /never/, setAside: true };
}

/** The test images and their labels; those of the training are the others. */
async function dataTargets(folder: string): Promise<Target[]> {
  const { name } = datasetInfo("fashion-mnist");
  const [from, data] = [join(projectRoot, "data", name), join(folder, "data", name)];
  await Deno.mkdir(data, { recursive: true });
  const digest = async () => {
    const { images: { pixels, labels } } = await loadTest(name, { directory: join(folder, "data") });
    // Copies, since shared memory can't be hashed.
    return createHash("sha256").update(pixels.slice()).update(labels.slice()).digest("hex");
  };
  const targets: Target[] = [];
  for (const part of ["images-idx3", "labels-idx1"]) {
    const path = join(data, `t10k-${part}-ubyte.gz`);
    await Deno.copyFile(join(from, `t10k-${part}-ubyte.gz`), path);
    const kind = `${part.split("-")[0]} of the data set`;
    const other = join(from, `train-${part}-ubyte.gz`);
    targets.push({ kind, path, other, use: digest, refusal: clear, setAside: false });
  }
  return targets;
}
