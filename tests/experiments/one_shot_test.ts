import { assert, assertEquals, assertMatch } from "@std/assert";
import { Buffer } from "node:buffer";
import { evaluatePaths, load, trainOneShot } from "../../lib/experiments/mod.ts";
import { partOf } from "../../lib/experiments/laboratory.ts";
import { planNetwork } from "../../lib/graph/mod.ts";
import { ablatedModels, mainModel, oneShotRun, weightsRun } from "../../lib/records/mod.ts";
import { allPaths } from "../../lib/space/mod.ts";
import { inLaboratory, tiny } from "./tiny.ts";

const model = mainModel(tiny);
const plan = planNetwork(tiny.space, tiny.shape);

Deno.test("trainOneShot() keeps weights that read back as the plan's floats, and tells how it went", () =>
  inLaboratory(1, async (lab) => {
    const told: [number, number][] = [];
    const telling = partOf(lab, (done, total) => told.push([done, total]));
    const { result, loaded, seconds } = await trainOneShot(telling, model);
    assertEquals(told, [1, 2, 3, 4, 5, 6].map((step) => [step, 6]));
    assertEquals([loaded, result.curve.length, seconds], [false, 6, result.seconds]);
    const kept = await load(lab, weightsRun(tiny, model));
    const { weights, statistics } = kept!.result;
    const bytes = Buffer.from(weights, "base64");
    assertEquals([bytes.length, statistics], [4 * plan.length, undefined]);
    assert(Number.isFinite(bytes.readFloatLE(0)) && bytes.readFloatLE(0) !== 0);
    assertEquals(kept!.provenance.seconds, seconds);
    const run = await load(lab, oneShotRun(tiny, model));
    assertMatch(run!.provenance.tensorflow!, /^2\.\d+/);

    const [again] = await evaluatePaths(lab, model, [allPaths(tiny.space)]);
    assertEquals(again, result.allOn);

    // Without its weights it is loaded all the same; whoever asks something new of it has it trained again.
    await Deno.remove(lab.store.path("weights", weightsRun(tiny, model).configuration));
    const second = await trainOneShot(lab, model);
    assertEquals([second.loaded, second.result, second.seconds], [true, result, seconds]);
    const [anew] = await evaluatePaths(lab, model, [allPaths(tiny.space)]);
    assertEquals(anew, result.allOn);
  }));

Deno.test("trainOneShot() keeps running statistics where the settings ask for them, and evaluates with them", () =>
  inLaboratory(1, async (lab) => {
    const [running] = ablatedModels(tiny, "running averages");
    const { result } = await trainOneShot(lab, running!);
    const kept = await load(lab, weightsRun(tiny, running!));
    assertEquals(Buffer.from(kept!.result.statistics!, "base64").length, 4 * plan.statisticsLength);
    // The same training, but measured otherwise.
    const batch = await trainOneShot(lab, model);
    assertEquals(batch.result.curve, result.curve);
    assert(batch.result.allOn.loss !== result.allOn.loss);
  }));
