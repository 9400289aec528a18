/**
 * What a searcher may propose: bounds on the cost of an architecture, or any other condition.
 * @module
 */
import type { Architecture } from "../space/architecture.ts";
import type { Cost } from "../space/cost.ts";

/** Whether an architecture may be proposed; always says the same of the same architecture. */
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

/** The condition of a limit; without one, every architecture is accepted. */
export function acceptsWithin(limit: Limit | undefined): Accepts {
  if (limit === undefined) return () => true;
  if (typeof limit === "function") return limit;
  const { cost, parameters = Infinity, multiplyAdds = Infinity } = limit;
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

/**
 * Checks a limit.
 *
 * @throws {TypeError} if it is neither a condition nor has a cost
 * @throws {RangeError} if it has no bound, or one that is no positive number
 */
export function validateLimit(limit: Limit | undefined): void {
  if (limit === undefined || typeof limit === "function") return;
  if (typeof limit?.cost !== "function") {
    throw new TypeError(
      `Cannot limit a search: found cost ${String(limit?.cost)}, expected a function of an architecture`,
    );
  }
  const bounds = Object.entries({ parameters: limit.parameters, multiplyAdds: limit.multiplyAdds })
    .filter(([, bound]) => bound !== undefined);
  if (bounds.length === 0) {
    throw new RangeError("Cannot limit a search: found no bound, expected parameters or multiplyAdds");
  }
  for (const [name, bound] of bounds) {
    if (!(Number.isFinite(bound) && bound! > 0)) {
      throw new RangeError(`Cannot limit a search: found ${name} ${bound}, expected a positive number`);
    }
  }
}

/**
 * Draws until an architecture is accepted.
 *
 * @param tries the most draws, so that a limit that nothing meets ends in an error and not in a loop
 * @param wanted what the architecture should be, for the message
 * @throws {RangeError} if none of the draws is accepted
 */
export function drawAccepted(
  draw: () => Architecture,
  accepts: Accepts,
  tries: number,
  wanted: string,
): Architecture {
  for (let attempt = 0; attempt < tries; attempt++) {
    const drawn = draw();
    if (accepts(drawn)) return drawn;
  }
  throw new RangeError(
    `Cannot propose an architecture: found none in ${tries} draws, expected one ${wanted}`,
  );
}
