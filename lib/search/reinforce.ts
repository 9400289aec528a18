/**
 * Search by policy gradient: REINFORCE (Williams, Simple statistical gradient-following algorithms for connectionist
 * reinforcement learning, 1992) on a policy without a network.
 * @module
 */
import { below1, check, from0, members, optional, positiveNumber } from "../options.ts";
import { prng } from "../random.ts";
import type { Space } from "../space/space.ts";
import {
  type Choice,
  drawFromPolicy,
  type Policy,
  policyChoices,
  stepPolicy,
  uniformPolicy,
} from "./policy.ts";
import { openSearcher, requireMemory, searcherShape } from "./searcher.ts";
import type { Scored, Searcher, SearcherOptions, SearcherState } from "./searcher.ts";

/** Options of {@linkcode reinforce}. */
export interface ReinforceOptions extends SearcherOptions {
  /** Step along the gradient, in logits, for scores at their usual distance from the baseline; above 0. @default 1 */
  readonly learningRate?: number;
  /** Share of the moving averages that each batch leaves as it is, 0 to less than 1. @default 0.9 */
  readonly decay?: number;
  /** Weight of the policy's entropy, in usual distances of a score per nat, from 0. @default 0.1 */
  readonly entropyWeight?: number;
}

type Settings = Required<Omit<ReinforceOptions, keyof SearcherOptions>>;

const schema = members<ReinforceOptions>({
  ...searcherShape,
  learningRate: optional(positiveNumber),
  decay: optional(below1),
  entropyWeight: optional(from0),
});

/** What was learnt. */
interface Memory {
  readonly policy: Policy;
  /** Moving average of the batches' mean scores. */
  readonly baseline: number;
  /** Moving average of the distance between score and baseline; began at 0. */
  readonly distance: number;
  /** Batches learnt from. */
  readonly batches: number;
}

/**
 * The policy chooses the inputs and the operations of each block independently, each from a categorical distribution
 * over all sets that the space allows; at first all are equally likely. A batch moves the logits along the mean of
 * (score - baseline) times the gradient of the proposal's log-probability, and along the gradient of the entropy, which
 * keeps the policy from settling too early. The baseline is a moving average of the scores of earlier batches (for the
 * first, of its own). Distances from it are divided by their own moving average, so that accuracies, which differ by
 * hundredths, and divergences, which differ by ones, can have the same learning rate.
 *
 * Proposals outside the limit are drawn again. The gradient leaves out how a step changes the chance to be within the
 * limit: with a baseline equal to the mean score, that part has mean zero. Proposals repeat once the policy has
 * converged: without repeats the sample would not be the policy's, whose gradient this is. A repeat costs a proposal but
 * need not cost an evaluation, if the caller remembers scores.
 *
 * @param state of an earlier search with the same space and options, to continue it
 * @throws {RangeError} if the space or an option has a fault, a block has more than 4096 sets to choose from, or the
 * state is of another search
 *
 * @example It comes to prefer what scores well
 * ```ts
 * import { assert } from "@std/assert";
 * import { type Architecture, paperSpace } from "../space/mod.ts";
 * import { reinforce, runSearch } from "./mod.ts";
 *
 * const score = (architectures: readonly Architecture[]) =>
 *   Promise.resolve(architectures.map(([first]) => Number(first!.operations.includes(3))));
 * const { history } = await runSearch(reinforce(paperSpace, { seed: 1 }), score, { budget: 808 });
 * // By chance, 7 of 28 sets of operations have number 3.
 * assert(history.slice(-8).filter(({ score }) => score === 1).length > 6);
 * ```
 */
export function reinforce(space: Space, options: ReinforceOptions, state?: SearcherState): Searcher {
  check("Cannot search", schema, options);
  const { seed, learningRate = 1, decay = 0.9, entropyWeight = 0.1 } = options;
  const settings = { learningRate, decay, entropyWeight };
  return openSearcher<Memory>({
    name: "reinforce",
    space,
    options,
    settings,
    strategy(memory, drawWithin) {
      const choices = policyChoices(space);
      if (memory !== undefined) requirePolicy(memory, choices);
      let learnt = structuredClone(memory) ??
        { policy: uniformPolicy(choices), baseline: 0, distance: 0, batches: 0 };
      return {
        propose(number) {
          const rng = prng(seed, "reinforce", number);
          return drawWithin(() => drawFromPolicy(learnt.policy, choices, rng));
        },
        learn(batch) {
          learnt = learn(learnt, choices, batch, settings);
        },
        memory: () => structuredClone(learnt),
      };
    },
  }, state);
}

function learn(
  { policy, baseline, distance, batches }: Memory,
  choices: readonly Choice[],
  batch: readonly Scored[],
  { learningRate, decay, entropyWeight }: Settings,
): Memory {
  const average = (value: (scored: Scored) => number): number =>
    batch.reduce((sum, scored) => sum + value(scored) / batch.length, 0);
  const meanScore = average(({ score }) => score);
  const reference = batches === 0 ? meanScore : baseline;
  const moved = decay * distance + (1 - decay) * average(({ score }) => Math.abs(score - reference));
  // Corrects for the 0 that the average began at.
  const usual = moved / (1 - decay ** (batches + 1));
  const weighted = batch.map(({ architecture, score }) => ({
    architecture,
    weight: usual === 0 ? 0 : (score - reference) / usual / batch.length,
  }));
  return {
    policy: stepPolicy(policy, choices, weighted, { step: learningRate, entropyWeight }),
    baseline: decay * reference + (1 - decay) * meanScore,
    distance: moved,
    batches: batches + 1,
  };
}

function requirePolicy({ policy, baseline, distance, batches }: Memory, choices: readonly Choice[]): void {
  const fits = Array.isArray(policy) && policy.length === choices.length &&
    policy.every((logits, at) => logits.length === choices[at]!.length && logits.every(Number.isFinite));
  requireMemory(
    fits && [baseline, distance, batches].every(Number.isFinite),
    "a logit for each set of each choice, and averages",
  );
}
