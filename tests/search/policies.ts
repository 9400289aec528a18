/**
 * What a policy thinks of architectures, for the tests of its gradients.
 * @module
 */
import { categoriesOf, type Choice, logProbabilities, type Policy } from "../../lib/search/policy.ts";
import type { Architecture } from "../../lib/space/mod.ts";

/** The logarithm of the probability of an architecture: the sum over its choices. */
export function policyLogProbability(
  policy: Policy,
  choices: readonly Choice[],
  architecture: Architecture,
): number {
  return categoriesOf(choices, architecture)
    .reduce((sum, category, at) => sum + logProbabilities(policy[at]!)[category]!, 0);
}
