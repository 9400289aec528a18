import { assertEquals } from "@std/assert";
import { scoresOfSample } from "../../lib/records/mod.ts";

Deno.test("scoresOfSample() picks the accuracies of the sample's candidates, in the sample's order", () => {
  const candidates = [0.1, 0.2, 0.3, 0.4].map((accuracy) => ({ architecture: "a", accuracy, loss: 1 }));
  const sample = [3, 0, 2].map((index) => ({
    architecture: "a",
    index,
    standAlone: [0.8],
    parameters: 1,
    multiplyAdds: 1,
  }));
  assertEquals(scoresOfSample({ candidates }, sample), [0.4, 0.1, 0.3]);
});
