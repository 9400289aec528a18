import { assert, assertEquals, assertMatch } from "@std/assert";
import { Buffer } from "node:buffer";
import { drawCandidates, trainOneShot } from "../../lib/experiments/mod.ts";
import { planNetwork } from "../../lib/network/mod.ts";
import { oneShotConfiguration, oneShotSchema } from "../../lib/records.ts";
import { architectureId } from "../../lib/space/mod.ts";
import { inFolder } from "../runs/folder.ts";
import { laboratoryIn, tiny } from "./tiny.ts";

Deno.test("drawCandidates() draws different networks, and more of them begin with the same", () => {
  const few = drawCandidates(tiny);
  const many = drawCandidates({ ...tiny, candidates: { ...tiny.candidates, count: 300 } });
  assertEquals(many.slice(0, few.length), few);
  assertEquals(new Set(many.map((candidate) => architectureId(tiny.space, candidate))).size, 300);
});

Deno.test("trainOneShot() keeps weights that read back as the plan's floats", async () => {
  await inFolder(async (folder) => {
    const laboratory = laboratoryIn(folder, 1);
    const { result, loaded } = await trainOneShot(laboratory);
    await laboratory.close();
    assertEquals(loaded, false);
    const bytes = Buffer.from(result.weights, "base64");
    assertEquals(bytes.length, 4 * planNetwork(tiny.space, tiny.shape).length);
    assert(Number.isFinite(bytes.readFloatLE(0)) && bytes.readFloatLE(0) !== 0);
    assertEquals(result.curve.length, 6);
    const run = await laboratory.store.load("one-shot", oneShotConfiguration(tiny), oneShotSchema);
    assertMatch(run!.provenance.tensorflow!, /^2\.\d+/);
  });
});
