/**
 * Agreement of two measurements beyond what others explain: do one-shot accuracies foretell stand-alone ones among
 * networks of equal size, too?
 * @module
 */
import { bootstrapInterval, type BootstrapOptions, type Estimate } from "./bootstrap.ts";
import { pearson } from "./correlation.ts";
import { pick, requireNumbers } from "./numbers.ts";
import { meanRanks } from "./rank.ts";

/** What remains of a unit vector that is a combination of others is rounding; anything more is larger by far. */
const ROUNDING = 1e-9;

/**
 * The partial Spearman correlation of `x` and `y`, from -1 to 1, with covariates held fixed: the ranks of `x` and of
 * `y` are each fitted by least squares to a constant and the ranks of the covariates; it is Pearson's correlation
 * of what the fits leave over. Without covariates it is `spearman`.
 *
 * Only ranks count, so a covariate and its logarithm are the same. Fits depend only on what combinations of the
 * covariates can say: a covariate that is a combination of others (as multiply-adds may be ranked just like
 * parameters) or that is constant holds nothing more fixed and is passed over. The correlation is as well defined
 * as without it, so this is no error; the coefficients of the fit would not be, but nobody sees them.
 *
 * @param covariates lists as long as `x`, for instance [parameters, multiplyAdds]
 * @returns NaN if the covariates explain all of `x` or all of `y`, or one is constant
 * @throws {RangeError} if the lists differ in length, have fewer than 3 numbers more than there are covariates, or
 * one is not finite
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
export function partialSpearman(
  x: readonly number[],
  y: readonly number[],
  covariates: readonly (readonly number[])[],
): number {
  const purpose = "correlate with covariates held fixed";
  requireLists(purpose, [["x", x], ["y", y], ...named(covariates)]);
  for (const list of [x, y, ...covariates]) requireNumbers(purpose, list, covariates.length + 3);
  const basis = rankBasis(covariates);
  return pearson(leftOver(x, basis), leftOver(y, basis));
}

/**
 * What covariates leave over of a list: its ranks less their fit by least squares to a constant and the ranks of the
 * covariates. Above 0 is an item that ranks higher than its covariates would have it. Pearson's correlation of two
 * such lists is their {@linkcode partialSpearman}.
 *
 * @param covariates lists as long as `values`
 * @returns in ranks; all 0 if the covariates explain the list wholly
 * @throws {RangeError} if the lists differ in length, have fewer than 3 numbers more than there are covariates, or
 * one is not finite
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
export function rankResiduals(
  values: readonly number[],
  covariates: readonly (readonly number[])[],
): number[] {
  const purpose = "take away what covariates explain";
  requireLists(purpose, [["values", values], ...named(covariates)]);
  for (const list of [values, ...covariates]) requireNumbers(purpose, list, covariates.length + 3);
  return leftOver(values, rankBasis(covariates));
}

/**
 * {@linkcode partialSpearman} and its bootstrap interval; the items are resampled with all their numbers.
 *
 * @throws {RangeError} if the lists are none that {@linkcode partialSpearman} takes, or an option is out of range
 */
export function partialSpearmanInterval(
  x: readonly number[],
  y: readonly number[],
  covariates: readonly (readonly number[])[],
  options: BootstrapOptions,
): Estimate {
  const estimate = partialSpearman(x, y, covariates);
  const resampled = (indices: Uint32Array) =>
    partialSpearman(pick(x, indices), pick(y, indices), covariates.map((list) => pick(list, indices)));
  return { estimate, ...bootstrapInterval(x.length, resampled, options), n: x.length };
}

type Vector = readonly number[];

const named = (covariates: readonly Vector[]) =>
  covariates.map((list, index) => [`covariate ${index}`, list] as const);

/** Checks that lists are as long as the first of them. */
function requireLists(purpose: string, lists: readonly (readonly [name: string, list: Vector])[]): void {
  const [first, wanted] = lists[0]!;
  for (const [name, { length }] of lists) {
    if (length !== wanted.length) {
      throw new RangeError(
        `Cannot ${purpose}: found ${length} numbers in ${name}, expected ${wanted.length} as in ${first}`,
      );
    }
  }
}

/** Unit vectors at right angles that span the ranks of the covariates, all of mean 0. */
function rankBasis(covariates: readonly Vector[]): Vector[] {
  return orthonormalBasis(covariates.map((covariate) => centred(meanRanks(covariate))));
}

/** The ranks of a list, less their mean and their projections on a basis. */
function leftOver(values: Vector, basis: readonly Vector[]): number[] {
  const ranks = centred(meanRanks(values));
  const rest = without(ranks, basis);
  const isExplained = norm(rest) <= ROUNDING * norm(ranks);
  return rest.map((value) => isExplained ? 0 : value);
}

/** Unit vectors at right angles that span what the vectors span (modified Gram-Schmidt). */
function orthonormalBasis(vectors: readonly Vector[]): Vector[] {
  const basis: Vector[] = [];
  for (const vector of vectors) {
    const rest = without(vector, basis);
    const length = norm(rest);
    if (length > ROUNDING * norm(vector)) basis.push(rest.map((value) => value / length));
  }
  return basis;
}

/** The vector less its projections on the basis, one after the other, so that rounding does not add up. */
function without(vector: Vector, basis: readonly Vector[]): Vector {
  return basis.reduce((rest, axis) => {
    const along = dot(rest, axis);
    return rest.map((value, index) => value - along * axis[index]!);
  }, vector);
}

function centred(values: Vector): Vector {
  const average = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - average);
}

function norm(vector: Vector): number {
  return Math.sqrt(dot(vector, vector));
}

function dot(a: Vector, b: Vector): number {
  return a.reduce((sum, value, index) => sum + value * b[index]!, 0);
}
