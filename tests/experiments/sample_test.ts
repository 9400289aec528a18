import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  chooseSample,
  drawCandidates,
  openReadOnly,
  sampleChances,
  stratify,
  trainSample,
} from "../../lib/experiments/mod.ts";
import { modelsAtRate } from "../../lib/records/mod.ts";
import { openStore } from "../../lib/runs/mod.ts";
import { formatArchitecture } from "../../lib/space/mod.ts";
import { inFolder } from "../runs/folder.ts";
import { plantModel, plantStudy } from "./planted.ts";
import { tiny } from "./tiny.ts";

const profile = {
  ...tiny,
  candidates: { ...tiny.candidates, count: 100 },
  standAlone: { ...tiny.standAlone, each: 10 },
};

Deno.test("stratify() spreads over the scores", () => {
  // All but ten are crowded at the top.
  const scores = Array.from({ length: 100 }, (_, index) => index < 10 ? index / 20 : 0.9 + index / 1000);
  const chosen = stratify(profile, scores);
  assertEquals([chosen.length, new Set(chosen).size], [10, 10]);
  assert(chosen.filter((index) => index < 10).length >= 5);
});

Deno.test("chooseSample() takes as many of each rate, by the scores of its first model", () =>
  inFolder(async (folder) => {
    const store = openStore(folder);
    // Each rate has its own ten poor candidates; the second seed has others, which are not asked.
    const poor = new Map(profile.rates.map((rate, place) => [rate, 20 * place]));
    for (const rate of profile.rates) {
      const [first, second] = modelsAtRate(profile, rate);
      const from = poor.get(rate)!;
      const score = (index: number, at: number) =>
        index >= at && index < at + 10 ? (index - at) / 20 : 0.9 + index / 1000;
      await plantModel(store, profile, first!, (_, index) => score(index, from));
      await plantModel(store, profile, second!, (_, index) => score(index, from + 60));
    }
    const chosen = await chooseSample(openReadOnly(profile, store));
    const expected = new Set(profile.rates.flatMap((rate) => {
      const from = poor.get(rate)!;
      const scores = Array.from(
        { length: 100 },
        (_, index) => index >= from && index < from + 10 ? (index - from) / 20 : 0.9 + index / 1000,
      );
      return stratify(profile, scores);
    }));
    assertEquals(chosen, [...expected].sort((a, b) => a - b));
    for (const rate of profile.rates) {
      const from = poor.get(rate)!;
      assert(chosen.filter((index) => index >= from && index < from + 10).length >= 5, `rate ${rate}`);
    }
    assert(chosen.length <= profile.rates.length * profile.standAlone.each);
  }));

Deno.test("sampleChances() are those of being chosen at any rate", () => {
  const { rates } = profile;
  // At the first rate the first of 100 is alone at the bottom, so it is chosen; at the others all are alike.
  const accuracies = rates.map((_, place) =>
    Array.from({ length: 100 }, (_, index) => place > 0 || index > 0 ? 1 : 0)
  );
  const others = 0.9 ** (rates.length - 1);
  const chances = sampleChances(profile, accuracies);
  assertEquals(chances[0], 1);
  for (const chance of chances.slice(1)) assertAlmostEquals(chance, 1 - (1 - 9 / 99) * others, 1e-12);
});

Deno.test("trainSample() gives each candidate the accuracies of its own trainings, seed by seed", () =>
  inFolder(async (folder) => {
    const store = openStore(folder);
    const truth = (_: unknown, index: number, seed: number) => 0.1 + index / 1000 + seed / 100;
    await plantStudy(store, profile, { score: () => (_, index) => index / 100, truth });
    const room = openReadOnly(profile, store);
    const texts = drawCandidates(profile).map((one) => formatArchitecture(profile.space, one));
    const indices = await chooseSample(room);
    const { result, loaded, seconds } = await trainSample(room, indices);
    assertEquals(result.map(({ index }) => index), indices);
    for (const { index, architecture, standAlone } of result) {
      assertEquals(architecture, texts[index]);
      assertEquals(standAlone, profile.standAlone.seeds.map((seed) => truth(undefined, index, seed)));
    }
    // 8 s each, two side by side.
    const trainings = indices.length * profile.standAlone.seeds.length;
    assertEquals([loaded, seconds], [true, trainings * 8 / 2]);
  }));
