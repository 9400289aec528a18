import { assertEquals, assertThrows } from "@std/assert";
import {
  type Graph,
  type Layer,
  neededNodes,
  networkGraph,
  planNetwork,
  type Sources,
} from "../../lib/graph/mod.ts";
import type { NetworkShape, Operation, Paths, Space } from "../../lib/space/mod.ts";

const operations: readonly Operation[] = [
  { name: "identity", layers: [] },
  { name: "max3", layers: [{ kind: "maxPool", size: 3 }] },
  {
    name: "pair",
    layers: [{ kind: "depthwise", kernel: [3, 5] }, { kind: "norm" }, { kind: "conv", kernel: [1, 1] }, {
      kind: "averagePool",
      size: 3,
    }],
  },
  { name: "ahead", layers: [{ kind: "norm" }, { kind: "conv", kernel: [3, 3] }] },
  { name: "behind", layers: [{ kind: "conv", kernel: [3, 3] }, { kind: "norm" }] },
  { name: "twice", layers: [{ kind: "norm" }, { kind: "norm" }] },
];

/** A space of some operations; an architecture of it may have any number of paths. */
const spaceOf = (blocks: number): Space => ({
  blocks,
  operations,
  inputsPerBlock: [1, 2],
  operationsPerBlock: [1, operations.length],
});

const shape: NetworkShape = {
  image: [5, 4, 1],
  classes: 3,
  filters: 2,
  stages: 1,
  cellsPerStage: 1,
  stemStride: 1,
};

/** A graph in words: for each node its shape, the terms of its sum and its norm; last what the classifier reads. */
function describe({ nodes, head }: Graph): string[] {
  const read = (sources: Sources) =>
    sources.map((source) => source === undefined ? "-" : source < 0 ? "images" : source).join("&");
  const layer = (made: Layer): string => {
    if ("filter" in made) return made.filter.name + ("stride" in made && made.stride === 2 ? "/2" : "");
    return made.kind + ("size" in made ? made.size : "");
  };
  const described = nodes.map(({ shape, terms, norm }, index) => {
    const sum = terms.map(({ sources, layers }) => [read(sources), ...layers.map(layer)].join(">")).join(
      " + ",
    );
    const name = norm === undefined ? "" : ` | ${norm.scale.name.replace(/\.scale$/, "")}`;
    return `${index}: ${Object.values(shape).join("x")} = ${sum}${name}`;
  });
  return [...described, `head: ${read(head.sources)}`];
}

const programOf = (blocks: number, paths: Paths, other: Partial<NetworkShape> = {}): Graph =>
  networkGraph(planNetwork(spaceOf(blocks), { ...shape, ...other }), paths);

Deno.test("networkGraph() of one cell: the stem, and for each block a join and the sum of its operations", () => {
  const paths = [{ inputs: [0, 1], operations: [0, 1] }, { inputs: [1, 2], operations: [1] }];
  assertEquals(describe(programOf(2, paths)), [
    "0: 5x4x2 = images>stem.conv | stem.norm",
    // Both of the cells before the first are the stem.
    "1: 5x4x2 = 0>cell0.block0.input0 + 0>cell0.block0.input1 | cell0.block0.join",
    "2: 5x4x2 = 1 + 1>maxPool3 | cell0.block0.output",
    "3: 5x4x2 = 0>cell0.block1.input1 + 2>cell0.block1.input2 | cell0.block1.join",
    "4: 5x4x2 = 3>maxPool3 | cell0.block1.output",
    "head: 2&4",
  ]);
});

Deno.test("networkGraph() makes a node of each norm within an operation, also of one that begins or ends with it", () => {
  const name = "cell0.block0";
  const graph = (...kept: number[]) => describe(programOf(1, [{ inputs: [0], operations: kept }])).slice(2);
  assertEquals(graph(2), [
    `2: 5x4x2 = 1>${name}.pair.0 | ${name}.pair.1`,
    `3: 5x4x2 = 2>${name}.pair.2>averagePool3 | ${name}.output`,
    "head: 3",
  ]);
  assertEquals(graph(3), [
    `2: 5x4x2 = 1 | ${name}.ahead.0`,
    `3: 5x4x2 = 2>${name}.ahead.1 | ${name}.output`,
    "head: 3",
  ]);
  assertEquals(graph(4), [
    `2: 5x4x2 = 1>${name}.behind.0 | ${name}.behind.1`,
    `3: 5x4x2 = 2 | ${name}.output`,
    "head: 3",
  ]);
  assertEquals(graph(0, 2, 4, 5), [
    `2: 5x4x2 = 1>${name}.pair.0 | ${name}.pair.1`,
    `3: 5x4x2 = 1>${name}.behind.0 | ${name}.behind.1`,
    `4: 5x4x2 = 1 | ${name}.twice.0`,
    `5: 5x4x2 = 4 | ${name}.twice.1`,
    `6: 5x4x2 = 1 + 2>${name}.pair.2>averagePool3 + 3 + 5 | ${name}.output`,
    "head: 6",
  ]);
});

