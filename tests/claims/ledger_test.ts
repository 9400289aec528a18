import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { FULL, ledger, pathDropoutClaim } from "../../lib/claims/mod.ts";
import { openReadOnly, takeSample } from "../../lib/experiments/mod.ts";
import type { Profile } from "../../lib/profiles/mod.ts";
import {
  ablatedModels,
  ALL_ON,
  controlModels,
  divergenceRun,
  mainModel,
  ONE_SHOT_TOP,
  referenceModel,
  type RunSpec,
  scoresRun,
  searchRun,
} from "../../lib/records/mod.ts";
import { archiveRuns, openArchive, openStore, type Store } from "../../lib/runs/mod.ts";
import { networkCost } from "../../lib/graph/mod.ts";
import { parseArchitecture } from "../../lib/space/mod.ts";
import { mean, reliabilityOfMean, spearman } from "../../lib/stats/mod.ts";
import { plantModel, plantScores, plantStudy } from "../experiments/planted.ts";
import { everything, inLaboratory, tiny } from "../experiments/tiny.ts";
import { inFolder } from "../runs/folder.ts";

const ledgerOf = (store: Store) => ledger(tiny, openReadOnly(tiny, store));
const verdicts = async (store: Store) => (await ledgerOf(store)).map(({ id, verdict }) => [id, verdict]);
const notRun = async (store: Store) =>
  (await verdicts(store)).flatMap(([id, verdict]) => verdict === "not run" ? [id] : []);
const all = ["C1", "C1b", "C2", "C3", "C4", "C5", "C5b", "T1", "T2", "T3", "T4"];
const { without } = pathDropoutClaim;
/** The tiny profile has no constant rates, so C1 can't be tested. */
const tested = all.filter((id) => id !== "C1");

Deno.test("ledger() says of each claim what the records of a whole run say", async (t) => {
  await inLaboratory(2, async (lab, folder) => {
    const { models, sample, divergences, tests } = await everything(lab);
    const entries = await ledgerOf(openStore(folder));
    const entry = (id: string) => entries.find((entry) => entry.id === id)!;

    await t.step("every claim was run, and says on how much and how long", () => {
      assertEquals(entries.map(({ id }) => id), all);
      assertEquals(entries.filter(({ verdict }) => verdict === "not run").map(({ id }) => id), ["C1"]);
      const counts: Record<string, number> = { C3: tiny.retraining.best, C4: tiny.candidates.count };
      for (const { id, profile, dataset, verdict, seconds, n } of entries) {
        assertEquals([profile, dataset], ["quick", "Fashion-MNIST"]);
        if (id === "C1") continue;
        assert(
          ["reproduced", "partly", "not reproduced", "inconclusive", "untestable"].includes(verdict),
          id,
        );
        assert(seconds! > 0, id);
        assertEquals(n, counts[id] ?? sample.result.length, id);
      }
      // The study of the rates takes in the sample, and that of one model only that one.
      assert(entry("C2").seconds! < entry("C1b").seconds!);
      assertAlmostEquals(entry("C1b").seconds!, models.seconds + sample.seconds, 1e-6);
    });

    await t.step("the statistics are those of the records", () => {
      const truth = sample.result.map(({ standAlone }) => mean(standAlone));
      const main = models.result.find(({ model }) =>
        JSON.stringify(model) === JSON.stringify(mainModel(tiny))
      )!;
      const scores = sample.result.map(({ index }) => main.candidates[index]!.accuracy);
      assertEquals(entry("C2").estimate, spearman(scores, truth));
      const single = spearman(
        sample.result.map(({ standAlone }) => standAlone[0]!),
        sample.result.map(({ standAlone }) => standAlone[1]!),
      );
      const ceiling = reliabilityOfMean(Math.max(0, single), 2);
      for (const id of ["C1b", "C2", "C5", "T1", "T4"]) {
        assertAlmostEquals(entry(id).ceiling!, ceiling, 1e-12);
      }
      const closeness = divergences.result.candidates.map(({ divergences }) => -divergences[0]!);
      assertEquals(entry("C5").estimate, spearman(closeness, truth));
      const means = new Map(
        tests.result.map(({ name, tests }) =>
          [name, mean(tests.map(({ accuracies }) => 100 * mean(accuracies)))] as const
        ),
      );
      const rivals = ["random", "random, same size", "evolution, trained alone"].map((name) =>
        means.get(name)!
      );
      assertAlmostEquals(entry("C3").estimate!, means.get(ONE_SHOT_TOP)! - Math.max(...rivals), 1e-9);
      assert(means.has(ALL_ON));
    });

    await t.step("an archive of the runs says the same", async () => {
      await inFolder(async (other) => {
        await archiveRuns(`${other}/archive`, folder, ({ kind }) => kind !== "weights");
        const store = openStore(`${other}/runs`, { archive: openArchive(`${other}/archive`) });
        assertEquals(await ledgerOf(store), entries);
      });
    });

    await t.step("what is missing leaves open only the claims that stand on it", async () => {
      const store = openStore(folder);
      const remove = async ({ kind, configuration }: RunSpec, expected: readonly string[]) => {
        const path = store.path(kind, configuration);
        const kept = await Deno.readFile(path);
        await Deno.remove(path);
        assertEquals(await notRun(store), ["C1", ...expected], kind);
        await Deno.writeFile(path, kept);
      };
      const method = tiny.search.methods["evolution on KL"]!;
      await remove(searchRun(tiny, method, 1), ["C3"]);
      const comparison = { candidates: mainModel(tiny), reference: referenceModel(tiny) };
      const texts = sample.result.map(({ architecture }) => architecture);
      await remove(divergenceRun(tiny, comparison, texts), ["C5"]);
      const [, second] = ablatedModels(tiny, "L2 on everything");
      await remove(scoresRun(tiny, second!, tiny.candidates.count), ["T4"]);
      const study = tested.filter((id) => !["C3", "C4"].includes(id));
      await remove(scoresRun(tiny, referenceModel(tiny), tiny.candidates.count), study);
      assertEquals(await notRun(store), ["C1"]);
    });
  });
});

