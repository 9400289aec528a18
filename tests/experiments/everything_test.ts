import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  chooseSample,
  divergeCandidates,
  drawCandidates,
  evaluatePaths,
  forecast,
  type Laboratory,
  openReadOnly,
  search,
  trainAlone,
  trainSample,
} from "../../lib/experiments/mod.ts";
import { partOf } from "../../lib/experiments/laboratory.ts";
import {
  aloneRun,
  mainModel,
  modelsAtRate,
  oneShotRun,
  referenceModel,
  type RunSpec,
  scoresRun,
  searchRun,
  weightsRun,
} from "../../lib/records/mod.ts";
import { openStore } from "../../lib/runs/mod.ts";
import { architectureId, parseArchitecture } from "../../lib/space/mod.ts";
import { networkCost } from "../../lib/graph/mod.ts";
import { mean } from "../../lib/stats/mod.ts";
import { watchWorkers } from "../workers/watch_workers.ts";
import { namesIn } from "../runs/folder.ts";
import { everything, inLaboratory, resultsIn, tiny } from "./tiny.ts";

const { methods } = tiny.search;
const [seed] = tiny.search.seeds as [number];
const main = mainModel(tiny);
const limited = methods["evolution, small networks"]!;

/** Some runs of each kind. */
const models = tiny.rates.flatMap((rate) => modelsAtRate(tiny, rate)).map((model) => oneShotRun(tiny, model));
const trainings = drawCandidates(tiny).map((one) => aloneRun(tiny, "stand-alone", one, seed));
const runs: readonly RunSpec[] = [
  ...models,
  scoresRun(tiny, main),
  ...trainings,
  ...Object.values(methods).map((method) => searchRun(tiny, method, seed)),
];
const searches = Object.keys(methods).length;

/** The words of a forecast, without its seconds. */
const wordsOf = (text: string) => text.replace(/\d+ s/, "N s");

/** In which a worker is killed as soon as there is progress. */
const struck = [
  ...["models", "sample", "divergence", "removal", "tests"],
  ...["random search", "evolution on KL", "evolution, trained alone"],
];

