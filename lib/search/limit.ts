/**
 * What a searcher may propose: bounds on the cost of an architecture, or any other condition.
 * @module
 */
import { anyFunction, check, members, optional, positiveNumber, refuse } from "../options.ts";
import type { Cost } from "../graph/mod.ts";
import type { Architecture } from "../space/architecture.ts";

/** Whether an architecture may be proposed: always the same for the same architecture. */
export type Accepts = (architecture: Architecture) => boolean;

/** Upper bounds, themselves allowed; at least one. */
export interface CostLimit {
  /** What an architecture costs, for instance by `networkCost`. */
  readonly cost: (architecture: Architecture) => Cost;
  /** The most parameters, a positive number. @default no bound */
  readonly parameters?: number;
  /** The most multiply-adds of one image, a positive number. @default no bound */
  readonly multiplyAdds?: number;
}

export type Limit = Accepts | CostLimit;

const schema = members<CostLimit>({
  cost: anyFunction,
  parameters: optional(positiveNumber),
  multiplyAdds: optional(positiveNumber),
});

/**
 * The condition of a limit; without one, every architecture is accepted. Throws a `RangeError` if the limit has an unknown
 * name, no cost, no bound, or a bound that is no positive number.
 */
export function acceptsWithin(limit: Limit | undefined): Accepts {
  if (limit === undefined) return () => true;
  if (typeof limit === "function") return limit;
  check("Cannot limit a search", schema, limit, "limit");
  const { cost, parameters = Infinity, multiplyAdds = Infinity } = limit;
  if (parameters === Infinity && multiplyAdds === Infinity) {
    refuse("Cannot limit a search", "limit", limit, "parameters or multiplyAdds, or both");
  }
  return (architecture) => {
    const found = cost(architecture);
    return found.parameters <= parameters && found.multiplyAdds <= multiplyAdds;
  };
}

/** What a saved state can say of a limit: its bounds, but not the condition or the cost, which are functions. */
export function describeLimit(limit: Limit | undefined): unknown {
  if (limit === undefined) return null;
  if (typeof limit === "function") return "condition";
  return { parameters: limit.parameters ?? null, multiplyAdds: limit.multiplyAdds ?? null };
}
