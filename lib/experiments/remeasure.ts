/**
 * One-shot accuracies with batch norm's statistics measured for each candidate, a rival of batch statistics.
 * @module
 */
import { firstOf } from "../datasets/mod.ts";
import {
  type ModelSpec,
  remeasuredScoresConfiguration,
  type Remeasuring,
  type ScoresResult,
  scoresSchema,
} from "../records/mod.ts";
import { parseArchitecture } from "../space/mod.ts";
import type { Evaluation, RemeasureTask } from "../training/mod.ts";
import { countParts, type Found, found, type OnProgress } from "./found.ts";
import type { Laboratory } from "./laboratory.ts";
import { once } from "./once.ts";
import { modelTask, scoringImages } from "./one_shot.ts";

/** Training images that statistics are measured on. */
const REMEASURING: Remeasuring = { images: 2000 };

/** Scores architectures with a model's weights and statistics of their own; results in their order. */
export async function scoreRemeasured(
  lab: Laboratory,
  model: ModelSpec,
  architectures: readonly string[],
  onProgress?: OnProgress,
): Promise<Found<ScoresResult>> {
  const { profile } = lab;
  const asked = {
    kind: "scores",
    configuration: remeasuredScoresConfiguration(profile, model, architectures, REMEASURING),
    schema: scoresSchema,
    seed: profile.candidates.seed,
  };
  const { run, loaded } = await once(lab, asked, async (lab) => {
    const { pool, parts } = await lab.bench();
    const { statistics: _, ...task } = await modelTask(lab, model, await scoringImages(lab));
    const measured = firstOf(parts.training, REMEASURING.images);
    lab.noteImages(measured);
    const tell = countParts(lab, architectures.length, onProgress);
    const tasks = architectures.map((text): RemeasureTask => ({
      ...task,
      measured,
      paths: parseArchitecture(profile.space, text),
    }));
    const evaluations = await pool.map<RemeasureTask, Evaluation>("remeasure", tasks, {
      onResult: () => tell(),
    });
    return {
      candidates: architectures.map((architecture, index) => ({ architecture, ...evaluations[index]! })),
    };
  });
  return found(run, loaded);
}
