/**
 * Agreement of two measurements beyond what others explain: do one-shot accuracies predict stand-alone ones among
 * networks of equal size, too?
 * @module
 */
import { cannot } from "../options.ts";
import { bootstrapEstimate, type BootstrapOptions, type Estimate } from "./bootstrap.ts";
import { meanRanks, pearson } from "./correlation.ts";
import { dot, type Numbers, requireNumbers } from "./numbers.ts";
import { mean } from "./summary.ts";

/** A remainder up to this share of a vector is rounding: the vector is a combination of the others. */
const ROUNDING = 1e-9;

/**
 * The partial Spearman correlation of `x` and `y` with covariates held fixed: Pearson's correlation of their
 * {@linkcode rankResiduals}. Without covariates it is `spearman`.
 *
 * Only ranks count, so a covariate and its logarithm are the same. A covariate that is constant or a combination of
 * others (as multiply-adds may be ranked just like parameters) holds nothing more fixed and is passed over: the fit's
 * coefficients would be undefined, but the correlation is not.
 *
 * @param covariates lists as long as `x`, for instance [parameters, multiplyAdds]
 * @returns NaN if the covariates explain all of `x` or all of `y`, or one is constant
 * @throws {RangeError} if the lists differ in length, have less than 3 numbers more than covariates, or one is not finite
 *
 * @example Two measurements that agree only because both grow with size
 * ```ts
 * import { assert, assertAlmostEquals } from "@std/assert";
 * import { spearman } from "./correlation.ts";
 * import { partialSpearman } from "./partial.ts";
 *
 * const size = [1, 2, 3, 4, 5, 6, 7, 8];
 * const x = [2, 1, 4, 3, 6, 5, 8, 7];
 * const y = [3, 4, 1, 2, 7, 8, 5, 6];
 * assert(spearman(x, y) > 0.5);
 * assertAlmostEquals(partialSpearman(x, y, [size]), -0.11, 0.01);
 * ```
 */
export function partialSpearman(x: Numbers, y: Numbers, covariates: readonly Numbers[]): number {
  requireLists("correlate with covariates held fixed", { x, y }, covariates);
  const basis = rankBasis(covariates);
  return pearson(residuals(x, basis), residuals(y, basis));
}

/**
 * What covariates leave unexplained: the ranks of a list less their fit by least squares to a constant and the ranks of
 * the covariates; all 0 if they explain the list wholly. An item above 0 ranks higher than its covariates predict.
 * Throws as {@linkcode partialSpearman}.
 *
 * @example The third and the fourth have changed places
 * ```ts
 * import { assert } from "@std/assert";
 * import { rankResiduals } from "./partial.ts";
 *
 * const [first, , third, fourth] = rankResiduals([10, 20, 40, 30, 50], [[1, 2, 3, 4, 5]]);
 * assert(third! > first! && first! > fourth!);
 * ```
 */
export function rankResiduals(values: Numbers, covariates: readonly Numbers[]): number[] {
  requireLists("take away what covariates explain", { values }, covariates);
  return residuals(values, rankBasis(covariates));
}

/** {@linkcode partialSpearman} and its bootstrap interval. */
export function partialSpearmanInterval(
  x: Numbers,
  y: Numbers,
  covariates: readonly Numbers[],
  options: BootstrapOptions,
): Estimate {
  return bootstrapEstimate([x, y, ...covariates], (x, y, ...held) => partialSpearman(x, y, held), options);
}

/** Checks that lists and covariates are as long as the first list, and long enough. */
function requireLists(
  purpose: string,
  lists: Readonly<Record<string, Numbers>>,
  covariates: readonly Numbers[],
): void {
  const named = [
    ...Object.entries(lists),
    ...covariates.map((list, index) => [`covariate ${index}`, list] as const),
  ];
  const [first, wanted] = named[0]!;
  for (const [name, { length }] of named) {
    if (length !== wanted.length) {
      throw cannot(purpose, `${length} numbers in ${name}`, `${wanted.length} as in ${first}`);
    }
  }
  for (const [, list] of named) requireNumbers(purpose, list, covariates.length + 3);
}

/** Unit vectors at right angles that span the centred ranks of the covariates (modified Gram-Schmidt). */
function rankBasis(covariates: readonly Numbers[]): Numbers[] {
  const basis: Numbers[] = [];
  for (const covariate of covariates) {
    const ranks = centredRanks(covariate);
    const rest = without(ranks, basis);
    const length = norm(rest);
    if (length > ROUNDING * norm(ranks)) basis.push(rest.map((value) => value / length));
  }
  return basis;
}

/** The ranks of a list, less their mean and their projections on a basis. */
function residuals(values: Numbers, basis: readonly Numbers[]): number[] {
  const ranks = centredRanks(values);
  const rest = without(ranks, basis);
  const isExplained = norm(rest) <= ROUNDING * norm(ranks);
  return rest.map((value) => isExplained ? 0 : value);
}

/** The vector less its projections on the basis, one after the other, so that rounding does not add up. */
function without(vector: Numbers, basis: readonly Numbers[]): Numbers {
  return basis.reduce((rest, axis) => {
    const along = dot(rest, axis);
    return rest.map((value, index) => value - along * axis[index]!);
  }, vector);
}

function centredRanks(values: Numbers): Numbers {
  const ranks = meanRanks(values);
  const average = mean(ranks);
  return ranks.map((rank) => rank - average);
}

function norm(vector: Numbers): number {
  return Math.sqrt(dot(vector, vector));
}
