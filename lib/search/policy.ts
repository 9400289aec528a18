/**
 * A policy: independent categorical choices of the inputs and of the operations of each block. Plain data and pure
 * functions.
 * @module
 */
import type { Prng } from "../random.ts";
import type { Architecture } from "../space/architecture.ts";
import { countSubsets, enumerateSubsets } from "../space/count.ts";
import { blockInputs, type CountRange, type Space } from "../space/space.ts";
import { drawCategory, entropyGradient, logProbabilityGradient } from "./categorical.ts";

/** The sets that one choice is among, in a fixed order. */
export type Choice = readonly (readonly number[])[];

/** For each choice of {@linkcode policyChoices} a logit for each of its sets. */
export type Policy = readonly (readonly number[])[];

/** The most sets that one choice may be among; the logits of all are kept. */
const maxSets = 4096;

/**
 * The choices of a space: inputs of block 0, operations of block 0, inputs of block 1, ...
 *
 * @throws {RangeError} if there are more than 4096 sets to choose from
 */
export function policyChoices({ blocks, operations, inputsPerBlock, operationsPerBlock }: Space): Choice[] {
  const subsets = (what: string, candidates: number, range: CountRange): Choice => {
    const count = countSubsets(candidates, range);
    if (count > maxSets) {
      throw new RangeError(
        `Cannot learn a policy: found ${count} sets of ${what}, expected at most ${maxSets}`,
      );
    }
    return [...enumerateSubsets(candidates, range)];
  };
  return Array.from({ length: blocks }, (_, block) => [
    subsets(`inputs of block ${block}`, blockInputs(block), inputsPerBlock),
    subsets(`operations of block ${block}`, operations.length, operationsPerBlock),
  ]).flat();
}

/** The policy that finds all sets of a choice equally likely. */
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
 * The policy after a step along a gradient: the sum of `weight` times the gradient of the log-probability over the
 * weighted architectures, and `entropyWeight` times the gradient of the entropy.
 *
 * @param step length of the step in units of the gradient
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
  return one.length === other.length && one.every((member, index) => member === other[index]);
}
