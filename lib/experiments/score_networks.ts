/**
 * One-shot accuracies of architectures that were found elsewhere: by a search with another score, or by chance.
 * @module
 */
import {
  type ModelSpec,
  networkScoresConfiguration,
  type ScoresResult,
  scoresSchema,
} from "../records/mod.ts";
import { type Architecture, formatArchitecture } from "../space/mod.ts";
import { countParts, type Found, found, type OnProgress } from "./found.ts";
import type { Laboratory } from "./laboratory.ts";
import { once } from "./once.ts";
import { evaluatePaths, scoringImages, withModel } from "./one_shot.ts";

/** Scores architectures with a model's weights on the same images as all candidates; results in their order. */
export async function scoreNetworks(
  lab: Laboratory,
  model: ModelSpec,
  architectures: readonly Architecture[],
  onProgress?: OnProgress,
): Promise<Found<ScoresResult>> {
  const { profile } = lab;
  const texts = architectures.map((architecture) => formatArchitecture(profile.space, architecture));
  const asked = {
    kind: "scores",
    configuration: networkScoresConfiguration(profile, model, texts),
    schema: scoresSchema,
    seed: profile.candidates.seed,
  };
  const { run, loaded } = await once(lab, asked, async (lab) => {
    const evaluations = await withModel(
      lab,
      model,
      await scoringImages(lab),
      (open) => evaluatePaths(open, architectures, countParts(lab, texts.length, onProgress)),
    );
    return { candidates: texts.map((architecture, index) => ({ architecture, ...evaluations[index]! })) };
  });
  return found(run, loaded);
}
