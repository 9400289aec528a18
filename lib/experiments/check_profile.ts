/**
 * The check of a profile: that its names are known, its values accepted, and its numbers agree with one another and with
 * the data. Notebooks change profiles by hand, and a fault would be noticed after hours, or never.
 * @module
 */
import type { z } from "zod";
import { datasetInfo, findDataset } from "../datasets/dataset.ts";
import type { Images } from "../datasets/mod.ts";
import { ownDatasets } from "../datasets/own.ts";
import {
  below1,
  check,
  entries,
  flag,
  list,
  members,
  oneOf,
  optional,
  positiveInteger,
  refuse,
  safeInteger,
  text,
} from "../options.ts";
import { type Profile, profileNames } from "../profiles/mod.ts";
import { methodSchema, validateCrop } from "../records/mod.ts";
import { networkShapeSchema, spaceSchema, validateSpace } from "../space/mod.ts";
import { settingsSchema } from "../training/settings.ts";

const someSeeds = "a list of seeds, each once";
const seeds = list(safeInteger, someSeeds, 1)
  .refine((values) => new Set(values).size === values.length, someSeeds);
const lowToHigh = "a list from low to high, each once";
const rising = (item: z.ZodType<number>) =>
  list(item, lowToHigh, 1)
    .refine((values) => values.every((value, at) => at === 0 || values[at - 1]! < value), lowToHigh);
const count = positiveInteger;
const batchSize = positiveInteger;
const settings = settingsSchema;
const arm = members({ rate: below1, seeds });
const evolution = members({ population: count, tournament: count });
const between = list(arm, "a list of rates with seeds");

const schema = members<Profile>({
  name: oneOf(...profileNames),
  library: count,
  earlier: optional(members({ profile: oneOf(...profileNames), library: count })),
  dataset: text,
  split: members<Profile["split"]>({ validation: count, seed: safeInteger, stratified: optional(flag) }),
  space: spaceSchema,
  shape: networkShapeSchema,
  oneShot: members({ settings, seeds }),
  rates: rising(below1),
  rateSeeds: optional(seeds),
  constantRates: optional(members({ low: arm, moderate: arm, high: arm, between })),
  reference: optional(members({ rate: below1, ramp: oneOf("linear", "none") })),
  tricks: optional(oneOf("taken away", "whole")),
  trickModels: optional(members({ steps: count, seeds })),
  candidates: members({ count, seed: safeInteger, images: count, batchSize }),
  standAlone: members<Profile["standAlone"]>({
    ...{ each: count, by: optional(oneOf("rates", "constant rates")), seeds, settings, batchSize },
  }),
  search: members({
    ...{ random: count, budget: count, seeds, methods: entries(methodSchema), evolution },
    alone: members({ budget: count, steps: count, evolution }),
  }),
  retraining: members({ best: count, seeds, allOnSeeds: seeds, settings, batchSize }),
  divergence: members({ images: rising(count), search: count, batchSize, seed: safeInteger }),
});

/** What must hold of a number that is named by its path. */
type Rule = readonly [name: string, holds: boolean, wanted: string];

/**
 * Checks a profile.
 *
 * @throws {RangeError} naming the first name that is unknown, or else the first value that is not accepted or contradicts
 * another
 */
export function checkProfile(profile: Profile): void {
  check("Cannot use a profile", schema, profile, "profile");
  validateSpace(profile.space);
  const { split, shape, oneShot, rates, candidates, standAlone, search, retraining, divergence } = profile;
  for (const [name, { settings }] of Object.entries({ oneShot, standAlone, retraining })) {
    validateCrop("Cannot use a profile", shape, `${name}.settings`, settings);
  }
  const { rate } = oneShot.settings.dropout;
  const size = divergence.batchSize;
  const last = divergence.images.at(-1)!;
  const left = split.validation - candidates.images;
  const fewest = Math.min(search.random, search.budget, search.alone.budget);
  requireRules(profile, [
    // What other rates are compared with.
    ["rates", rates.includes(rate), `the recipe's rate, ${rate}, among them`],
    ...rise(profile),
    // Images of a batch that is not full would be left out.
    multiple("candidates.images", candidates.images, "candidates.batchSize", candidates.batchSize),
    ["divergence.images", last % size === 0, `a multiple of divergence.batchSize, ${size}, as the last`],
    multiple("divergence.search", divergence.search, "divergence.batchSize", size),
    atMost("divergence.search", divergence.search, "the last of divergence.images", last),
    // What is trained alone is measured on the validation images that no candidate is scored on.
    atMost("standAlone.batchSize", standAlone.batchSize, "split.validation - candidates.images", left),
    atMost("standAlone.each", standAlone.each, "candidates.count", candidates.count),
    // A network that is trained alone needs all of its paths.
    ["standAlone.settings.dropout.rate", standAlone.settings.dropout.rate === 0, "0"],
    ["retraining.settings.dropout.rate", retraining.settings.dropout.rate === 0, "0"],
    ...evolves("search", search),
    ...evolves("search.alone", search.alone),
    atMost("retraining.best", retraining.best, "the budget of the shortest search", fewest),
  ]);
}

