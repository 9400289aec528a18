import { assertAlmostEquals, assertEquals } from "@std/assert";
import { networkGraph, type Norm, planNetwork, segmentValues } from "../../../lib/graph/mod.ts";
import {
  openParameters,
  openTape,
  runTensorflow,
  type Tensor,
  withWorkspace,
} from "../../../lib/engine/mod.ts";
import type { NetworkShape, Paths, Space } from "../../../lib/space/mod.ts";
import { normals, randomWeights, runtime, segmentOf } from "../fixtures.ts";

/** Two blocks whose only operations are the identity and 3x3 max pooling, and two channels. */
const space: Space = {
  blocks: 2,
  operations: [{ name: "identity", layers: [] }, { name: "max3", layers: [{ kind: "maxPool", size: 3 }] }],
  inputsPerBlock: [1, 3],
  operationsPerBlock: [1, 2],
};
const shape: NetworkShape = {
  image: [3, 3, 1],
  classes: 2,
  filters: 2,
  stages: 1,
  cellsPerStage: 1,
  stemStride: 1,
};
const plan = planNetwork(space, shape);
const weights = randomWeights(plan);
/** Two images of 3 x 3 pixels. */
const images = normals(18, "images");

/** Logits, and the norms and segments that were used. */
function run(paths: Paths) {
  return withWorkspace(runtime, (ws) => {
    const tape = openTape(ws);
    const observed = new Map<Norm, readonly [Tensor, Tensor]>();
    const pass = { tape, parameters: openParameters(ws, weights), observed };
    const logits = runTensorflow(pass, networkGraph(plan, paths), ws.floats([2, 3, 3, 1], images));
    logits.gradients.push(ws.floats([2, 2], Float32Array.of(1, 2, 3, 4)));
    tape.backward();
    const names = [...tape.parameterGradients.keys()].map(({ name }) => name);
    return { logits: ws.read(logits.value), norms: [...observed.keys()], names: names.sort() };
  });
}

// The formulas in double precision, on 18 pixels of 2 channels.
const values = (name: string): Float32Array => segmentValues(weights, segmentOf(plan, name));
/** Calls `visit` with each pixel of the 3 x 3 window around `pixel` and its place in the window. */
const forWindow = (pixel: number, visit: (other: number, place: number) => void): void => {
  const [image, row, column] = [Math.floor(pixel / 9), Math.floor(pixel / 3) % 3, pixel % 3];
  for (let place = 0; place < 9; place++) {
    const [r, c] = [row + Math.floor(place / 3) - 1, column + place % 3 - 1];
    if (r >= 0 && r < 3 && c >= 0 && c < 3) visit(9 * image + 3 * r + c, place);
  }
};
const each = (value: (pixel: number, channel: number) => number): number[] =>
  Array.from({ length: 36 }, (_, i) => value(Math.floor(i / 2), i % 2));
const stem = (): number[] =>
  each((pixel, channel) => {
    let sum = 0;
    forWindow(pixel, (other, place) => sum += images[other]! * values("stem.conv")[2 * place + channel]!);
    return sum;
  });
const project = (name: string, x: readonly number[]): number[] =>
  each((pixel, channel) => {
    const filter = values(name);
    return x[2 * pixel]! * filter[channel]! + x[2 * pixel + 1]! * filter[2 + channel]!;
  });
const max3 = (x: readonly number[]): number[] =>
  each((pixel, channel) => {
    let largest = -Infinity;
    forWindow(pixel, (other) => largest = Math.max(largest, x[2 * other + channel]!));
    return largest;
  });
