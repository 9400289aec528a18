import { assertThrows } from "@std/assert";
import { checkFit, checkProfile } from "../../lib/experiments/check_profile.ts";
import type { Profile } from "../../lib/profiles/mod.ts";
import { tiny } from "./tiny.ts";

/** The tiny profile with another value at a path. */
function changed(path: string, value: unknown): Profile {
  const profile = JSON.parse(JSON.stringify(tiny));
  const names = path.split(".");
  const last = names.pop()!;
  const owner = names.reduce((part, name) => part[name] as Record<string, unknown>, profile);
  owner[last] = value;
  return profile;
}

function refuses(path: string, value: unknown, message: string): void {
  assertThrows(() => checkProfile(changed(path, value)), RangeError, message);
}

Deno.test("checkProfile() refuses names that are unknown, wherever they stand", () => {
  const unknown = "expected a name among";
  refuses(
    "serach",
    {},
    `Cannot use a profile with serach = {}: ${unknown} name, library, earlier, dataset, split`,
  );
  refuses("search.budgte", 9, `search.budgte = 9: ${unknown} random, budget`);
  refuses("shape.filter", 8, `shape.filter = 8: ${unknown} image, classes, filters`);
  refuses("candidates.batchsize", 5, "images, batchSize; did you mean batchSize?");
  refuses("standAlone.seed", 1, "did you mean seeds?");
  refuses("split.test", 10, `split.test = 10: ${unknown} validation, seed`);
  refuses("oneShot.settings.step", 9, "oneShot.settings.step = 9");
  refuses("retraining.settings.dropout.rte", 0, `retraining.settings.dropout.rte = 0: ${unknown} rate, ramp`);
  refuses("search.evolution.size", 9, `search.evolution.size = 9: ${unknown} population, tournament`);
  refuses("space.operations.1.layers.0.stride", 2, "space.operations[1].layers[0].stride = 2");
  refuses("search.methods.mine", { searcher: "evolve", score: "accuracy" }, "did you mean evolution?");
  refuses(
    "name",
    "quik",
    'name = "quik": expected "quick", "standard", "cifar", "fashion" or "paper"; did you mean quick?',
  );
});

Deno.test("checkProfile() refuses values that can't be", () => {
  refuses("search.budget", 0, "Cannot use a profile with search.budget = 0: expected a positive integer");
  refuses("search.budget", "24", 'search.budget = "24": expected a positive integer');
  refuses("search.seeds", [], "search.seeds = []: expected a list of seeds, each once");
  refuses("oneShot.seeds", [1, 1], "oneShot.seeds = [ 1, 1 ]: expected a list of seeds, each once");
  refuses("standAlone.seeds", [1, 0.5], "standAlone.seeds[1] = 0.5: expected a safe integer");
  refuses("rates", [0.3, 0.1], "rates = [ 0.3, 0.1 ]: expected a list from low to high, each once");
  refuses("rates", [0.3, 0.3], "rates = [ 0.3, 0.3 ]: expected a list from low to high, each once");
  refuses("rates", [0.3, 1], "rates[1] = 1: expected 0 or more and less than 1");
  refuses("divergence.images", [40, 20], "divergence.images = [ 40, 20 ]: expected a list from low to high");
  refuses("space.inputsPerBlock", [3, 3], "inputsPerBlock = [ 3, 3 ]: expected min from 1 to 2");
  refuses("oneShot.settings.augmentation.crop", 28, "crop = 28: expected less than the images' side, 28");
});

const arm = (rate: number, ...seeds: number[]) => ({ rate, seeds });
const constantRates = {
  low: arm(1e-6, 1),
  moderate: arm(0.01, 1, 2),
  high: arm(0.3, 1),
  between: [arm(0.1, 1)],
};

