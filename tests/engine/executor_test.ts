import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { type Graph, networkGraph, planNetwork, segmentValues } from "../../lib/graph/mod.ts";
import {
  type BatchTensors,
  type Executor,
  type GradientSlot,
  openExecutor,
  type Runtime,
  sharedFloats,
  withWorkspace,
} from "../../lib/engine/mod.ts";
import { integer, prng } from "../../lib/random.ts";
import { allPaths, paperOperations, type Paths, sampleArchitecture } from "../../lib/space/mod.ts";
import {
  type Example,
  example,
  lossOf,
  normals,
  type Outcome,
  pass,
  portable,
  randomWeights,
  relativeError,
  runtime,
  segmentOf,
  space,
} from "./fixtures.ts";
import { referencePass } from "./reference.ts";

const everything = allPaths(space);
const runtimes = runtime.native ? [runtime, portable] : [portable];

/** Both inputs or all three, one or more operations; then cases with empty sets. */
const somePaths: Readonly<Record<string, Paths>> = {
  "all paths": everything,
  "an architecture": sampleArchitecture(space, prng(4, "architecture")),
  "another architecture": sampleArchitecture(space, prng(5, "architecture")),
  "a block without operations": [
    { inputs: [0], operations: [] },
    { inputs: [1, 2], operations: [1, 4, 5] },
  ],
  "a block without inputs": [
    { inputs: [], operations: [0, 1, 2, 3, 4, 5, 6] },
    { inputs: [0, 2], operations: [6] },
  ],
  "a block that reads an absent one only": [
    { inputs: [0, 1], operations: [] },
    { inputs: [2], operations: [3] },
  ],
  "a last block that is absent": [
    { inputs: [1], operations: [0, 2] },
    { inputs: [], operations: [] },
  ],
};

// Sums of some hundred float32 products in another order, through up to 30 layers and norms that divide by small
// deviations: about 1e-5 of the largest entry was seen. Some gradients are sums that nearly cancel, such as that of a
// scale before an identity and another norm: errors are told in parts of 0.02 at least, where others are near 1.
const TOLERANCE = 1e-4;

function assertAgrees(actual: Outcome, expected: Outcome, what: string): void {
  assert(relativeError(actual.logits, expected.logits) < TOLERANCE, `logits, ${what}`);
  assertAlmostEquals(actual.loss, expected.loss, TOLERANCE, `loss, ${what}`);
  for (const [name, gradient] of expected.gradients) {
    const ours = actual.gradients.get(name);
    if (ours === undefined) {
      assert(gradient.every((value) => value === 0), `${name} got no gradient, ${what}`);
    } else {
      const error = relativeError(ours, gradient);
      assert(error < TOLERANCE, `${name} is off by ${error}, ${what}`);
    }
  }
}

// Odd sides, a stem of stride 2 and two cells a stage, so that an output is halved when the second cell reads it;
// stride 1, one cell a stage and wide rows; three channels and other filters than our kernels take.
const examples: Readonly<Record<string, Example>> = {
  "10x9x2": example({ image: [10, 9, 2], cellsPerStage: 2, stemStride: 2 }),
  "8x8x1": example({}),
  "7x6x3, 6 filters": example({ image: [7, 6, 3], filters: 6 }, 3),
  "9x9x1, 3 stages": example({ image: [9, 9, 1], stages: 3, filters: 16 }, 5),
};

for (const [shapeName, one] of Object.entries(examples)) {
  for (const [name, paths] of Object.entries(somePaths)) {
    Deno.test(`openExecutor(): train() is what tfjs makes of the dense network with zeros: ${shapeName}, ${name}`, () => {
      const { tf } = runtime;
      const before = tf.memory().numTensors;
      const expected = referencePass(tf, one, paths);
      for (const on of runtimes) assertAgrees(pass(on, one, paths), expected, `native: ${on.native}`);
      assertEquals(tf.memory().numTensors, before);
    });
  }
}

/**
 * How far each segment's gradient is from central differences of the loss, relative to the gradient's norm: along
 * the gradient itself, two random directions, its largest entry and another entry.
 *
 * The step is 0.003, 0.001 or 0.0001 of the segment's norm, whichever agrees best: long steps cross kinks of ReLU
 * and max pooling, in short ones the loss's rounding (3e-7) shows. What remains is a few hundredths; a term that is
 * missing or doubled shows as an error of the order of 1 at any length.
 */
