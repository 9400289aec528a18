import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { holdOut, sharedImages } from "../../lib/datasets/mod.ts";
import {
  drawCandidates,
  type Laboratory,
  openLaboratory,
  ownProfile,
  rankNetworks,
  search,
} from "../../lib/experiments/mod.ts";
import { partOf } from "../../lib/experiments/laboratory.ts";
import { integer, prng } from "../../lib/random.ts";
import { openStore } from "../../lib/runs/mod.ts";
import { formatArchitecture } from "../../lib/space/mod.ts";
import { inFolder } from "../runs/folder.ts";
import { inLaboratory, tiny } from "./tiny.ts";

const networks = drawCandidates(tiny).map((one) => formatArchitecture(tiny.space, one));
const history = (...scores: number[]) =>
  scores.map((score, index) => ({ architecture: networks[index]!, score }));
const accuracy = { searcher: "random", score: "accuracy" } as const;

Deno.test("rankNetworks() counts different networks, scores, and who shares the best", () => {
  const scored = [...history(0.5, 0.9, 0.1, 0.9, 0.2, 0.3), { architecture: networks[1]!, score: 0.9 }];
  const { networks: count, scores, best, step, warning } = rankNetworks(tiny, accuracy, scored);
  assertEquals([count, scores, best, step], [6, 5, 2, 1 / tiny.candidates.images]);
  assertMatch(warning!, /^2 of 6 networks share the best score: chance decides which of them is first$/);
});

Deno.test("rankNetworks() warns where the best is ahead of the median by hardly an image", () => {
  const images = tiny.candidates.images;
  const scored = (ahead: number) => history((50 + ahead) / images, 50 / images, 50 / images, 40 / images);
  assertEquals(rankNetworks(tiny, accuracy, scored(4)).warning, undefined);
  assertMatch(
    rankNetworks(tiny, accuracy, scored(3)).warning!,
    /^the best is ahead of the median by 3 of 100 images: other images would choose another$/,
  );
  // Divergences have no such steps; accuracies after training are of the other validation images, in whole batches.
  const divergence = rankNetworks(tiny, { ...accuracy, score: "divergence" }, scored(1));
  assertEquals([divergence.step, divergence.warning], [undefined, undefined]);
  const { split: { validation }, standAlone: { batchSize } } = tiny;
  const measured = validation - images - (validation - images) % batchSize;
  assertEquals(rankNetworks(tiny, { ...accuracy, score: "training" }, scored(1)).step, 1 / measured);
});

/** Noise of two classes, one of them with one image in fifty. */
function rareClass() {
  const [count, size] = [600, 16 * 16];
  const rng = prng(5, "images");
  const labels = Uint8Array.from({ length: count }, (_, image) => image % 50 === 0 ? 1 : 0);
  const pixels = Uint8Array.from({ length: count * size }, () => integer(rng, 256));
  const images = sharedImages([16, 16, 1], { pixels, labels });
  return { title: "Rare", ...holdOut({ images, classes: ["common", "rare"] }, { share: 0.2, seed: 1 }) };
}

/** A laboratory whose workers give these accuracies to the networks that they evaluate, over and over. */
function scoring(lab: Laboratory, accuracies: readonly number[]): Laboratory {
  let evaluated = 0;
  const evaluate = () => [{ accuracy: accuracies[evaluated++ % accuracies.length]!, loss: 1 }];
  return {
    ...lab,
    async resources() {
      const { pool, ...rest } = await lab.resources();
      const map =
        ((job, payloads, options) =>
          job === "evaluate"
            ? Promise.resolve(payloads.map(evaluate))
            : pool.map(job, payloads, options)) as typeof pool.map;
      return { ...rest, pool: { ...pool, map } };
    },
  };
}

Deno.test("search() ends where all networks score the same, and says what to do", () =>
  inFolder(async (folder) => {
    const base = ownProfile(rareClass());
    const settings = { ...base.oneShot.settings, steps: 2 };
    const profile = {
      ...base,
      oneShot: { ...base.oneShot, settings },
      search: { ...base.search, budget: 60 },
    };
    const lab = openLaboratory(profile, { store: openStore(folder), workers: 1 });
    try {
      const { indices, images: { labels } } = (await lab.resources()).parts.scoring;
      const rare = indices.filter((index) => labels[index] === 1).length;
      assert(rare > 0, "a class without an image to score on");
      const told: number[] = [];
      const { message } = await assertRejects(
        () => search(partOf(scoring(lab, [1]), (done) => told.push(done)), accuracy, 1),
        RangeError,
        `Cannot search: all of 24 different networks score 1 on ${indices.length} validation images, ` +
          `with ${rare} of "rare" among them; expected scores that tell networks apart. Set more images aside`,
      );
      assert(!message.includes("more steps"), message);
      // Not all of the budget is wasted.
      assertEquals(told.at(-1), 24);
      // A network that always says "common" is right as often.
      const guess = 1 - rare / indices.length;
      await assertRejects(
        () => search(scoring(lab, [guess]), accuracy, 2),
        RangeError,
        "Naming one class for all images gives as much, so train for more steps first.",
      );
    } finally {
      await lab.close();
    }
  }));

Deno.test("search() shows on its card that others share its best", () =>
  inLaboratory(1, async (lab) => {
    const found = await search(scoring(lab, [0.5, 0.75]), accuracy, 1);
    const { best, warning } = rankNetworks(tiny, accuracy, found.result.history);
    assertEquals(best, tiny.search.budget / 2);
    const card = Deno.inspect(found);
    assert(card.includes(warning!.slice(0, 40)), card);
  }));
