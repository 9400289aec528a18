import { assert, assertEquals, assertThrows } from "@std/assert";
import { acceptsWithin, describeLimit, type Limit } from "../../lib/search/limit.ts";
import type { Architecture } from "../../lib/space/architecture.ts";

/** An architecture of one block that costs as many parameters as it has operations, and 10 multiply-adds each. */
const ofSize = (size: number): Architecture => [{ inputs: [0], operations: Array(size).fill(0) }];
const cost = ([block]: Architecture) => ({
  parameters: block!.operations.length,
  multiplyAdds: 10 * block!.operations.length,
});

Deno.test("acceptsWithin() accepts up to the bounds, themselves included", () => {
  const accepted = (limit: Limit | undefined) =>
    [1, 2, 3, 4].filter((size) => acceptsWithin(limit)(ofSize(size)));
  assertEquals(accepted(undefined), [1, 2, 3, 4]);
  assertEquals(accepted({ cost, parameters: 3 }), [1, 2, 3]);
  assertEquals(accepted({ cost, multiplyAdds: 20 }), [1, 2]);
  assertEquals(accepted({ cost, parameters: 3, multiplyAdds: 10 }), [1]);
  assertEquals(accepted(([block]) => block!.operations.length % 2 === 0), [2, 4]);
});

Deno.test("describeLimit() gives JSON values that tell bounds apart", () => {
  const limits: (Limit | undefined)[] = [
    undefined,
    () => true,
    { cost, parameters: 3 },
    { cost, multiplyAdds: 3 },
    { cost, parameters: 3, multiplyAdds: 3 },
  ];
  const texts = limits.map((limit) => JSON.stringify(describeLimit(limit)));
  assertEquals(new Set(texts).size, limits.length);
  assert(texts.every((text, index) => text === JSON.stringify(describeLimit(limits[index]))));
});

Deno.test("acceptsWithin() refuses what bounds nothing, and names that are unknown", () => {
  acceptsWithin({ cost, parameters: 0.5 });
  const cases: [unknown, string][] = [
    [{ cost }, "limit = { cost: [Function: cost] }: expected parameters or multiplyAdds, or both"],
    [{ cost, parameters: 0 }, "parameters = 0: expected a positive number"],
    [{ cost, multiplyAdds: NaN }, "multiplyAdds = NaN"],
    [{ cost, parameters: 1, multiplyAdds: Infinity }, "multiplyAdds = Infinity"],
    [{ parameters: 3 }, "cost = undefined: expected a function"],
    [
      { cost, parameter: 3 },
      "parameter = 3: expected a name among cost, parameters, multiplyAdds; did you mean",
    ],
    [null, "limit = null: expected an object with cost"],
  ];
  for (const [limit, message] of cases) {
    assertThrows(() => acceptsWithin(limit as Limit), RangeError, `Cannot limit a search with ${message}`);
  }
});
