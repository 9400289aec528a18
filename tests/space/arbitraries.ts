/**
 * Random spaces and architectures for property tests, drawn without the code under test.
 * @module
 */
import fc from "fast-check";
import type { Architecture } from "../../lib/space/architecture.ts";
import type { LayerSpec, Operation } from "../../lib/space/operations.ts";
import type { Space } from "../../lib/space/space.ts";

/** Settings of `fc.assert`: the cases are the same in each run. */
export const seeded = { seed: 2018, numRuns: 300 } as const;

/** An operation of one layer for each name. */
export function table(...names: string[]): Operation[] {
  return names.map((name) => ({ name, layers: [{ kind: "conv", kernel: [1, 1] }] }));
}

/** Plain objects, as `assertEquals` tells those without a prototype from the others. */
function record<T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> {
  return fc.record<T>(model, { noNullPrototype: true }) as fc.Arbitrary<T>;
}

const odd = fc.integer({ min: 0, max: 3 }).map((half) => 2 * half + 1);

const layers: fc.Arbitrary<LayerSpec> = fc.oneof(
  record({ kind: fc.constant("conv" as const), kernel: fc.tuple(odd, odd) }),
  record({ kind: fc.constant("depthwise" as const), kernel: fc.tuple(odd, odd) }),
  fc.constant({ kind: "norm" as const }),
  record({ kind: fc.constantFrom("maxPool" as const, "averagePool" as const), size: odd }),
);

const operations: fc.Arbitrary<Operation[]> = fc.uniqueArray(
  record({ name: fc.stringMatching(/^[a-z][a-z0-9_]{0,5}$/), layers: fc.array(layers, { maxLength: 4 }) }),
  { minLength: 1, maxLength: 5, selector: ({ name }) => name },
);

/** Spaces of up to 5 blocks and 5 operations with any legal ranges. */
export const spaces: fc.Arbitrary<Space> = record({ blocks: fc.integer({ min: 1, max: 5 }), operations })
  .chain(({ blocks, operations }) =>
    record({
      blocks: fc.constant(blocks),
      operations: fc.constant(operations),
      inputsPerBlock: ranges(2, blocks + 1),
      operationsPerBlock: ranges(operations.length, operations.length),
    })
  );

function ranges(greatestMin: number, greatestMax: number): fc.Arbitrary<readonly [number, number]> {
  return fc.integer({ min: 1, max: greatestMin })
    .chain((min) => fc.tuple(fc.constant(min), fc.integer({ min, max: greatestMax })));
}

/** Architectures of a space, each with some probability. */
export function architecturesOf(space: Space): fc.Arbitrary<Architecture> {
  const subset = (candidates: number, [min, max]: readonly [number, number]) =>
    fc.subarray(Array.from({ length: candidates }, (_, index) => index), {
      minLength: min,
      maxLength: Math.min(max, candidates),
    });
  const blocks = Array.from({ length: space.blocks }, (_, block) =>
    record({
      inputs: subset(2 + block, space.inputsPerBlock),
      operations: subset(space.operations.length, space.operationsPerBlock),
    }));
  return fc.tuple(...blocks);
}

/** A space and `count` of its architectures. */
export function spacesWith(count: number): fc.Arbitrary<{ space: Space; architectures: Architecture[] }> {
  return spaces.chain((space) =>
    record({
      space: fc.constant(space),
      architectures: fc.array(architecturesOf(space), { minLength: count, maxLength: count }),
    })
  );
}
