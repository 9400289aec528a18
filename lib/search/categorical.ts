/**
 * The distribution over a finite number of categories with free logits: p = softmax(logits). What a policy is made of.
 * @module
 */
import { type Prng, uniform } from "../random.ts";

/** The probabilities: exp(logit) over the sum of all. */
export function probabilities(logits: readonly number[]): number[] {
  return logProbabilities(logits).map(Math.exp);
}

/** The logarithms of the probabilities, finite for finite logits. */
export function logProbabilities(logits: readonly number[]): number[] {
  const greatest = logits.reduce((most, logit) => Math.max(most, logit), -Infinity);
  const logSum = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - greatest), 0));
  return logits.map((logit) => logit - greatest - logSum);
}

/** A category, drawn with its probability. */
export function drawCategory(logits: readonly number[], rng: Prng): number {
  let left = uniform(rng);
  const chances = probabilities(logits);
  const drawn = chances.findIndex((chance) => (left -= chance) < 0);
  // Rounding can let the chances sum to less than what was drawn; then the likeliest is the one to give.
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
