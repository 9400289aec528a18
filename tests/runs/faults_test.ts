import { assertEquals } from "@std/assert";
import { z } from "zod";
import { describeFaults } from "../../lib/runs/faults.ts";

const faultsOf = (schema: z.ZodType, value: unknown, limit?: number) =>
  describeFaults(schema.safeParse(value).error!, limit);

Deno.test("describeFaults() gives the path and the fault, in one line", () => {
  const schema = z.object({ scores: z.array(z.number("no number")) });
  assertEquals(faultsOf(schema, { scores: [1, "a", 2, "b"] }), "scores.1: no number; scores.3: no number");
  assertEquals(faultsOf(z.string("no text"), 1), "no text");
});

Deno.test("describeFaults() says how many more there are past its limit", () => {
  const values = Array(1000).fill(0);
  assertEquals(faultsOf(z.array(z.string("no text")), values, 2), "0: no text; 1: no text; and 998 more");
});
