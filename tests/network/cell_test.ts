import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  constant,
  type Node,
  openParameters,
  openTape,
  segmentValues,
  withWorkspace,
} from "../../lib/engine/mod.ts";
import { planNetwork, runCell } from "../../lib/network/mod.ts";
import type { Paths, Space } from "../../lib/space/mod.ts";
import { normals, randomWeights, runtime, segmentOf } from "./fixtures.ts";

/** Two blocks whose only operations are the identity and 3x3 max pooling. */
const space: Space = {
  blocks: 2,
  operations: [{ name: "identity", layers: [] }, { name: "max3", layers: [{ kind: "maxPool", size: 3 }] }],
  inputsPerBlock: [1, 3],
  operationsPerBlock: [1, 2],
};
const shape = {
  image: [3, 3, 1],
  classes: 2,
  filters: 2,
  stages: 1,
  cellsPerStage: 1,
  stemStride: 1,
} as const;
const plan = planNetwork(space, shape);
const weights = randomWeights(plan);
/** Two images of 3x3 pixels, 2 channels: the outputs two cells back and one cell back. */
const outputs = [normals(36, "two back"), normals(36, "one back")] as const;

/** The cell's output, or undefined, and which segments got gradients. */
function run(paths: Paths, present: readonly [boolean, boolean] = [true, true], on = plan) {
  return withWorkspace(runtime, (ws) => {
    const tape = openTape(ws);
    const parameters = openParameters(ws, on === plan ? weights : randomWeights(on));
    const nodes = outputs.map((values, i) =>
      present[i] ? constant(ws.floats([2, 3, 3, 2], values)) : undefined
    ) as [Node | undefined, Node | undefined];
    const node = runCell({ tape, parameters, norms: {} }, space, on.cells[0]!, paths, nodes);
    if (node === undefined) return undefined;
    node.gradients.push(node.value);
    tape.backward();
    return {
      shape: [...node.value.shape],
      values: ws.read(node.value),
      used: [...tape.parameterGradients.keys()].map(({ name }) => name).sort(),
    };
  });
}

// 18 pixels of 2 channels, in double precision.
const values = (name: string): Float32Array => segmentValues(weights, segmentOf(plan, name));
const project = (name: string, x: ArrayLike<number>): number[] => {
  const filter = values(name);
  return Array.from({ length: 36 }, (_, i) => {
    const pixel = i - i % 2;
    return x[pixel]! * filter[i % 2]! + x[pixel + 1]! * filter[2 + i % 2]!;
  });
};
const norm = (name: string, x: number[]): number[] => {
  const of = (channel: number) => x.filter((_, i) => i % 2 === channel);
  const mean = [0, 1].map((channel) => of(channel).reduce((sum, value) => sum + value, 0) / 18);
  const variance = [0, 1].map((channel) =>
    of(channel).reduce((sum, value) => sum + (value - mean[channel]!) ** 2, 0) / 18
  );
  return x.map((value, i) => {
    const normal = (value - mean[i % 2]!) / Math.sqrt(variance[i % 2]! + 0.001);
    return Math.max(0, normal * values(`${name}.scale`)[i % 2]! + values(`${name}.offset`)[i % 2]!);
  });
};
const max3 = (x: number[]): number[] =>
  x.map((_, i) => {
    const [image, row, column, channel] = [
      Math.floor(i / 18),
      Math.floor(i / 6) % 3,
      Math.floor(i / 2) % 3,
      i % 2,
    ];
    let largest = -Infinity;
    for (let r = Math.max(0, row - 1); r <= Math.min(2, row + 1); r++) {
      for (let c = Math.max(0, column - 1); c <= Math.min(2, column + 1); c++) {
        largest = Math.max(largest, x[image * 18 + r * 6 + c * 2 + channel]!);
      }
    }
    return largest;
  });
const add = (a: number[], b: number[]): number[] => a.map((value, i) => value + b[i]!);

Deno.test("runCell() is what the formulas give, by hand", () => {
  const paths = [{ inputs: [0, 1], operations: [0, 1] }, { inputs: [2], operations: [1] }];
  const name = (block: number, part: string) => `cell0.block${block}.${part}`;
  const joined = norm(
    name(0, "join"),
    add(project(name(0, "input0"), outputs[0]), project(name(0, "input1"), outputs[1])),
  );
  const first = norm(name(0, "output"), add(joined, max3(joined)));
  const second = norm(name(1, "output"), max3(norm(name(1, "join"), project(name(1, "input2"), first))));
  const { shape, values } = run(paths)!;
  assertEquals(shape, [2, 3, 3, 4]);
  for (let pixel = 0; pixel < 18; pixel++) {
    const expected = [first, second].flatMap((block) => block.slice(2 * pixel, 2 * pixel + 2));
    expected.forEach((value, c) => assertAlmostEquals(values[4 * pixel + c]!, value, 1e-5));
  }
});

Deno.test("runCell() leaves a block's channels zero where it is absent", () => {
  const inputs = [1];
  const nothing = { inputs: [], operations: [0, 1] };
  const { values, used } = run([nothing, { inputs, operations: [0] }])!;
  values.forEach((value, i) => i % 4 < 2 && assertEquals(value, 0));
  assertEquals(used.filter((name) => name.startsWith("cell0.block0")), []);
  // An input that is absent is passed over: with or without it, the same.
  assertEquals(
    run([nothing, { inputs: [1, 2], operations: [0] }]),
    run([nothing, { inputs, operations: [0] }]),
  );
});

Deno.test("runCell() passes over a cell output that is absent", () => {
  const reading = (
    inputs: number[],
  ): Paths => [{ inputs, operations: [0] }, { inputs: [2], operations: [1] }];
  assertEquals(run(reading([0, 1]), [false, true]), run(reading([1])));
});

Deno.test("runCell() is absent if all of its blocks are", () => {
  assertEquals(run([{ inputs: [0], operations: [] }, { inputs: [2], operations: [0] }]), undefined);
  assertEquals(run([{ inputs: [], operations: [] }, { inputs: [], operations: [] }]), undefined);
  const everything = [{ inputs: [0, 1], operations: [0, 1] }, { inputs: [0, 1, 2], operations: [0, 1] }];
  assertEquals(run(everything, [false, false]), undefined);
});

Deno.test("runCell() refuses a path without parameters", () => {
  const kept = [{ inputs: [0], operations: [0] }, { inputs: [2], operations: [0] }];
  const small = planNetwork(space, shape, kept);
  run(kept, [true, true], small);
  const other = [{ inputs: [1], operations: [0] }, kept[1]!];
  assertThrows(() => run(other, [true, true], small), RangeError, "Cannot run the path of input 1");
});
