/**
 * Regularised evolution (Real, Aggarwal, Huang, Le, Regularized evolution for image classifier architecture search,
 * 2019): a population in which the oldest die, not the worst, so that only what proves itself again and again through
 * its children stays.
 * @module
 */
import { check, members, optional, positiveInteger, refuse } from "../options.ts";
import { integer, prng } from "../random.ts";
import type { Architecture } from "../space/architecture.ts";
import { formatArchitecture, parseArchitecture } from "../space/format.ts";
import { mutateArchitecture, sampleArchitecture } from "../space/sample.ts";
import type { Space } from "../space/space.ts";
import { acceptsWithin, drawAccepted } from "./limit.ts";
import { openSearcher, requireMemory, searcherShape } from "./open_searcher.ts";
import type { Searcher, SearcherOptions, SearcherState } from "./searcher.ts";

/** Options of {@linkcode evolution}. */
export interface EvolutionOptions extends SearcherOptions {
  /** Architectures that live at a time, from 1. @default 50 */
  readonly population?: number;
  /** Members that compete to be the parent of one child, 1 to `population`. @default 10 */
  readonly tournament?: number;
}

const schema = members<EvolutionOptions>({
  ...searcherShape,
  population: optional(positiveInteger),
  tournament: optional(positiveInteger),
});

/** A member as a state keeps it. */
interface Member {
  readonly architecture: string;
  readonly score: number;
}

/**
 * Proposes architectures at random until the population is full. Then each proposal is a mutation of the best of some
 * members that are drawn with replacement (of equally good ones the first drawn); all parents of a batch come from the
 * population before it. Scored children join, and as many of the oldest leave. A child outside the limit is dropped and
 * drawn again, parent and all, so a parent that is surrounded by the limit is no dead end.
 *
 * A child may be a network that was proposed before, as in the original: to be found again is how a good architecture
 * outlives its age. It costs a proposal but need not cost an evaluation, if the caller remembers scores.
 *
 * @param state of an earlier search with the same space and options, to continue it
 * @throws {RangeError} if the space or an option has a fault, or the state is of another search
 *
 * @example After the first population, children differ from a member in one step
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
  const accepts = acceptsWithin(options.limit);
  return openSearcher<readonly Member[]>({
    name: "evolution",
    space,
    options,
    settings: { population, tournament },
    strategy(memory = [], tries) {
      requireMemory(
        Array.isArray(memory) && memory.length <= population &&
          memory.every(({ score }) => Number.isFinite(score)),
        `up to ${population} members with scores`,
      );
      /** From the oldest to the youngest. */
      let members = memory.map(({ architecture, score }) => ({
        architecture: parseArchitecture(space, architecture),
        score,
      }));
      return {
        propose(number) {
          const rng = prng(seed, "evolution", number);
          const draw = (): Architecture => {
            if (members.length < population) return sampleArchitecture(space, rng);
            const drawn = Array.from({ length: tournament }, () => members[integer(rng, members.length)]!);
            const parent = drawn.reduce((best, member) => member.score > best.score ? member : best);
            return mutateArchitecture(space, parent.architecture, rng);
          };
          return drawAccepted(draw, accepts, tries, "within the limit");
        },
        learn(batch) {
          members = [...members, ...batch].slice(-population);
        },
        memory: () =>
          members.map(({ architecture, score }) => ({
            architecture: formatArchitecture(space, architecture),
            score,
          })),
      };
    },
  }, state);
}
