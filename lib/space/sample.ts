/**
 * Random architectures: a new one, or a neighbour of one. Random search and evolution are made of them.
 * @module
 */
import { cannot } from "../options.ts";
import { choose, integer, type Prng, sample } from "../random.ts";
import type { Architecture } from "./architecture.ts";
import { binomial, countSubsets } from "./count.ts";
import { neighbours } from "./neighbours.ts";
import { blockInputs, type CountRange, type Space, validateSpace } from "./space.ts";

/**
 * An architecture, each encoding of the space equally likely.
 *
 * @throws {TypeError | RangeError} if the space has a fault
 *
 * @example Ten candidates for a search
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { prng } from "../random.ts";
 * import { validateArchitecture } from "./architecture.ts";
 * import { sampleArchitecture } from "./sample.ts";
 * import { paperSpace } from "./space.ts";
 *
 * const rng = prng(1, "candidates");
 * const candidates = Array.from({ length: 10 }, () => sampleArchitecture(paperSpace, rng));
 * for (const candidate of candidates) validateArchitecture(paperSpace, candidate);
 * assertEquals(sampleArchitecture(paperSpace, prng(1, "candidates")), candidates[0]);
 * ```
 */
export function sampleArchitecture(space: Space, rng: Prng): Architecture {
  validateSpace(space);
  return Array.from({ length: space.blocks }, (_, block) => ({
    inputs: sampleSubset(blockInputs(block), space.inputsPerBlock, rng),
    operations: sampleSubset(space.operations.length, space.operationsPerBlock, rng),
  }));
}

/**
 * One of an architecture's {@linkcode neighbours}, all equally likely.
 *
 * @throws {RangeError} if there are none
 */
export function mutateArchitecture(space: Space, architecture: Architecture, rng: Prng): Architecture {
  const candidates = neighbours(space, architecture);
  if (candidates.length === 0) {
    throw cannot("mutate an architecture", "a space of one", "a choice");
  }
  return choose(rng, candidates);
}

/** A subset as {@linkcode enumerateSubsets} lists them, all equally likely: larger sizes have more of them. */
function sampleSubset(candidates: number, range: CountRange, rng: Prng): number[] {
  let size = range[0];
  let rank = integer(rng, countSubsets(candidates, range));
  while (rank >= binomial(candidates, size)) {
    rank -= binomial(candidates, size);
    size++;
  }
  return sample(rng, [...Array(candidates).keys()], size).sort((a, b) => a - b);
}
