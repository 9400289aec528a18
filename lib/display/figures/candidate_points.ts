/**
 * Candidates as dots of a scatter plot.
 * @module
 */
import { parseArchitecture, type Space } from "../../space/mod.ts";
import type { ScatterPoint } from "./scatter.ts";

/**
 * Dots for {@linkcode scatter}, with the candidates' sizes among the facts.
 *
 * @param candidates architectures in their string form, with their cost
 * @param x, y a value for each candidate
 * @param facts what else is known, by name: a value for each candidate
 * @throws {SyntaxError | RangeError} if an architecture does not belong to the space
 *
 * @example One candidate
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { paperSpace } from "../../space/mod.ts";
 * import { candidatePoints } from "./candidate_points.ts";
 *
 * const architecture = "c2+c1>identity+sep3|c1>max3|b0+b1>conv7|b2>sep5";
 * const [point] = candidatePoints(paperSpace, [{ architecture, parameters: 9, multiplyAdds: 70 }], [0.7], [0.8], {
 *   rank: [1],
 * });
 * assertEquals(point!.facts, { rank: 1, parameters: 9, "multiply-adds": 70 });
 * ```
 */
export function candidatePoints(
  space: Space,
  candidates: readonly {
    readonly architecture: string;
    readonly parameters: number;
    readonly multiplyAdds: number;
  }[],
  x: readonly number[],
  y: readonly number[],
  facts: Readonly<Record<string, readonly unknown[]>> = {},
): ScatterPoint[] {
  return candidates.map(({ architecture, parameters, multiplyAdds }, index) => ({
    architecture: parseArchitecture(space, architecture),
    x: x[index]!,
    y: y[index]!,
    facts: {
      ...Object.fromEntries(Object.entries(facts).map(([name, values]) => [name, values[index]])),
      parameters,
      "multiply-adds": multiplyAdds,
    },
  }));
}
