/**
 * A policy: independent categorical choices of the inputs and of the operations of each block, p = softmax(logits).
 * Plain data and pure functions.
 * @module
 */
import { cannot } from "../options.ts";
import { type Prng, uniform } from "../random.ts";
import type { Architecture } from "../space/architecture.ts";
import { countSubsets, enumerateSubsets } from "../space/count.ts";
import { blockInputs, type CountRange, type Space } from "../space/space.ts";

/** The sets that one choice is among, in a fixed order. */
export type Choice = readonly (readonly number[])[];

/** For each choice of {@linkcode policyChoices} a logit for each of its sets. */
export type Policy = readonly (readonly number[])[];

/** The most sets that one choice may be among; the logits of all are kept. */
const maxSets = 4096;

/**
 * The choices of a space: inputs of block 0, operations of block 0, inputs of block 1, ... Throws a `RangeError` if one
 * has more than 4096 sets.
 */
export function policyChoices({ blocks, operations, inputsPerBlock, operationsPerBlock }: Space): Choice[] {
  const subsets = (what: string, candidates: number, range: CountRange): Choice => {
    const count = countSubsets(candidates, range);
    if (count > maxSets) throw cannot("learn a policy", `${count} sets of ${what}`, `at most ${maxSets}`);
    return [...enumerateSubsets(candidates, range)];
  };
  return Array.from({ length: blocks }, (_, block) => [
    subsets(`inputs of block ${block}`, blockInputs(block), inputsPerBlock),
    subsets(`operations of block ${block}`, operations.length, operationsPerBlock),
  ]).flat();
}

/** The policy to which all sets of a choice are equally likely. */
export function uniformPolicy(choices: readonly Choice[]): Policy {
  return choices.map((sets) => sets.map(() => 0));
}

/** An architecture, drawn with its probability. */
export function drawFromPolicy(policy: Policy, choices: readonly Choice[], rng: Prng): Architecture {
  const sets = choices.map((choice, at) => choice[drawCategory(policy[at]!, rng)]!);
  return Array.from({ length: sets.length / 2 }, (_, block) => ({
    inputs: sets[2 * block]!,
    operations: sets[2 * block + 1]!,
  }));
}

/**
 * The policy after a step of `step` times a gradient: the sum of `weight` times the gradient of the log-probability over
 * the weighted architectures, and `entropyWeight` times the gradient of the entropy.
 */
export function stepPolicy(
  policy: Policy,
  choices: readonly Choice[],
  weighted: readonly { readonly architecture: Architecture; readonly weight: number }[],
  { step, entropyWeight }: { readonly step: number; readonly entropyWeight: number },
): Policy {
  const chosen = weighted.map(({ architecture, weight }) => ({
    categories: categoriesOf(choices, architecture),
    weight,
  }));
  return policy.map((logits, at) => {
    const gradient = entropyGradient(logits).map((value) => entropyWeight * value);
    for (const { categories, weight } of chosen) {
      logProbabilityGradient(logits, categories[at]!)
        .forEach((value, index) => gradient[index]! += weight * value);
    }
    return logits.map((logit, index) => logit + step * gradient[index]!);
  });
}

/** Which set of each choice an architecture has. */
export function categoriesOf(choices: readonly Choice[], architecture: Architecture): number[] {
  const sets = architecture.flatMap(({ inputs, operations }) => [inputs, operations]);
  return choices.map((choice, at) => choice.findIndex((set) => isSameSet(set, sets[at]!)));
}

function isSameSet(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((value, index) => value === other[index]);
}

/** The probabilities: exp(logit) over the sum of all. */
export function probabilities(logits: readonly number[]): number[] {
  return logProbabilities(logits).map(Math.exp);
}

/** The logarithms of the probabilities, finite for finite logits. */
export function logProbabilities(logits: readonly number[]): number[] {
  const greatest = Math.max(...logits);
  const logSum = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - greatest), 0));
  return logits.map((logit) => logit - greatest - logSum);
}

/** A category, drawn with its probability. */
export function drawCategory(logits: readonly number[], rng: Prng): number {
  let left = uniform(rng);
  const chances = probabilities(logits);
  const drawn = chances.findIndex((chance) => (left -= chance) < 0);
  // Rounding can make the chances sum to less than what was drawn: then the likeliest it is.
  return drawn >= 0 ? drawn : chances.indexOf(Math.max(...chances));
}

/** The gradient of log p(category) by the logits: 1 at the category, less the probabilities. */
export function logProbabilityGradient(logits: readonly number[], category: number): number[] {
  return probabilities(logits).map((chance, index) => (index === category ? 1 : 0) - chance);
}

/** The entropy -sum of p log p, in nats, from 0 to log(number of categories). */
export function entropy(logits: readonly number[]): number {
  return logProbabilities(logits).reduce((sum, log) => sum - Math.exp(log) * log, 0);
}

/** The gradient of the entropy H by the logits: -p (log p + H). */
export function entropyGradient(logits: readonly number[]): number[] {
  const whole = entropy(logits);
  return logProbabilities(logits).map((log) => -Math.exp(log) * (log + whole));
}