/** The three main constant rates, and all others between their ends, each once. */
function rise({ constantRates, standAlone }: Profile): Rule[] {
  if (constantRates === undefined) {
    return [["standAlone.by", standAlone.by !== "constant rates", "rates, since there are no constantRates"]];
  }
  const { low, moderate, high, between } = constantRates;
  const others = between.map(({ rate }) => rate);
  const isInside = (rate: number) => low.rate < rate && rate < high.rate && rate !== moderate.rate;
  return [
    ["constantRates.moderate.rate", low.rate < moderate.rate, `more than the low rate, ${low.rate}`],
    ["constantRates.high.rate", moderate.rate < high.rate, `more than the moderate rate, ${moderate.rate}`],
    [
      "constantRates.between",
      others.every(isInside) && new Set(others).size === others.length,
      `rates between ${low.rate} and ${high.rate} other than ${moderate.rate}, each once`,
    ],
  ];
}

/** A search that ended before its population is full would have no children. */
function evolves(
  name: string,
  { budget, evolution }: Pick<Profile["search"], "budget" | "evolution">,
): Rule[] {
  const { population, tournament } = evolution;
  return [
    [`${name}.budget`, budget > population, `more than ${name}.evolution.population, ${population}`],
    atMost(`${name}.evolution.tournament`, tournament, `${name}.evolution.population`, population),
  ];
}

function multiple(name: string, found: number, of: string, size: number): Rule {
  return [name, found % size === 0, `a multiple of ${of}, ${size}`];
}

function atMost(name: string, found: number, what: string, most: number): Rule {
  return [name, found <= most, `at most ${most}, which is ${what}`];
}

/**
 * Checks that a profile fits the images to train and validate on.
 *
 * @throws {RangeError} if their shape or number of classes is not the profile's, or there are too few of them
 */
export function checkFit(profile: Profile, images: Pick<Images, "count" | "shape">): void {
  const { dataset, split, shape, oneShot, standAlone, retraining, divergence } = profile;
  const { classes } = datasetInfo(dataset);
  const tests = ownDatasets.get(dataset)?.test.images.count ?? findDataset(dataset).test.count;
  const training = images.count - split.validation;
  requireRules(profile, [
    ["shape.image", `${shape.image}` === `${images.shape}`, `[${images.shape.join(", ")}], as in ${dataset}`],
    ["shape.classes", shape.classes === classes.length, `${classes.length}, as in ${dataset}`],
    ...Object.entries({ oneShot, standAlone, retraining }).map(([name, { settings: { ghosts } }]): Rule => [
      `${name}.settings.ghosts`,
      ghosts.count * ghosts.size <= training,
      `a batch of at most ${training} images, all that there are to train on`,
    ]),
    atMost("divergence.images", divergence.images.at(-1)!, "all that there are to train on", training),
    atMost("retraining.batchSize", retraining.batchSize, "all that there are to test on", tests),
  ]);
}

function requireRules(profile: Profile, rules: readonly Rule[]): void {
  for (const [name, holds, wanted] of rules) {
    if (holds) continue;
    const member = (owner: unknown, key: string) => (owner as Record<string, unknown>)[key];
    refuse("Cannot use a profile", name, name.split(".").reduce<unknown>(member, profile), wanted);
  }
}
