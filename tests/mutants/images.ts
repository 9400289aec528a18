/** Which images are used where, and what a search is asked with. */
import type { Mutant } from "./mutant.ts";

const used = ["tests/experiments/images_used_test.ts", "every run uses the images of its purpose"] as const;
const asked = ["tests/experiments/search_test.ts", "search() asks the searcher of its method"] as const;
const limited = ["tests/experiments/search_test.ts", "search() keeps to the limit of size"] as const;

/** The images of a part and those that candidates are scored on. */
const withScoring = (part: "training" | "standAlone"): string =>
  `{ ...parts.${part}, indices: Uint32Array.from([parts.${part}, parts.scoring].flatMap((s) => [...s.indices])) }`;

export const imageMutants: readonly Mutant[] = [
  {
    bug: "retrained networks are measured on validation images",
    file: "lib/experiments/train_alone.ts",
    search: "measured: { ...await loadTest(profile.dataset), normalisation: parts.training.normalisation },",
    replace: `measured: ${withScoring("standAlone")},`,
    test: used,
  },
  {
    bug: "the one-shot model is trained on validation images too",
    file: "lib/experiments/weights.ts",
    search: "data: parts.training }",
    replace: `data: holds === "all paths" ? ${withScoring("training")} : parts.training }`,
    test: used,
  },
  {
    bug: "trainNetwork() trains on validation images too",
    file: "lib/experiments/weights.ts",
    search: "data: parts.training }",
    replace: `data: holds === "all paths" ? parts.training : ${withScoring("training")} }`,
    test: used,
  },
  {
    bug: "networks are trained alone on validation images too",
    file: "lib/experiments/train_alone.ts",
    search: "data: parts.training }",
    replace: `data: ${withScoring("training")} }`,
    test: used,
  },
  {
    bug: "stand-alone and one-shot accuracy share images",
    file: "lib/datasets/split.ts",
    search: "indices: aside.slice(scoring) }",
    replace: "indices: aside }",
    test: ["tests/datasets/split_test.ts", "splitTraining() holds each image once"],
  },
  {
    bug: "stand-alone accuracy is measured on the images too that candidates are scored on",
    file: "lib/experiments/train_alone.ts",
    search: "measured: parts.standAlone }",
    replace: `measured: ${withScoring("standAlone")} }`,
    test: used,
  },
  {
    bug: "searches that train measure on the images too that candidates are scored on",
    file: "lib/experiments/search.ts",
    search: "seed: seeds[0]! }, recipe, parts.standAlone)",
    replace: `seed: seeds[0]! }, recipe, ${withScoring("standAlone")})`,
    test: used,
  },
  {
    bug: "an export's statistics are from validation images",
    file: "lib/experiments/network.ts",
    search: "firstOf(parts.training, MEASURED)",
    replace: 'firstOf({ ...parts.scoring, part: "training" as const }, MEASURED)',
    test: used,
  },
  {
    bug: "candidates are scored on training images",
    file: "lib/experiments/one_shot.ts",
    search: "return { data: (await resources()).parts.scoring,",
    replace: `const { training } = (await resources()).parts;
  const indices = training.indices.subarray(0, profile.candidates.images);
  return { data: { ...training, part: "scoring", indices },`,
    test: used,
  },
  {
    bug: "predictions are compared on validation images",
    file: "lib/experiments/divergence.ts",
    search: "const { training } = (await resources()).parts;",
    replace: 'const training = { ...(await resources()).parts.scoring, part: "training" as const };',
    test: used,
  },
  {
    bug: "the normalisation is measured on all images",
    file: "lib/experiments/open_laboratory.ts",
    search: "measureNormalisation(training)",
    replace:
      "measureNormalisation({ ...training, indices: Uint32Array.from({ length: images.count }, (_, at) => at) })",
    test: ["tests/experiments/images_used_test.ts", "measures the normalisation on the training images"],
  },
  {
    bug: "evolution is not told the limit of size",
    file: "lib/experiments/search.ts",
    search: "evolution(space, { seed, ...members, ...limit }, state)",
    replace: "evolution(space, { seed, ...members }, state)",
    test: limited,
  },
  {
    bug: "random search is not told the limit of size",
    file: "lib/experiments/search.ts",
    search: "randomSearch(space, { seed, ...limit }, state)",
    replace: "randomSearch(space, { seed }, state)",
    test: limited,
  },
  {
    bug: "random search always has seed 1",
    file: "lib/experiments/search.ts",
    search: "randomSearch(space, { seed, ...limit }, state)",
    replace: "randomSearch(space, { seed: 1, ...limit }, state)",
    test: asked,
  },
  {
    bug: "evolution always has seed 1",
    file: "lib/experiments/search.ts",
    search: "evolution(space, { seed, ...members, ...limit }, state)",
    replace: "evolution(space, { seed: 1, ...members, ...limit }, state)",
    test: asked,
  },
];
