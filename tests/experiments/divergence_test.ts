import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import {
  divergeCandidates,
  divergenceImages,
  drawCandidates,
  evaluatePaths,
  type Laboratory,
  openLaboratory,
  openReadOnly,
  predict,
  removePaths,
  showPredictions,
  withDivergence,
} from "../../lib/experiments/mod.ts";
import { partOf } from "../../lib/experiments/laboratory.ts";
import type { Profile } from "../../lib/profiles/mod.ts";
import { type Comparison, mainModel, referenceModel } from "../../lib/records/mod.ts";
import { openStore } from "../../lib/runs/mod.ts";
import { allPaths, formatArchitecture } from "../../lib/space/mod.ts";
import { symmetricKl } from "../../lib/stats/mod.ts";
import { inFolder } from "../runs/folder.ts";
import { tiny } from "./tiny.ts";

/** Counts of images that end within a batch are fine, but for the greatest. */
const profile: Profile = { ...tiny, divergence: { images: [5, 16, 32], search: 16, batchSize: 16, seed: 1 } };
const { space, shape: { classes } } = profile;
const comparison: Comparison = { candidates: mainModel(profile), reference: referenceModel(profile) };
const architectures = drawCandidates(profile, 3);
const texts = architectures.map((architecture) => formatArchitecture(space, architecture));

async function inLaboratory(
  workers: number,
  use: (lab: Laboratory, folder: string) => Promise<void>,
): Promise<void> {
  await inFolder(async (folder) => {
    const lab = openLaboratory(profile, { store: openStore(folder), workers });
    try {
      await use(lab, folder);
    } finally {
      await lab.close();
    }
  });
}

Deno.test("divergeCandidates() is the symmetric KL of the two predictions over the first so many images", async () => {
  await inLaboratory(2, async (lab) => {
    const told: [number, number][] = [];
    const telling = partOf(lab, (done, total) => void told.push([done, total]));
    const { result, loaded } = await divergeCandidates(telling, comparison, texts);
    assertEquals(loaded, false);
    assertEquals(told, [[1, 3], [2, 3], [3, 3]]);
    assertEquals(result.candidates.map(({ architecture }) => architecture), texts);

    const reference = await predict(lab, comparison.reference, allPaths(space));
    assertEquals(reference.length, 32 * classes);
    for (const [index, architecture] of architectures.entries()) {
      const predictions = await predict(lab, comparison.candidates, architecture);
      profile.divergence.images.forEach((count, place) => {
        const first = (logs: Float64Array) => logs.subarray(0, count * classes);
        const expected = symmetricKl(first(predictions), first(reference), classes);
        assert(expected > 0);
        assertAlmostEquals(result.candidates[index]!.divergences[place]!, expected, 1e-12);
      });
    }
    const again = await divergeCandidates(lab, comparison, texts);
    assertEquals([again.loaded, again.result], [true, result]);
    const other = await divergeCandidates(lab, { ...comparison, reference: comparison.candidates }, texts);
    assertEquals(other.loaded, false);
  });
});

Deno.test("showPredictions() keeps what is said of the first batch, and its true classes", async () => {
  await inLaboratory(1, async (lab, folder) => {
    const model = comparison.candidates;
    const [architecture] = architectures;
    const { result, loaded } = await showPredictions(lab, model, architecture!);
    assertEquals(loaded, false);
    const { indices, images: { labels } } = await divergenceImages(lab);
    const first = indices.subarray(0, profile.divergence.batchSize);
    assertEquals(result.labels, Array.from(first, (index) => labels[index]!));
    const all = await predict(lab, model, architecture!);
    assertEquals(result.logProbabilities.flat(), [...all.subarray(0, first.length * classes)]);
    const room = openReadOnly(profile, openStore(folder));
    assertEquals((await showPredictions(room, model, architecture!)).result, result);
    await assertRejects(() => showPredictions(room, model, architectures[1]!), Error, "is not recorded");
  });
});

Deno.test("withDivergence() finds a model with every path on at no distance from itself", async () => {
  await inLaboratory(1, async (lab) => {
    const model = comparison.reference;
    const paths = [allPaths(space), architectures[0]!];
    const [itself, candidate] = await withDivergence(
      lab,
      { candidates: model, reference: model },
      [16],
      (diverge) => diverge(paths),
    );
    assertEquals(itself, [0]);
    assert(candidate![0]! > 0);
  });
});

Deno.test("divergenceImages() are different training images, none of the validation's", async () => {
  await inLaboratory(1, async (lab) => {
    const { indices } = await divergenceImages(lab);
    const { parts } = await lab.resources();
    assertEquals(new Set(indices).size, 32);
    const training = new Set(parts.training.indices);
    assert(indices.every((image) => training.has(image)));
  });
});

Deno.test("removePaths() takes each path away once and measures what is left", async () => {
  await inLaboratory(2, async (lab) => {
    const model = comparison.candidates;
    const told: number[] = [];
    const telling = partOf(lab, (done, total) => {
      assertEquals(total, 1 + 19 + 19);
      told.push(done);
    });
    const { result: { allOn, removals } } = await removePaths(telling, model);
    // 2 + 3 inputs and 2 blocks of 7 operations.
    assertEquals(removals.length, 5 + 14);
    assertEquals(new Set(removals.map(({ block, kind, name }) => `${block} ${kind} ${name}`)).size, 19);
    assertEquals(told, Array.from({ length: 39 }, (_, index) => index + 1));

    const without = allPaths(space).with(1, { inputs: [0, 1], operations: [0, 1, 2, 3, 4, 5, 6] });
    const removal = removals.find(({ block, name }) => block === 1 && name === "b0")!;
    const [whole, rest] = await evaluatePaths(lab, model, [allPaths(space), without]);
    assertEquals([whole, rest!.accuracy], [allOn, removal.accuracy]);
    const [before, after] = [await predict(lab, model, allPaths(space)), await predict(lab, model, without)];
    assertAlmostEquals(removal.divergence, symmetricKl(before, after, classes), 1e-12);
  });
});

Deno.test("predictions are not compared on a part of a batch", async () => {
  await inLaboratory(1, async (lab) => {
    const message = "Cannot compare predictions of 40 images: expected a multiple of 16";
    const compare = () => withDivergence(lab, comparison, [40], () => Promise.resolve());
    await assertRejects(compare, RangeError, message);
  });
});

Deno.test("a read-only laboratory says that a divergence is not recorded", async () => {
  await inFolder(async (folder) => {
    const room = openReadOnly(profile, openStore(folder));
    await assertRejects(() => divergeCandidates(room, comparison, texts), Error, "is not recorded");
    await assertRejects(() => removePaths(room, comparison.candidates), Error, "is not recorded");
  });
});