function differenceErrors(one: Example, paths: Paths): { name: string; error: number }[] {
  const { gradients } = pass(runtime, one, paths);
  const errors: { name: string; error: number }[] = [];
  for (const [name, gradient] of gradients) {
    const weights = segmentValues(one.weights, segmentOf(one.plan, name));
    const kept = weights.slice();
    const unit = (entry: number) => new Float32Array(kept.length).fill(1, entry, entry + 1);
    const largest = gradient.reduce((best, g, i) => Math.abs(g) > Math.abs(gradient[best]!) ? i : best, 0);
    const directions: Readonly<Record<string, Float32Array>> = {
      gradient,
      random: normals(kept.length, name, 1),
      "random 2": normals(kept.length, name, 2),
      "largest entry": unit(largest),
      "an entry": unit(integer(prng(6, name), kept.length)),
    };
    for (const [kind, direction] of Object.entries(directions)) {
      const length = Math.hypot(...direction);
      const lossAt = (distance: number): number => {
        for (let i = 0; i < kept.length; i++) weights[i] = kept[i]! + distance * direction[i]! / length;
        return lossOf(runtime, one, paths);
      };
      const slope = gradient.reduce((sum, g, i) => sum + g * direction[i]!, 0) / length;
      const apart = [3e-3, 1e-3, 1e-4].map((share) => {
        const step = share * Math.hypot(...kept);
        return Math.abs(slope - (lossAt(step) - lossAt(-step)) / (2 * step));
      });
      errors.push({ name: `${name} along ${kind}`, error: Math.min(...apart) / Math.hypot(...gradient) });
    }
    weights.set(kept);
  }
  return errors;
}

const checked: Readonly<Record<string, Paths>> = {
  "all paths": everything,
  ...Object.fromEntries(paperOperations.map(({ name }, row) => [
    `${name} alone`,
    everything.map(({ inputs }) => ({ inputs, operations: [row] })),
  ])),
};
for (const [name, paths] of Object.entries(checked)) {
  Deno.test(`openExecutor(): train() has the gradients that central differences find: ${name}`, () => {
    const errors = differenceErrors(example(), paths);
    for (const { name, error } of errors) assert(error < 0.1, `${name}: off by ${error}`);
    const mean = errors.reduce((sum, { error }) => sum + error, 0) / errors.length;
    assert(mean < 0.02, `off by ${mean} on the mean`);
  });
}

Deno.test("openExecutor(): the one-shot model with paths dropped is the stand-alone network, to the bit", () => {
  const oneShot = examples["10x9x2"]!;
  for (let draw = 0; draw < 6; draw++) {
    const architecture = sampleArchitecture(space, prng(7, draw));
    const plan = planNetwork(space, oneShot.plan.shape, architecture);
    const weights = randomWeights(plan, 1000);
    for (const segment of plan.segments) {
      const source = segmentValues(oneShot.weights, segmentOf(oneShot.plan, segment.name));
      segmentValues(weights, segment).set(source);
    }
    for (const on of runtimes) {
      const alone = pass(on, { ...oneShot, plan, weights }, architecture);
      assertEquals(alone, pass(on, oneShot, architecture));
    }
  }
});

Deno.test("openExecutor(): train() gives no gradient to what a dropped path alone needs", () => {
  const norm = (name: string) => [`${name}.scale`, `${name}.offset`];
  const cell = (index: number) => [
    `cell${index}.block1.input1`,
    ...norm(`cell${index}.block1.join`),
    ...[0, 1, 3, 4].map((layer) => `cell${index}.block1.sep3.${layer}`),
    ...norm(`cell${index}.block1.sep3.2`),
    ...[0, 2].map((layer) => `cell${index}.block1.conv7.${layer}`),
    ...norm(`cell${index}.block1.conv7.1`),
    ...norm(`cell${index}.block1.output`),
  ];
  // Input 2 of block 1 is the absent block 0, so it has none either. The stem feeds both cells; the second cell
  // reads nothing but the first.
  const used = ["stem.conv", ...norm("stem.norm"), ...cell(0), ...cell(1), "head.weights", "head.bias"];
  for (const on of runtimes) {
    const { gradients } = pass(on, example(), somePaths["a block without operations"]!);
    assertEquals([...gradients.keys()].sort(), used.sort());
  }
});

Deno.test("openExecutor(): train() gives no gradient to a cell that nothing reads", () => {
  const paths = [{ inputs: [0], operations: [0] }, { inputs: [0], operations: [0] }];
  for (const on of runtimes) {
    // The last cell reads the stem alone, and the loss does not depend on the first.
    const names = [...pass(on, example(), paths).gradients.keys()];
    assertEquals(names.filter((name) => name.startsWith("cell0")), []);
    assertEquals(names.filter((name) => name.startsWith("cell1.block0.input")), ["cell1.block0.input0"]);
  }
});

Deno.test("openExecutor(): with every path dropped there is the bias, and its gradient", () => {
  const one = example();
  const { plan, batch } = one;
  for (const on of runtimes) {
    for (const [inputs, operations] of [[[], []], [[0], []], [[], [1]]]) {
      const { logits, gradients } = pass(on, one, Array(2).fill({ inputs, operations }));
      const bias = segmentValues(one.weights, plan.graph.head.bias);
      assertEquals(logits, Float32Array.from([...bias, ...bias, ...bias, ...bias]));
      assertEquals([...gradients.keys()], ["head.bias"]);
      const exponentials = bias.map((value) => Math.exp(value));
      const total = exponentials.reduce((sum, value) => sum + value, 0);
      gradients.get("head.bias")!.forEach((gradient, k) => {
        const share = batch.labels.filter((label) => label === k).length / batch.labels.length;
        assertAlmostEquals(gradient, exponentials[k]! / total - share, 1e-6);
      });
    }
  }
});