const norm = (name: string, x: readonly number[]): number[] => {
  const statistics = [0, 1].map((channel) => {
    const of = x.filter((_, i) => i % 2 === channel);
    const mean = of.reduce((sum, value) => sum + value, 0) / 18;
    return [mean, of.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 18] as const;
  });
  return x.map((value, i) => {
    const [mean, variance] = statistics[i % 2]!;
    const normal = (value - mean) / Math.sqrt(variance + 0.001);
    return Math.max(0, normal * values(`${name}.scale`)[i % 2]! + values(`${name}.offset`)[i % 2]!);
  });
};
const add = (a: readonly number[], b: readonly number[]): number[] => a.map((value, i) => value + b[i]!);
/** Logits of both images from the outputs of the blocks. */
const classify = (...blocks: readonly (readonly number[])[]): number[] =>
  [0, 0, 1, 1].map((image, i) => {
    let logit = values("head.bias")[i % 2]!;
    blocks.forEach((block, b) =>
      block.slice(18 * image, 18 * image + 18).forEach((value, at) => {
        logit += value / 9 * values("head.weights")[2 * (2 * b + at % 2) + i % 2]!;
      })
    );
    return logit;
  });
const name = (block: number, part: string) => `cell0.block${block}.${part}`;

Deno.test("runTensorflow() is what the formulas give, by hand", () => {
  const x = norm("stem.norm", stem());
  const joined = norm(name(0, "join"), add(project(name(0, "input0"), x), project(name(0, "input1"), x)));
  const first = norm(name(0, "output"), add(joined, max3(joined)));
  const second = norm(name(1, "output"), max3(norm(name(1, "join"), project(name(1, "input2"), first))));
  const { logits } = run([{ inputs: [0, 1], operations: [0, 1] }, { inputs: [2], operations: [1] }]);
  classify(first, second).forEach((expected, i) => assertAlmostEquals(logits[i]!, expected, 1e-5));
});

Deno.test("runTensorflow() reads zeros where a block is absent, and the bias where all are", () => {
  const x = norm("stem.norm", stem());
  const second = norm(name(1, "output"), norm(name(1, "join"), project(name(1, "input1"), x)));
  const nothing = { inputs: [0], operations: [] };
  const { logits } = run([nothing, { inputs: [1, 2], operations: [0] }]);
  classify(Array(36).fill(0), second).forEach((expected, i) =>
    assertAlmostEquals(logits[i]!, expected, 1e-5)
  );
  const { logits: bias, names } = run([nothing, nothing]);
  assertEquals([...bias], [...values("head.bias"), ...values("head.bias")]);
  assertEquals(names, ["head.bias"]);
});

/** Norms of a cell's two blocks, in their order. */
const blockNorms = (cell: number) =>
  [0, 1].flatMap((block) => ["join", "output"].map((norm) => `cell${cell}.block${block}.${norm}`));

Deno.test("runTensorflow() computes what the classifier needs and nothing else", () => {
  const { norms, names } = run([{ inputs: [0], operations: [0] }, { inputs: [1], operations: [1] }]);
  const used = ["stem.norm", ...blockNorms(0)].map((one) => plan.layout.norm(one, 0));
  assertEquals(norms, used);
  assertEquals(
    names,
    [
      "stem.conv",
      name(0, "input0"),
      name(1, "input1"),
      ...used.flatMap(({ scale, offset }) => [scale.name, offset.name]),
      "head.weights",
      "head.bias",
    ].sort(),
  );
  // Cells of their own: the last reads the stem only, and the one before it is left out.
  const two = planNetwork(space, { ...shape, cellsPerStage: 2 });
  const graph = networkGraph(two, [{ inputs: [0], operations: [0] }, { inputs: [0], operations: [1] }]);
  withWorkspace(runtime, (ws) => {
    const observed = new Map<Norm, readonly [Tensor, Tensor]>();
    const parameters = openParameters(ws, randomWeights(two));
    const pass = { tape: openTape(ws), parameters, observed };
    runTensorflow(pass, graph, ws.floats([2, 3, 3, 1], images));
    const needed = ["stem.norm", ...blockNorms(1)].map((one) => two.layout.norm(one, 0));
    assertEquals([...observed.keys()], needed);
  });
});

Deno.test("runTensorflow() leaves no tensors behind", () => {
  const before = runtime.binding.getNumOfTensors();
  run([{ inputs: [0, 1], operations: [0, 1] }, { inputs: [1, 2], operations: [1] }]);
  assertEquals(runtime.binding.getNumOfTensors(), before);
});
