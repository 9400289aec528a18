import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { allPaths, type Paths } from "../../lib/space/architecture.ts";
import { networkCost } from "../../lib/graph/mod.ts";
import { type NetworkShape, validateNetworkShape } from "../../lib/space/mod.ts";
import { parseArchitecture } from "../../lib/space/format.ts";
import { paperSpace, type Space } from "../../lib/space/space.ts";
import { seeded, spaces } from "../space/arbitraries.ts";

const space: Space = {
  blocks: 2,
  operations: [
    { name: "identity", layers: [] },
    {
      name: "mix",
      layers: [{ kind: "depthwise", kernel: [3, 3] }, { kind: "norm" }, { kind: "conv", kernel: [1, 3] }],
    },
    { name: "max3", layers: [{ kind: "maxPool", size: 3 }] },
  ],
  inputsPerBlock: [1, 2],
  operationsPerBlock: [1, 2],
};
const shape: NetworkShape = {
  image: [5, 9, 2],
  classes: 3,
  filters: 2,
  stages: 2,
  cellsPerStage: 2,
  stemStride: 2,
};

Deno.test("networkCost() agrees with a network counted by hand", () => {
  // Weights w and norm parameters n; one multiply-add a weight a pixel.
  //
  // Stem, 5x9 -> 3x5 = 15 pixels, 2 -> 2 channels:  w 3*3*2*2 = 36                      n 2*2 = 4
  //
  // Stage 0, 15 pixels, F = 2. mix: w 3*3*2 + 1*3*2*2 = 30, n 2*2 = 4. Join and output norm of a block: n 8.
  // Cell 0 reads the stem twice (2 and 2 channels):
  //   block 0, c2+c1>identity+mix:  w 2*2 + 2*2 + 30 = 38                               n 8 + 4 = 12
  //   block 1, c1+b0>max3:          w 2*2 + 2*2      =  8                               n 8
  // Cell 1 reads the stem (2 channels) and cell 0 (2 blocks of 2: 4 channels):
  //   block 0                       w 2*2 + 4*2 + 30 = 42                               n 12
  //   block 1                       w 4*2 + 2*2      = 12                               n 8
  //
  // Stage 1, 2x3 = 6 pixels, F = 4. mix: w 3*3*4 + 1*3*4*4 = 84, n 2*4 = 8. Join and output norm: n 16.
  // Cell 2 reads cells 0 and 1 (4 and 4 channels):
  //   block 0                       w 4*4 + 4*4 + 84 = 116                              n 16 + 8 = 24
  //   block 1                       w 4*4 + 4*4      = 32                               n 16
  // Cell 3 reads cell 1 (4 channels) and cell 2 (2 blocks of 4: 8 channels):
  //   block 0                       w 4*4 + 8*4 + 84 = 132                              n 24
  //   block 1                       w 8*4 + 4*4      = 48                               n 16
  //
  // Head, 8 channels -> 3 classes: w 24, 3 biases.
  const architecture = parseArchitecture(space, "c2+c1>identity+mix|c1+b0>max3");
  assertEquals(networkCost(space, shape, architecture), {
    parameters: (36 + 4) + (46 + 20) + (54 + 20) + (148 + 40) + (180 + 40) + (24 + 3), // 615
    multiplyAdds: 15 * (36 + 46 + 54) + 6 * (148 + 180) + 24, // 4032
  });
});

Deno.test("networkCost() charges nothing for an absent block, nor for reading it", () => {
  // Block 0 keeps no operation. Block 1 is left with c1, which has 2, 4, 4 and 8 channels, and two norms.
  const half: Paths = [{ inputs: [0, 1], operations: [] }, { inputs: [1, 2], operations: [2] }];
  assertEquals(networkCost(space, shape, half), {
    parameters: (36 + 4) + (2 * 2 + 8) + (4 * 2 + 8) + (4 * 4 + 16) + (8 * 4 + 16) + (24 + 3),
    multiplyAdds: 15 * (36 + 2 * 2 + 4 * 2) + 6 * (4 * 4 + 8 * 4) + 24,
  });
});

