import { assertEquals } from "@std/assert";
import { epochsOf } from "../../lib/experiments/mod.ts";
import { profiles } from "../../lib/profiles/mod.ts";

Deno.test("epochsOf() counts the images of all ghost batches, and leaves out those set aside", () => {
  const profile = { dataset: "fashion-mnist", split: { validation: 10_000, seed: 1 } };
  const { ghosts } = profiles.quick.oneShot.settings;
  // 50,000 images in steps of 2 x 25.
  assertEquals(epochsOf(profile, { steps: 1500, ghosts: { ...ghosts, count: 2, size: 25 } }), 1.5);
});
