/**
 * Regularised evolution (Real, Aggarwal, Huang, Le, Regularized evolution for image classifier architecture search,
 * 2019): the oldest of a population die, not the worst, so that only what scores well again and again survives.
 * @module
 */
import { check, members, optional, positiveInteger, refuse } from "../options.ts";
import { choose, prng } from "../random.ts";
import { formatArchitecture, parseArchitecture } from "../space/format.ts";
import { mutateArchitecture, sampleArchitecture } from "../space/sample.ts";
import type { Space } from "../space/space.ts";
import { openSearcher, requireMemory, searcherShape } from "./searcher.ts";
import type { Searcher, SearcherOptions, SearcherState } from "./searcher.ts";

/** Options of {@linkcode evolution}. */
export interface EvolutionOptions extends SearcherOptions {
  /** Architectures that live at a time, from 1. @default 50 */
  readonly population?: number;
  /** Individuals that compete to be the parent of one child, 1 to `population`. @default 10 */
  readonly tournament?: number;
}

const schema = members<EvolutionOptions>({
  ...searcherShape,
  population: optional(positiveInteger),
  tournament: optional(positiveInteger),
});

/** One of the population, as a state keeps it. */
interface Individual {
  readonly architecture: string;
  readonly score: number;
}

/**
 * Proposes architectures at random until the population is full. Then each proposal is a mutation of the winner of a
 * tournament: the best of some individuals drawn with replacement, of equally good ones the first drawn. All parents of
 * a batch come from the population before it. Scored children join, and as many of the oldest leave. A child outside the
 * limit is drawn again with another parent, so a parent that is surrounded by the limit is no dead end.
 *
 * A child may be a network that was proposed before, as in the original: so a good architecture outlives its age. It
 * costs a proposal but need not cost an evaluation, if the caller remembers scores.
 *
 * @param state of an earlier search with the same space and options, to continue it
 * @throws {RangeError} if the space or an option has a fault, or the state is of another search
 *
 * @example After the first population, children differ from a parent in one step
 * ```ts
 * import { assert, assertEquals } from "@std/assert";
 * import { formatArchitecture, neighbours, paperSpace } from "../space/mod.ts";
 * import { evolution } from "./evolution.ts";
 *
 * const searcher = evolution(paperSpace, { seed: 1, batchSize: 4, population: 4, tournament: 4 });
 * const parents = searcher.propose();
 * for (const { number } of parents) searcher.observe(number, 0.5);
 * const steps = parents.flatMap(({ architecture }) => neighbours(paperSpace, architecture));
 * const texts = steps.map((step) => formatArchitecture(paperSpace, step));
 * for (const { architecture } of searcher.propose()) {
 *   assert(texts.includes(formatArchitecture(paperSpace, architecture)));
 * }
 * ```
 */
export function evolution(space: Space, options: EvolutionOptions, state?: SearcherState): Searcher {
  check("Cannot search", schema, options);
  const { seed, population = 50, tournament = 10 } = options;
  if (tournament > population) {
    refuse("Cannot search", "tournament", tournament, `1 to the population, ${population}`);
  }
  return openSearcher<readonly Individual[]>({
    name: "evolution",
    space,
    options,
    settings: { population, tournament },
    strategy(memory = [], drawWithin) {
      requireMemory(
        Array.isArray(memory) && memory.length <= population &&
          memory.every(({ score }) => Number.isFinite(score)),
        `up to ${population} individuals with scores`,
      );
      /** From the oldest to the youngest. */
      let individuals = memory.map(({ architecture, score }) => ({
        architecture: parseArchitecture(space, architecture),
        score,
      }));
      return {
        propose(number) {
          const rng = prng(seed, "evolution", number);
          return drawWithin(() => {
            if (individuals.length < population) return sampleArchitecture(space, rng);
            const drawn = Array.from({ length: tournament }, () => choose(rng, individuals));
            const parent = drawn.reduce((best, one) => one.score > best.score ? one : best);
            return mutateArchitecture(space, parent.architecture, rng);
          });
        },
        learn(batch) {
          individuals = [...individuals, ...batch].slice(-population);
        },
        memory: () =>
          individuals.map(({ architecture, score }) => ({
            architecture: formatArchitecture(space, architecture),
            score,
          })),
      };
    },
  }, state);
}
