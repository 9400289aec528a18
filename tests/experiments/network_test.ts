import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { datasetInfo, firstImages, loadTest } from "../../lib/datasets/mod.ts";
import {
  drawCandidates,
  freezeNetwork,
  networkAnswers,
  testNetwork,
  trainNetwork,
} from "../../lib/experiments/mod.ts";
import { encodeOnnx } from "../../lib/export/mod.ts";
import { mean } from "../../lib/stats/mod.ts";
import { inLaboratory, tiny } from "./tiny.ts";

Deno.test("trainNetwork() keeps the weights of a network, which is frozen, tested and asked", () =>
  inLaboratory(2, async (lab) => {
    const [architecture] = drawCandidates(tiny);
    const { result: network, loaded } = await trainNetwork(lab, architecture!, 1);
    const again = await trainNetwork(lab, architecture!, 1);
    assertEquals([loaded, again.loaded], [false, true]);
    assertEquals(again.result, network);
    const other = await trainNetwork(lab, architecture!, 2);
    assert(other.result.weights.some((value, place) => value !== network.weights[place]));

    const frozen = await freezeNetwork(lab, network);
    assert(encodeOnnx(frozen).length > 1000);
    const [byBatch, fixed] = [
      await testNetwork(lab, network),
      await testNetwork(lab, network, frozen.statistics),
    ];
    assert(byBatch.loss !== fixed.loss && Math.abs(byBatch.loss - fixed.loss) < 0.2);

    // All test images: whole batches, of every class as many.
    const names = datasetInfo(tiny.dataset).classes;
    assertEquals(
      byBatch.classes.map(({ name, images }) => [name, images]),
      names.map((name) => [name, 1000]),
    );
    assertAlmostEquals(mean(byBatch.classes.map(({ accuracy }) => accuracy!)), byBatch.accuracy, 1e-12);

    const { classes } = tiny.shape;
    const images = firstImages((await loadTest(tiny.dataset)).images, 5);
    const answers = await networkAnswers(lab, network, frozen.statistics, images);
    assertEquals(answers.length, 5 * classes);
    // Of one image the same is said, whatever others are asked about with it.
    const first = await networkAnswers(lab, network, frozen.statistics, firstImages(images, 1));
    for (const [place, value] of first.entries()) assertAlmostEquals(answers[place]!, value, 1e-6);
    for (let image = 0; image < 5; image++) {
      const sum = answers.subarray(image * classes, (image + 1) * classes).reduce((a, b) => a + b, 0);
      assertAlmostEquals(sum, 1, 1e-6);
    }
  }));