/** An executor in either way, the batch's tensors, and the graph of some paths. */
function opened<T>(
  on: Runtime,
  { plan, weights, batch }: Example,
  use: (executor: Executor, inputs: BatchTensors, graph: Graph) => T,
  fixed?: Float32Array,
): T {
  return withWorkspace(on, (ws) => {
    const inputs = {
      images: ws.floats(batch.imagesShape, batch.images),
      labels: ws.integers([batch.labels.length], batch.labels),
    };
    const graph = networkGraph(plan, somePaths["an architecture"]!);
    return use(openExecutor(ws, plan, weights, fixed), inputs, graph);
  });
}

const emptySlot = ({ plan }: Example): GradientSlot => ({
  gradients: sharedFloats(runtime, plan.length),
  uses: new Uint8Array(plan.segments.length),
  statistics: new Float32Array(plan.statisticsLength),
});

Deno.test("openExecutor() takes our own kernels where they are there and fit, else TensorFlow's", () => {
  const isNative = (on: Runtime, one: Example) => opened(on, one, ({ native }) => native);
  assertEquals(isNative(runtime, example()), runtime.native);
  assertEquals(isNative(portable, example()), false);
  assertEquals(isNative(runtime, examples["7x6x3, 6 filters"]!), false);
});

Deno.test("openExecutor(): infer() answers what train() answers, with the cross-entropy of each image", () => {
  const one = example();
  const { labels } = one.batch;
  for (const on of runtimes) {
    opened(on, one, (executor, inputs, graph) => {
      const answers = executor.infer(graph, inputs);
      assertEquals(executor.train(graph, inputs, emptySlot(one)), answers);
      answers.losses.forEach((loss, image) => {
        const row = answers.logits.subarray(3 * image, 3 * image + 3);
        const sum = row.reduce((sum, logit) => sum + Math.exp(logit), 0);
        assertAlmostEquals(loss, Math.log(sum) - row[labels[image]!]!, 1e-5);
      });
    });
  }
});

Deno.test("openExecutor(): train() leaves used norms' batch statistics where they are wanted, alike in both ways", () => {
  const one = example();
  const slots = [runtime, portable].map((on) => {
    const slot = emptySlot(one);
    opened(on, one, (executor, inputs, graph) => executor.train(graph, inputs, slot));
    return slot;
  });
  const [ours, theirs] = slots as [GradientSlot, GradientSlot];
  assertEquals(ours.uses, theirs.uses);
  const used = one.plan.norms.filter(({ scale }) => ours.uses[one.plan.segments.indexOf(scale)] === 1);
  assert(used.length > 5 && used.length < one.plan.norms.length);
  for (const { slot, scale: { size } } of used) {
    const of = ({ statistics }: GradientSlot) => statistics!.subarray(slot, slot + 2 * size);
    assert(relativeError(of(ours), of(theirs)) < TOLERANCE);
    assert(of(ours).subarray(size).every((variance) => variance > 0));
  }
});

Deno.test("openExecutor(): infer() normalises with fixed statistics where there are some, alike in both ways", () => {
  const one = example();
  // Those of the batch itself, so that fixing them changes nothing; and others.
  const slot = emptySlot(one);
  const free = opened(runtime, one, (executor, inputs, graph) => executor.train(graph, inputs, slot));
  const other = slot.statistics!.map((value) => 1.5 * value);
  const logits = [slot.statistics!, other].map((fixed) =>
    runtimes.map((on) =>
      opened(on, one, (executor, inputs, graph) => executor.infer(graph, inputs).logits, fixed)
    )
  );
  for (const same of logits[0]!) assert(relativeError(same, free.logits) < TOLERANCE);
  assert(relativeError(logits[1]![0]!, free.logits) > 0.01);
  assert(relativeError(logits[1]![0]!, logits[1]!.at(-1)!) < TOLERANCE);
});

Deno.test("openExecutor(): refresh() makes changed weights count", () => {
  const one = example();
  for (const on of runtimes) {
    opened(on, one, (executor, inputs, graph) => {
      const before = executor.infer(graph, inputs).logits;
      const bias = segmentValues(one.weights, one.plan.graph.head.bias);
      bias.forEach((value, k) => bias[k] = value + 1);
      executor.refresh();
      executor.infer(graph, inputs).logits.forEach((logit, i) =>
        assertAlmostEquals(logit, before[i]! + 1, 1e-5)
      );
    });
  }
});

Deno.test("openExecutor() leaves no tensors behind", () => {
  const before = runtime.binding.getNumOfTensors();
  const one = example();
  for (const on of runtimes) {
    opened(on, one, (executor, inputs, graph) => {
      executor.infer(graph, inputs);
      const during = runtime.binding.getNumOfTensors();
      executor.infer(graph, inputs);
      executor.train(graph, inputs, emptySlot(one));
      if (executor.native) assertEquals(runtime.binding.getNumOfTensors(), during);
    });
  }
  assertEquals(runtime.binding.getNumOfTensors(), before);
});
