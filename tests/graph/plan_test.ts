import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { networkCost, planNetwork } from "../../lib/graph/mod.ts";
import { prng } from "../../lib/random.ts";
import { allPaths, type NetworkShape, paperSpace, sampleArchitecture } from "../../lib/space/mod.ts";

const shape: NetworkShape = {
  image: [28, 28, 1],
  classes: 10,
  filters: 16,
  stages: 2,
  cellsPerStage: 2,
  stemStride: 2,
};

Deno.test("planNetwork() holds the parameters that networkCost() counts", () => {
  const rng = prng(8, "plans");
  const paths = [
    allPaths(paperSpace),
    ...Array.from({ length: 20 }, () => sampleArchitecture(paperSpace, rng)),
  ];
  for (const kept of paths) {
    const { segments } = planNetwork(paperSpace, shape, kept);
    const parameters = segments.reduce((sum, { size }) => sum + size, 0);
    assertEquals(parameters, networkCost(paperSpace, shape, kept).parameters);
  }
});

Deno.test("planNetwork() keeps all paths unless told", () => {
  const { layout: _, ...told } = planNetwork(paperSpace, shape, allPaths(paperSpace));
  const { layout: __, ...untold } = planNetwork(paperSpace, shape);
  assertEquals(untold, told);
});

Deno.test("planNetwork() gives segments and statistics places of their own, and names that differ", () => {
  const { segments, length, norms, statisticsLength } = planNetwork(paperSpace, shape);
  assertEquals(new Set(segments.map(({ name }) => name)).size, segments.length);
  let end = 0;
  for (const { offset, size, shape } of segments) {
    assert(offset >= end);
    assertEquals(shape.reduce((product, side) => product * side, 1), size);
    end = offset + size;
  }
  assert(length >= end);
  let slot = 0;
  for (const norm of norms) {
    assertEquals(norm.slot, slot);
    assertEquals(norm.scale.size, norm.offset.size);
    slot += 2 * norm.scale.size;
  }
  assertEquals(statisticsLength, slot);
});

Deno.test("planNetwork() lays out one block by hand", () => {
  const operations = paperSpace.operations.filter(({ name }) => ["conv7", "max3"].includes(name));
  const space = { ...paperSpace, blocks: 1, operations };
  const { segments } = planNetwork(space, {
    ...shape,
    cellsPerStage: 1,
    filters: 4,
    image: [5, 5, 3],
  });
  const cell = (index: number, twoBack: number, oneBack: number, channels: number) => [
    [`cell${index}.block0.input0`, 1, 1, twoBack, channels],
    [`cell${index}.block0.input1`, 1, 1, oneBack, channels],
    [`cell${index}.block0.join.scale`, channels],
    [`cell${index}.block0.join.offset`, channels],
    [`cell${index}.block0.conv7.0`, 1, 7, channels, channels],
    [`cell${index}.block0.conv7.1.scale`, channels],
    [`cell${index}.block0.conv7.1.offset`, channels],
    [`cell${index}.block0.conv7.2`, 7, 1, channels, channels],
    [`cell${index}.block0.output.scale`, channels],
    [`cell${index}.block0.output.offset`, channels],
  ];
  assertEquals(segments.map(({ name, shape }) => [name, ...shape]), [
    ["stem.conv", 3, 3, 3, 4],
    ["stem.norm.scale", 4],
    ["stem.norm.offset", 4],
    ...cell(0, 4, 4, 4),
    ...cell(1, 4, 4, 8),
    ["head.weights", 8, 10],
    ["head.bias", 10],
  ]);
  assertEquals(segments.filter(({ decays }) => decays).map(({ shape }) => shape.length), [
    ...Array(9).fill(4),
    2,
  ]);
});

Deno.test("planNetwork() counts the inputs that one output sums, in each kind of layer", () => {
  const { segments } = planNetwork({ ...paperSpace, blocks: 1 }, { ...shape, filters: 4, image: [5, 5, 3] });
  const fanIn = (name: string) => segments.find((segment) => segment.name === name)!.fanIn;
  // 3 x 3 pixels of 3 channels; one pixel of the 4 channels before; 7 of them; 5 x 5 of one channel; the 8 features.
  const names = ["stem.conv", "cell0.block0.input1", "cell0.block0.conv7.0", "cell0.block0.sep5.0"];
  assertEquals([...names, "cell0.block0.sep5.1", "head.weights"].map(fanIn), [27, 4, 28, 25, 4, 8]);
  assert(segments.every(({ fanIn, name }) => (fanIn > 0) === !/(scale|offset|bias)$/.test(name)));
});

Deno.test("planNetwork() leaves no room for paths that are not kept", () => {
  const kept = allPaths(paperSpace).map(() => ({ inputs: [1], operations: [5] }));
  const plan = planNetwork(paperSpace, shape, kept);
  const block = plan.segments.filter(({ name }) => name.startsWith("cell0.block0."));
  const parts = ["input1", "join.scale", "join.offset", "output.scale", "output.offset"];
  assertEquals(block.map(({ name }) => name.slice("cell0.block0.".length)), parts);
  assertNotEquals(plan.length, planNetwork(paperSpace, shape).length);
});