Deno.test("networkCost() has stem and head left when all blocks are absent", () => {
  const stemAndHead = { parameters: (36 + 4) + (24 + 3), multiplyAdds: 15 * 36 + 24 };
  // Block 1 has both, but its only input is block 0, which lost all inputs.
  const chain: Paths = [{ inputs: [], operations: [1] }, { inputs: [2], operations: [1, 2] }];
  assertEquals(networkCost(space, shape, chain), stemAndHead);
  const none = { inputs: [], operations: [] };
  assertEquals(networkCost(space, shape, [none, none]), stemAndHead);
});

Deno.test("networkCost() of all paths of the paper's space in one cell has a closed form", () => {
  // Per block of F channels: pairs of separable 3, 5, 7: 2F (9 + 25 + 49) + 6F^2, 1x7 and 7x1: 14F^2, the four's
  // norms 8F, join and output norms 4F. Projections of 2 + 3 + 4 + 5 inputs of F channels: 14F^2.
  for (const F of [1, 8, 32]) {
    const one = {
      image: [8, 8, 3],
      classes: 10,
      filters: F,
      stages: 1,
      cellsPerStage: 1,
      stemStride: 1,
    } as const;
    const weights = 27 * F + 4 * (166 * F + 20 * F ** 2) + 14 * F ** 2;
    assertEquals(networkCost(paperSpace, one, allPaths(paperSpace)), {
      parameters: weights + 2 * F + 4 * 12 * F + 40 * F + 10,
      multiplyAdds: 64 * weights + 40 * F,
    });
  }
});

Deno.test("networkCost() never rises when paths are taken away", () => {
  const cases = spaces.chain((space) => {
    const part = (indices: readonly number[]) => fc.subarray([...indices]);
    const less = (paths: Paths): fc.Arbitrary<Paths> =>
      fc.tuple(
        ...paths.map((kept) => fc.record({ inputs: part(kept.inputs), operations: part(kept.operations) })),
      );
    return less(allPaths(space)).chain((more) =>
      fc.record({ space: fc.constant(space), more: fc.constant(more), fewer: less(more) })
    );
  });
  fc.assert(
    fc.property(cases, ({ space, more, fewer }) => {
      const before = networkCost(space, shape, more);
      const after = networkCost(space, shape, fewer);
      assert(after.parameters <= before.parameters && after.multiplyAdds <= before.multiplyAdds);
    }),
    seeded,
  );
});

Deno.test("networkCost() of parameters does not depend on the size of the image", () => {
  const paths = allPaths(space);
  const { parameters } = networkCost(space, shape, paths);
  assertEquals(
    networkCost(space, { ...shape, image: [32, 1, 2], stemStride: 1 }, paths).parameters,
    parameters,
  );
});

Deno.test("networkCost() checks paths and shape", () => {
  assertThrows(() => networkCost(space, shape, []), RangeError, "found 0 blocks, expected 2");
  assertThrows(
    () => networkCost(space, { ...shape, filters: 0 }, allPaths(space)),
    RangeError,
    "filters = 0",
  );
});

Deno.test("validateNetworkShape() names the size that is wrong", () => {
  validateNetworkShape(shape);
  const cases: [Partial<NetworkShape>, string][] = [
    [{ image: [0, 9, 2] }, "image[0] = 0: expected a positive integer"],
    [{ image: [5, 7.5, 2] }, "image[1] = 7.5"],
    [{ image: [5, 7, NaN] }, "image[2] = NaN"],
    [{ classes: -1 }, "classes = -1"],
    [{ filters: Infinity }, "filters = Infinity"],
    [{ stages: 0 }, "stages = 0"],
    [{ cellsPerStage: 0 }, "cellsPerStage = 0"],
    [{ filter: 8 } as Partial<NetworkShape>, "filter = 8: expected a name among image, classes, filters"],
    [{ stemStride: 3 as 1 }, "stemStride = 3: expected 1 or 2"],
  ];
  for (const [change, message] of cases) {
    assertThrows(() => validateNetworkShape({ ...shape, ...change }), RangeError, message);
  }
});