Deno.test("experiments", async (t) => {
  await inLaboratory(1, async (lab, one) => {
    await t.step("forecast() tells how long they will take, and keeps nothing", async () => {
      const { seconds, text } = await forecast(lab, runs);
      assert(seconds > 0 && seconds < 600, text);
      assertEquals(
        wordsOf(text),
        `About N s with one worker: ${models.length} one-shot models, 1 list of scores, ${searches} searches, ` +
          `${trainings.length} trainings from scratch.`,
      );
      assertEquals(namesIn(one), []);
    });

    const first = await everything(lab);

    await t.step("give the same runs with one worker and with two of which some die", async () => {
      await inLaboratory(2, async (other, two) => {
        using workers = watchWorkers();
        const killed = new Set<string>();
        await everything(other, (experiment, done) => {
          if (done === 0 || !struck.includes(experiment) || killed.has(experiment)) return;
          killed.add(experiment);
          workers[0]!.terminate();
        });
        assertEquals([...killed].sort(), [...struck].sort());
        assertEquals(await resultsIn(two), await resultsIn(one));
      });
    });

    await t.step("are loaded, all of them, where nothing can be computed", async () => {
      const room = openReadOnly(tiny, openStore(one));
      const again = await everything(room);
      const results = ({ groups, searches, ...parts }: typeof again) => [
        ...[groups, ...searches, ...Object.values(parts)]
          .map((part) => "result" in part ? [part.result, part.seconds] : part),
      ];
      assertEquals(results(again), results(first));
      for (const { loaded } of [again.models, again.ablated, again.sample, again.divergences, again.tests]) {
        assertEquals(loaded, true);
      }
      assertEquals([first.models.loaded, first.removal.loaded, first.tests.loaded], [false, false, false]);
      // Those of chooseGroups() were there by then.
      assertEquals(new Set(first.searches.map(({ loaded }) => loaded)), new Set([false]));
    });

    await t.step("have nothing to forecast once they are recorded", async () => {
      const recorded = (await chooseSample(lab)).map((index) => trainings[index]!);
      const room = openReadOnly(tiny, openStore(one));
      const others = runs.filter(({ kind }) => kind !== "stand-alone");
      assertEquals(await forecast(room, [...others, ...recorded]), {
        seconds: 0,
        text: "All of it is recorded: nothing to compute.",
      });
    });

    await t.step("score as workers evaluate, diverge and train", async () => {
      const named = (name: string) => first.searches[Object.keys(methods).indexOf(name)]!.result.history;
      const paths = (text: string) => parseArchitecture(tiny.space, text);
      // One-shot accuracy.
      const [drawn] = named("random search");
      const [evaluated] = await evaluatePaths(lab, main, [paths(drawn!.architecture)]);
      assertEquals(drawn!.score, evaluated!.accuracy);
      // Symmetric KL, of the fewer images.
      const [close] = named("evolution on KL");
      const comparison = { candidates: main, reference: referenceModel(tiny) };
      const { result } = await divergeCandidates(lab, comparison, [close!.architecture]);
      assertEquals(tiny.divergence.images[0], tiny.divergence.search);
      assertEquals(close!.score, -result.candidates[0]!.divergences[0]!);
      // Training alone: no longer than that of the sample.
      const [alone] = named("evolution, trained alone");
      const trained = await trainAlone(lab, "stand-alone", [{
        architecture: paths(alone!.architecture),
        seed: tiny.standAlone.seeds[0]!,
      }]);
      assertEquals(alone!.score, trained.result[0]!.accuracy);
    });

    await t.step("search() goes on where it was stopped, to the same history", async () => {
      const whole = first.searches[Object.keys(methods).indexOf("evolution, small networks")]!.result;
      const path = lab.store.path("search", searchRun(tiny, limited, seed).configuration);
      await Deno.remove(path);
      await withHurriedClock(() =>
        assertRejects(
          () => {
            const stopping = partOf(lab, (done) => {
              if (done === tiny.search.budget) throw new Error("stopped");
            });
            return search(stopping, limited, seed);
          },
          Error,
          "stopped",
        )
      );
      assert(namesIn(`${one}/search`).some((name) => name.endsWith(".checkpoint")));
      const told: number[] = [];
      const { result, loaded } = await search(partOf(lab, (done) => told.push(done)), limited, seed);
      assertEquals([told, loaded], [[tiny.search.budget], false]);
      assertEquals(result, whole);
      assert(namesIn(`${one}/search`).every((name) => name.endsWith(".json")));
    });

    await t.step("trainSample() loads the trainings that are done and does the others", async () => {
      const { result } = first.sample;
      const architecture = parseArchitecture(tiny.space, result[1]!.architecture);
      const removed = aloneRun(tiny, "stand-alone", architecture, tiny.standAlone.seeds[1]!);
      await Deno.remove(lab.store.path("stand-alone", removed.configuration));
      const told: [number, number][] = [];
      const indices = result.map(({ index }) => index);
      const again = await trainSample(partOf(lab, (done, total) => told.push([done, total])), indices);
      const all = tiny.standAlone.seeds.length * result.length;
      assertEquals(told, [[all - 1, all], [all, all]]);
      assertEquals([again.loaded, again.result], [false, result]);
    });

    await t.step("trainSample() and testGroups() tell what was trained, of what size", () => {
      const candidates = drawCandidates(tiny);
      for (const { index, architecture, standAlone, parameters, multiplyAdds } of first.sample.result) {
        const paths = parseArchitecture(tiny.space, architecture);
        assertEquals(paths, candidates[index]);
        assertEquals({ parameters, multiplyAdds }, networkCost(tiny.space, tiny.shape, paths));
        assertEquals(standAlone.length, tiny.standAlone.seeds.length);
        assert(mean(standAlone) > 0);
      }
      // The same hits with both seeds can happen to some, but not to all.
      assert(first.sample.result.some(({ standAlone }) => standAlone[0] !== standAlone[1]));
      for (const [index, { name, tests }] of first.tests.result.entries()) {
        const { networks, seeds } = first.groups[index]!;
        assertEquals([name, tests.length], [first.groups[index]!.name, networks.length]);
        for (const { network, accuracies, parameters, seconds } of tests) {
          assertEquals(accuracies.length, seeds.length);
          assertEquals(parameters, networkCost(tiny.space, tiny.shape, network).parameters);
          assert(seconds > 0);
        }
      }
    });

    await t.step(
      "forecast() counts the training of a recorded model whose weights are not kept",
      async () => {
        const more = [scoresRun(tiny, main, tiny.candidates.count + 1), searchRun(tiny, limited, seed + 1)];
        const both = "1 list of scores, 1 search";
        const kept = await forecast(lab, more);
        assertEquals(wordsOf(kept.text), `About N s with one worker: ${both}.`);
        // Of the candidates those of the sample were trained.
        const trained = first.sample.result.length;
        const partly = await forecast(lab, [...models, ...trainings, ...more]);
        assertEquals(
          wordsOf(partly.text),
          `About N s with one worker: ${both}, ${trainings.length - trained} trainings from scratch. ` +
            `${models.length + trained} recorded runs are loaded.`,
        );
        await Deno.remove(lab.store.path("weights", weightsRun(tiny, main).configuration));
        const { text } = await forecast(lab, more);
        assertEquals(wordsOf(text), `About N s with one worker: 1 one-shot model, ${both}.`);
      },
    );
  });
});

Deno.test("a search that finds networks again scores each but once", () =>
  inLaboratory(1, async (lab) => {
    // Two operations, one a block, with one input each: two dozen encodings.
    const space = {
      ...tiny.space,
      operations: tiny.space.operations.slice(0, 2),
      inputsPerBlock: [1, 1],
      operationsPerBlock: [1, 1],
    } as const;
    let scored = 0;
    const counting: Laboratory = {
      ...lab,
      profile: { ...tiny, space },
      async resources() {
        const { pool, ...rest } = await lab.resources();
        const map: typeof pool.map = (job, payloads, options) => {
          if (job === "evaluate") scored += payloads.length;
          return pool.map(job, payloads, options);
        };
        return { ...rest, pool: { ...pool, map } };
      },
    };
    const { result: { history, different } } = await search(counting, methods["REINFORCE"]!, seed);
    assertEquals(history.length, tiny.search.budget);
    assert(scored < history.length);
    const ids = history.map(({ architecture }) =>
      architectureId(space, parseArchitecture(space, architecture))
    );
    assertEquals([scored, different], [new Set(ids).size, new Set(ids).size]);
    const scores = new Map(ids.map((id, index) => [id, history[index]!.score]));
    for (const [index, { score }] of history.entries()) assertEquals(score, scores.get(ids[index]!));
  }));

/** While `use` runs each look at the clock is a minute after the one before. */
async function withHurriedClock<T>(use: () => Promise<T>): Promise<T> {
  const { now } = performance;
  let looks = 0;
  performance.now = () => now.call(performance) + 60_000 * ++looks;
  try {
    return await use();
  } finally {
    performance.now = now;
  }
}