Deno.test("networkGraph() reads two cells back, and halves what a later stage reads once for all its readers", () => {
  const paths = [{ inputs: [0, 1], operations: [0] }, { inputs: [1], operations: [1] }];
  const join = (cell: number, block: number) => `cell${cell}.block${block}.join`;
  const input = (cell: number, block: number, number: number) => `cell${cell}.block${block}.input${number}`;
  const output = (cell: number, block: number) => `cell${cell}.block${block}.output`;
  assertEquals(describe(programOf(2, paths, { stages: 2, cellsPerStage: 2 })), [
    "0: 5x4x2 = images>stem.conv | stem.norm",
    `1: 5x4x2 = 0>${input(0, 0, 0)} + 0>${input(0, 0, 1)} | ${join(0, 0)}`,
    `2: 5x4x2 = 1 | ${output(0, 0)}`,
    `3: 5x4x2 = 0>${input(0, 1, 1)} | ${join(0, 1)}`,
    `4: 5x4x2 = 3>maxPool3 | ${output(0, 1)}`,
    // The second cell reads the stem and the first cell.
    `5: 5x4x2 = 0>${input(1, 0, 0)} + 2&4>${input(1, 0, 1)} | ${join(1, 0)}`,
    `6: 5x4x2 = 5 | ${output(1, 0)}`,
    `7: 5x4x2 = 2&4>${input(1, 1, 1)} | ${join(1, 1)}`,
    `8: 5x4x2 = 7>maxPool3 | ${output(1, 1)}`,
    // The third has twice the channels and half the size, and so have both that it reads.
    "9: 3x2x2 = 2>halve",
    "10: 3x2x2 = 4>halve",
    "11: 3x2x2 = 6>halve",
    "12: 3x2x2 = 8>halve",
    `13: 3x2x4 = 9&10>${input(2, 0, 0)} + 11&12>${input(2, 0, 1)} | ${join(2, 0)}`,
    `14: 3x2x4 = 13 | ${output(2, 0)}`,
    `15: 3x2x4 = 11&12>${input(2, 1, 1)} | ${join(2, 1)}`,
    `16: 3x2x4 = 15>maxPool3 | ${output(2, 1)}`,
    // The fourth reads the second, halved already, and the third.
    `17: 3x2x4 = 11&12>${input(3, 0, 0)} + 14&16>${input(3, 0, 1)} | ${join(3, 0)}`,
    `18: 3x2x4 = 17 | ${output(3, 0)}`,
    `19: 3x2x4 = 14&16>${input(3, 1, 1)} | ${join(3, 1)}`,
    `20: 3x2x4 = 19>maxPool3 | ${output(3, 1)}`,
    "head: 18&20",
  ]);
});

Deno.test("networkGraph() of one cell a stage halves again what was halved", () => {
  const graph = programOf(1, [{ inputs: [0, 1], operations: [0] }], {
    image: [17, 6, 3],
    stages: 3,
    stemStride: 2,
  });
  assertEquals(describe(graph).map((line) => line.replaceAll(/cell(\d)\.block0\./g, "$1.")), [
    "0: 9x3x2 = images>stem.conv/2 | stem.norm",
    "1: 9x3x2 = 0>0.input0 + 0>0.input1 | 0.join",
    "2: 9x3x2 = 1 | 0.output",
    "3: 5x2x2 = 0>halve",
    "4: 5x2x2 = 2>halve",
    "5: 5x2x4 = 3>1.input0 + 4>1.input1 | 1.join",
    "6: 5x2x4 = 5 | 1.output",
    "7: 3x1x2 = 4>halve",
    "8: 3x1x4 = 6>halve",
    "9: 3x1x8 = 7>2.input0 + 8>2.input1 | 2.join",
    "10: 3x1x8 = 9 | 2.output",
    "head: 10",
  ]);
});

