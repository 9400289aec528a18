/** Which images reach the workers, for every kind of run, and what the records say of them. */
import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import {
  loadTest,
  loadTraining,
  type Part,
  type Subset,
  type UsedImages,
  usedImages,
} from "../../lib/datasets/mod.ts";
import {
  divergenceImages,
  drawCandidates,
  freezeNetwork,
  type Laboratory,
  scoreNetworks,
  scoreRemeasured,
  showPredictions,
  testNetwork,
  trainNetwork,
} from "../../lib/experiments/mod.ts";
import { permutation, prng } from "../../lib/random.ts";
import { mainModel } from "../../lib/records/mod.ts";
import { decodeRun } from "../../lib/runs/run_format.ts";
import { formatArchitecture } from "../../lib/space/mod.ts";
import {
  measureStatistics,
  openEvaluator,
  type StandAloneTask,
  type TrainingTask,
} from "../../lib/training/mod.ts";
import { namesIn } from "../runs/folder.ts";
import { everything, inLaboratory, tiny } from "./tiny.ts";

const images = await loadTraining(tiny.dataset);
const order = permutation(prng(tiny.split.seed, "split"), images.count);
const { validation } = tiny.split;
const scored = tiny.candidates.images;
/** The parts, cut from the order of the split's seed. */
const expected: Readonly<Record<Part, Subset>> = {
  training: { part: "training", images, indices: order.slice(validation) },
  scoring: { part: "scoring", images, indices: order.slice(0, scored) },
  "stand-alone": { part: "stand-alone", images, indices: order.slice(scored, validation) },
  test: await loadTest(tiny.dataset),
};

/** What a job was sent to the workers with. */
interface Sent {
  readonly job: string;
  readonly data: Subset;
}

/** The laboratory, and a list of the images that go to its workers with each job. */
function watched(lab: Laboratory): { readonly lab: Laboratory; readonly sent: Sent[] } {
  const sent: Sent[] = [];
  const look = (job: string, payload: unknown): void => {
    const { task, training, evaluation, data, measured } = payload as {
      readonly task?: TrainingTask;
      readonly data?: Subset;
      readonly measured?: Subset;
    } & Partial<StandAloneTask>;
    for (const one of [task?.data, training?.data, data]) {
      if (one !== undefined) sent.push({ job, data: one });
    }
    if (evaluation !== undefined) sent.push({ job: `${job}, measured`, data: evaluation.data });
    if (measured !== undefined) sent.push({ job: `${job}, statistics`, data: measured });
  };
  const resources = lab.resources().then(({ pool, ...rest }) => ({
    ...rest,
    pool: {
      ...pool,
      open: ((jobs, payload) => {
        look(jobs.open, payload);
        return pool.open(jobs, payload);
      }) as typeof pool.open,
      map: ((job, payloads, options) => {
        for (const payload of payloads) look(job, payload);
        return pool.map(job, payloads, options);
      }) as typeof pool.map,
    },
  }));
  return { lab: { ...lab, resources: () => resources }, sent };
}

const summary = (data: Subset): string => JSON.stringify(usedImages(data));
const drawn = (images: Subset["indices"], first: number): Subset => ({
  ...expected.training,
  indices: images.subarray(0, first),
});

