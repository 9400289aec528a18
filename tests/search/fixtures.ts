/**
 * Spaces and scores with which searchers are tested.
 * @module
 */
import { gaussian, prng } from "../../lib/random.ts";
import type { Architecture } from "../../lib/space/architecture.ts";
import { architectureId } from "../../lib/space/canonical.ts";
import { enumerateArchitectures } from "../../lib/space/count.ts";
import type { Space } from "../../lib/space/space.ts";
import { evolution } from "../../lib/search/evolution.ts";
import { randomSearch } from "../../lib/search/random.ts";
import { reinforce } from "../../lib/search/reinforce.ts";
import type { Searcher, SearcherOptions, SearcherState } from "../../lib/search/searcher.ts";
import { table } from "../space/arbitraries.ts";

/** (3 * 6) * (6 * 6) = 648 encodings. */
export const smallSpace: Space = {
  blocks: 2,
  operations: table("x", "y", "z"),
  inputsPerBlock: [1, 2],
  operationsPerBlock: [1, 2],
};

/** Opens a searcher, new or from a state. */
export type OpenSearcher = (space: Space, options: SearcherOptions, state?: SearcherState) => Searcher;

/** The searchers by name; evolution with a population for short searches. */
export const searchers = {
  random: randomSearch,
  evolution: (space: Space, options: SearcherOptions, state?: SearcherState) =>
    evolution(space, { population: 20, tournament: 5, ...options }, state),
  reinforce,
} satisfies Record<string, OpenSearcher>;

/**
 * A smooth score: what the inputs and the operations of each block are worth in the mean, and a little for operations
 * of blocks that read each other. Worth depends on how many blocks a block has before it, not on its number, so the
 * score is a property of the network: the same for all its renumberings. Most steps in the space change it little.
 */
export function smoothScore(seed: number): (architecture: Architecture) => number {
  const drawn = new Map<string, number>();
  const worth = (...labels: (string | number)[]): number => {
    const key = labels.join(" ");
    if (!drawn.has(key)) drawn.set(key, gaussian(prng(seed, ...labels)));
    return drawn.get(key)!;
  };
  return (architecture) => {
    /** The outputs of the two cells before count as 0 and 1, those of blocks from 2 on. */
    const depths = [0, 1];
    return architecture.reduce((sum, { inputs, operations }) => {
      const depth = 1 + Math.max(1, ...inputs.map((input) => depths[input]!));
      depths.push(depth);
      const pairs = inputs.filter((input) => input > 1).flatMap((input) =>
        operations.flatMap((one) =>
          architecture[input - 2]!.operations.map((other) => worth("pair", one, other))
        )
      );
      return sum + mean(inputs.map((input) => worth("input", depth, depths[input]!))) +
        mean(operations.map((operation) => worth("operation", depth, operation))) +
        (pairs.length === 0 ? 0 : 0.3 * mean(pairs));
    }, 0);
  };
}

/** Of some numbers. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The greatest score in a small space, and how many different networks it has. */
export function exhaust(space: Space, score: (architecture: Architecture) => number) {
  const all = [...enumerateArchitectures(space)];
  return {
    greatest: Math.max(...all.map(score)),
    networks: new Set(all.map((architecture) => architectureId(space, architecture))).size,
  };
}

/** A scorer for `runSearch`. */
export function batchScorer(score: (architecture: Architecture) => number) {
  return (architectures: readonly Architecture[]) => Promise.resolve(architectures.map(score));
}