const nothing = { inputs: [0, 1], operations: [] };

Deno.test("networkGraph() leaves out a block that keeps no operation, no input, or only absent ones", () => {
  const kept = { inputs: [1], operations: [0] };
  for (
    const paths of [
      [nothing, kept],
      [{ inputs: [], operations: [0, 1] }, kept],
      // An absent input is passed over.
      [nothing, { inputs: [1, 2], operations: [0] }],
    ]
  ) {
    assertEquals(describe(programOf(2, paths)), [
      "0: 5x4x2 = images>stem.conv | stem.norm",
      "1: 5x4x2 = 0>cell0.block1.input1 | cell0.block1.join",
      "2: 5x4x2 = 1 | cell0.block1.output",
      "head: -&2",
    ]);
  }
  for (const second of [nothing, { inputs: [], operations: [1] }, { inputs: [2], operations: [1] }]) {
    assertEquals(describe(programOf(2, [nothing, second])), [
      "0: 5x4x2 = images>stem.conv | stem.norm",
      "head: -&-",
    ]);
  }
});

Deno.test("networkGraph() passes over a cell output of which nothing is there, and halves only what is", () => {
  // The first block reads two cells back only: the second cell reads the stem, as the first does.
  const twoBack = [{ inputs: [0], operations: [0] }, nothing];
  const graph = programOf(2, twoBack, { stages: 2 });
  assertEquals(describe(graph), [
    "0: 5x4x2 = images>stem.conv | stem.norm",
    "1: 5x4x2 = 0>cell0.block0.input0 | cell0.block0.join",
    "2: 5x4x2 = 1 | cell0.block0.output",
    "3: 3x2x2 = 0>halve",
    "4: 3x2x2 = 2>halve",
    "5: 3x2x4 = 3>cell1.block0.input0 | cell1.block0.join",
    "6: 3x2x4 = 5 | cell1.block0.output",
    "head: 6&-",
  ]);
  assertEquals(neededNodes(graph), [0, 3, 5, 6]);
  // With an absent block beside it, a cell is read with a gap.
  const oneBack = [nothing, { inputs: [1], operations: [0] }];
  assertEquals(describe(programOf(2, oneBack, { cellsPerStage: 2 })).slice(3), [
    "3: 5x4x2 = -&2>cell1.block1.input1 | cell1.block1.join",
    "4: 5x4x2 = 3 | cell1.block1.output",
    "head: -&4",
  ]);
  // If no cell is there, none of those after it is.
  assertEquals(describe(programOf(2, [nothing, nothing], { stages: 3 })).at(-1), "head: -&-");
});

Deno.test("networkGraph() of a plan of few paths is that of the plan of all, with other places", () => {
  const architecture = [{ inputs: [1], operations: [2, 4] }, { inputs: [0, 2], operations: [0] }];
  const other = { ...shape, stages: 2, cellsPerStage: 2 };
  const [all, own] = [planNetwork(spaceOf(2), other), planNetwork(spaceOf(2), other, architecture)];
  assertEquals(describe(networkGraph(own, architecture)), describe(networkGraph(all, architecture)));
});

Deno.test("networkGraph() refuses a path that has no parameters in the plan", () => {
  const kept: Paths = [{ inputs: [0], operations: [0] }, { inputs: [2], operations: [2, 4] }];
  const plan = planNetwork(spaceOf(2), shape, kept);
  networkGraph(plan, kept);
  const refused = (block: number, changed: Partial<Paths[number]>, path: string) =>
    assertThrows(
      () => networkGraph(plan, kept.with(block, { ...kept[block]!, ...changed })),
      RangeError,
      `Cannot run the path of ${path}: the network was planned without it`,
    );
  refused(0, { inputs: [1] }, "input 1");
  refused(1, { inputs: [0, 2] }, "input 0");
  refused(0, { operations: [0, 2] }, "pair");
  refused(1, { operations: [4, 5] }, "twice");
  // Operations without parameters, too: they were not planned.
  refused(1, { operations: [0] }, "identity");
});