Deno.test("every run uses the images of its purpose, and its provenance says which", () =>
  inLaboratory(1, async (own, folder) => {
    const { lab, sent } = watched(own);
    await everything(lab);
    const [architecture] = drawCandidates(tiny);
    await scoreNetworks(lab, mainModel(tiny), [architecture!]);
    await showPredictions(lab, mainModel(tiny), architecture!);
    await scoreRemeasured(lab, mainModel(tiny), [formatArchitecture(tiny.space, architecture!)]);
    const { result: network } = await trainNetwork(lab, architecture!, 1);

    // Fixed by the seed of the divergence, from the training images.
    const compared = (await divergenceImages(own)).indices;
    const known = new Set(expected.training.indices);
    assert(compared.every((index) => known.has(index)));
    const [few, many] = tiny.divergence.images.map((count) => drawn(compared, count)) as [Subset, Subset];

    const { training, scoring, test } = expected;
    const alone = expected["stand-alone"];
    const measuring: Subset = { ...training, indices: training.indices.subarray(0, 2000) };
    const allowed: Readonly<Record<string, readonly Subset[]>> = {
      "openTraining": [training],
      "openEvaluator": [scoring, few, many],
      "standAlone": [training],
      "standAlone, measured": [alone, test],
      "remeasure": [scoring],
      "remeasure, statistics": [measuring],
    };
    for (const { job, data } of sent) {
      assert(allowed[job]!.map(summary).includes(summary(data)), `${job} with ${summary(data)}`);
      const { count } = data.part === "test" ? test.images : images;
      assertEquals(data.images.count, count, "the images themselves, of which the indices are");
    }
    // And each of them was wanted.
    for (const [job, subsets] of Object.entries(allowed)) {
      const found = new Set(sent.filter((one) => one.job === job).map(({ data }) => summary(data)));
      assertEquals(found, new Set(subsets.map(summary)), job);
    }

    const byKind: Readonly<Record<string, readonly (readonly Subset[])[]>> = {
      "weights": [[training]],
      "network": [[training]],
      "one-shot": [[scoring]],
      "scores": [[scoring], [scoring, measuring]],
      "stand-alone": [[training, alone]],
      "retrained": [[training, test]],
      "divergence": [[many]],
      "predictions": [[few]],
      "removal": [[scoring, many]],
      // By one-shot accuracy, by training, by symmetric KL.
      "search": [[scoring], [training, alone], [many, few]],
    };
    assertEquals(namesIn(folder).sort(), Object.keys(byKind).sort());
    for (const [kind, wanted] of Object.entries(byKind)) {
      const found = new Set<string>();
      for (const name of namesIn(join(folder, kind)).filter((name) => name.endsWith(".json"))) {
        const { provenance } = decodeRun(await Deno.readFile(join(folder, kind, name)));
        found.add(JSON.stringify(provenance.images as readonly UsedImages[]));
      }
      const lists = wanted.map((subsets) => JSON.stringify(subsets.map(usedImages)));
      assertEquals([...found].sort(), lists.sort(), kind);
    }

    // What is done without workers: statistics from training images, a test on the test images.
    const { runtime, parts: { training: { normalisation } } } = await own.resources();
    const { space, shape, retraining: { batchSize } } = tiny;
    const common = { network: { space, shape, holds: architecture! }, weights: network.weights };
    const { statistics } = await freezeNetwork(own, network);
    const measured = {
      ...training,
      ...{ part: "training" as const, normalisation },
      indices: training.indices.subarray(0, 10_000),
    } as const;
    const task = { ...common, data: measured, batchSize: 500 };
    assertEquals(statistics, measureStatistics(runtime, task, architecture!));
    const evaluator = openEvaluator(runtime, {
      ...common,
      data: { ...test, normalisation },
      ...{ batchSize, statistics: undefined },
    });
    const { accuracy, loss } = evaluator.evaluate(architecture!);
    evaluator.close();
    const tested = await testNetwork(own, network);
    assertEquals([tested.accuracy, tested.loss], [accuracy, loss]);
  }));

Deno.test("Laboratory.resources() measures the normalisation on the training images", () =>
  inLaboratory(1, async (lab) => {
    const { normalisation } = (await lab.resources()).parts.training;
    const size = images.pixels.length / images.count;
    let [sum, squares] = [0, 0];
    for (const index of expected.training.indices) {
      for (let at = index * size; at < (index + 1) * size; at++) {
        sum += images.pixels[at]!;
        squares += images.pixels[at]! ** 2;
      }
    }
    const pixels = size * expected.training.indices.length;
    const mean = sum / pixels;
    // Integers below 2^53: the sums are exact.
    assert(Math.abs(normalisation.mean[0]! - mean / 255) < 1e-12);
    assert(Math.abs(normalisation.deviation[0]! - Math.sqrt(squares / pixels - mean ** 2) / 255) < 1e-10);
  }));
