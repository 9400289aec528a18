import { assertEquals } from "@std/assert";
import { scoresOfSample } from "../../lib/records/mod.ts";

Deno.test("scoresOfSample() picks the accuracies of the sample's candidates, in the sample's order", () => {
  const candidates = [..."abcd"].map((architecture, place) => ({
    architecture,
    accuracy: place / 10,
    loss: 1,
  }));
  const sample = [..."dac"].map((architecture) => ({ architecture }));
  assertEquals(scoresOfSample({ candidates }, sample), [0.3, 0, 0.2]);
});