Deno.test("checkProfile() refuses constant rates that are none, or in another order", () => {
  checkProfile(changed("constantRates", constantRates));
  const refusesRates = (change: object, message: string) =>
    refuses("constantRates", { ...constantRates, ...change }, message);
  refusesRates({ low: arm(1e-6) }, "constantRates.low.seeds = []: expected a list of seeds, each once");
  refusesRates({ high: arm(1, 1) }, "constantRates.high.rate = 1: expected 0 or more and less than 1");
  refusesRates(
    { low: arm(0.01, 1) },
    "constantRates.moderate.rate = 0.01: expected more than the low rate, 0.01",
  );
  refusesRates({ high: arm(0.005, 1) }, "expected more than the moderate rate, 0.01");
  refusesRates(
    { between: [arm(0.01, 1)] },
    "expected rates between 0.000001 and 0.3 other than 0.01, each once",
  );
  refusesRates({ between: [arm(0.1, 1), arm(0.1, 2)] }, "each once");
  refusesRates({ between: [arm(0.5, 1)] }, "expected rates between 0.000001 and 0.3");
  const by = { ...tiny.standAlone, by: "constant rates" };
  refuses(
    "standAlone",
    by,
    'standAlone.by = "constant rates": expected rates, since there are no constantRates',
  );
  checkProfile({ ...changed("constantRates", constantRates), standAlone: by as Profile["standAlone"] });
});

const members = (population: number, tournament: number) => ({ population, tournament });
const split = "which is split.validation - candidates.images";
const shortest = "which is the budget of the shortest search";
/** Each first value contradicts another number of the tiny profile, and the second just doesn't. */
const contradictions: readonly (readonly [path: string, wrong: unknown, right: unknown, message: string])[] =
  [
    ["rates", [0.1, 0.2], [0.1, 0.3], "rates = [ 0.1, 0.2 ]: expected the recipe's rate, 0.3, among them"],
    ["candidates.images", 99, 100, "candidates.images = 99: expected a multiple of candidates.batchSize, 50"],
    ["candidates.images", 500, 450, `standAlone.batchSize = 50: expected at most 0, ${split}`],
    ["candidates.count", 2, 3, "standAlone.each = 3: expected at most 2, which is candidates.count"],
    ["split.validation", 149, 150, `standAlone.batchSize = 50: expected at most 49, ${split}`],
    ["standAlone.each", 13, 12, "standAlone.each = 13: expected at most 12, which is candidates.count"],
    ["standAlone.settings.dropout.rate", 0.1, 0, "standAlone.settings.dropout.rate = 0.1: expected 0"],
    ["retraining.settings.dropout.rate", 0.1, 0, "retraining.settings.dropout.rate = 0.1: expected 0"],
    ["search.budget", 8, 9, "search.budget = 8: expected more than search.evolution.population, 8"],
    ["search.evolution", members(16, 3), members(15, 3), "search.budget = 16: expected more than"],
    ["search.evolution", members(8, 9), members(8, 8), "search.evolution.tournament = 9: expected at most 8"],
    [
      "search.alone.evolution",
      members(12, 2),
      members(11, 2),
      "search.alone.budget = 12: expected more than",
    ],
    ["search.random", 1, 2, `retraining.best = 2: expected at most 1, ${shortest}`],
    ["retraining.best", 13, 12, `retraining.best = 13: expected at most 12, ${shortest}`],
    ["divergence.images", [20, 50], [30, 40], "a multiple of divergence.batchSize, 20, as the last"],
    ["divergence.search", 30, 40, "divergence.search = 30: expected a multiple of divergence.batchSize, 20"],
    [
      "divergence.search",
      60,
      40,
      "divergence.search = 60: expected at most 40, which is the last of divergence.images",
    ],
  ];

Deno.test("checkProfile() refuses numbers that contradict one another", () => {
  for (const [path, wrong, right, message] of contradictions) {
    refuses(path, wrong, message);
    checkProfile(changed(path, right));
  }
});

Deno.test("checkFit() refuses a profile that its data can't serve", () => {
  const images = { count: 540, shape: [28, 28, 1] } as const;
  checkFit(tiny, images);
  const cases: readonly (readonly [path: string, value: unknown, message: string])[] = [
    ["shape.image", [28, 28, 3], "shape.image = [ 28, 28, 3 ]: expected [28, 28, 1], as in fashion-mnist"],
    ["shape.classes", 5, "shape.classes = 5: expected 10, as in fashion-mnist"],
    [
      "divergence.images",
      [41],
      "divergence.images = [ 41 ]: expected at most 40, which is all that there are to train",
    ],
    [
      "oneShot.settings.ghosts.count",
      6,
      "expected a batch of at most 40 images, all that there are to train on",
    ],
    ["retraining.batchSize", 10_001, "retraining.batchSize = 10001: expected at most 10000, which is all"],
  ];
  for (const [path, value, message] of cases) {
    assertThrows(() => checkFit(changed(path, value), images), RangeError, `Cannot use a profile with`);
    assertThrows(() => checkFit(changed(path, value), images), RangeError, message);
  }
});