Deno.test("ledger() finds a planted truth", () =>
  inFolder(async (folder) => {
    const store = openStore(folder);
    const profile = {
      ...tiny,
      candidates: { ...tiny.candidates, count: 60 },
      standAlone: { ...tiny.standAlone, each: 20 },
    };
    const { space, shape, rates, oneShot: { settings: { dropout } } } = profile;
    // Larger networks are better; the recipe's models see that, and over a wider range; the others see the contrary.
    const size = (architecture: Parameters<typeof networkCost>[2]) =>
      networkCost(space, shape, architecture).parameters / 1e5;
    await plantStudy(store, profile, {
      score: ({ settings }) => (architecture) =>
        settings.dropout.rate === dropout.rate ? 4 * size(architecture) : 1 - size(architecture),
      truth: (architecture) => 0.5 + size(architecture),
    });
    for (const model of ablatedModels(profile, "running averages")) {
      await plantModel(store, profile, model, (architecture) => 1 - size(architecture));
    }
    for (const model of ablatedModels(profile, "L2 on everything")) {
      await plantModel(store, profile, model, (architecture) => size(architecture));
    }
    const lab = openReadOnly(profile, store);
    const found = Object.fromEntries((await ledger(profile, lab)).map((entry) => [entry.id, entry]));
    const said = Object.entries(found).map((
      [id, { verdict, estimate }],
    ) => [id, verdict, estimate === null ? null : Math.round(1e9 * estimate) / 1e9]);
    assertEquals(said, [
      ["C1", "not run", null],
      ["C1b", "reproduced", 2],
      ["C2", "reproduced", 1],
      ["C3", "not run", null],
      ["C4", "reproduced", 1],
      ["C5", "not run", null],
      ["C5b", "not run", null],
      ["T1", "not run", null],
      ["T2", "reproduced", 2],
      ["T3", "not run", null],
      ["T4", "not reproduced", 0],
    ]);
    const { result: sample } = await takeSample(lab);
    // Trainings of 60 s, scores of 10 s, and two networks at a time in 8 s.
    const trained = sample.length * profile.standAlone.seeds.length * 8 / 2;
    assertEquals(found.C1b!.seconds, rates.length * profile.oneShot.seeds.length * 70 + trained);
    assertEquals(found.C2!.seconds, 70 + trained);
    assertEquals(found.C4!.seconds, 70);
    assertEquals(found.T2!.seconds, 2 * profile.oneShot.seeds.length * 70 + trained);
  }));

Deno.test("trick claims compare models of their own on the sample alone, where a profile has such", () =>
  inFolder(async (folder) => {
    const store = openStore(folder);
    const profile: Profile = { ...tiny, trickModels: { steps: 4, seeds: [7, 8, 9] } };
    await plantStudy(store, profile, { score: () => (_, index) => index / 100, truth: () => 0.5 });
    const room = openReadOnly(profile, store);
    const { result: sample, seconds: alone } = await takeSample(room);
    const networks = sample.map(({ architecture }) => parseArchitecture(profile.space, architecture));
    const arms = { [FULL]: controlModels(profile), [without]: ablatedModels(profile, without) };
    for (const [place, models] of Object.values(arms).entries()) {
      for (const model of models) {
        await plantScores(store, profile, model, networks, (_, index) => place / 2 + index / 100);
      }
    }
    const { judges, models, seconds } = await pathDropoutClaim.collect(room);
    const wanted = (place: number) => Array(3).fill(sample.map((_, index) => place / 2 + index / 100));
    assertEquals(Object.keys(judges), Object.keys(arms));
    assertEquals(judges[FULL]!.map(({ scores }) => scores), wanted(0));
    assertEquals(judges[without]!.map(({ scores }) => scores), wanted(1));
    assertEquals(models[without]!.map(({ model }) => model), arms[without]);
    assertEquals(seconds, alone + 6 * 70);
  }));

Deno.test("ledger() of an empty store runs nothing and says so", () =>
  inFolder(async (folder) => {
    assertEquals(await verdicts(openStore(folder)), all.map((id) => [id, "not run"]));
    assertEquals(Array.from(Deno.readDirSync(folder)), []);
  }));

Deno.test("ledger() refuses a run of another form", () =>
  inFolder(async (folder) => {
    const store = openStore(folder);
    await plantModel(store, tiny, mainModel(tiny), () => 2);
    await assertRejects(() => ledgerOf(store), Deno.errors.InvalidData, "candidates.0.accuracy");
  }));
