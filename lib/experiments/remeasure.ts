/**
 * One-shot accuracies with batch norm's statistics measured for each candidate, a rival of batch statistics.
 * @module
 */
import { firstOf } from "../datasets/mod.ts";
import { type ModelSpec, networkScoresRun, type Remeasuring, type ScoresResult } from "../records/mod.ts";
import { parseArchitecture } from "../space/mod.ts";
import type { Evaluation, RemeasureTask } from "../training/mod.ts";
import { countParts, findRun } from "./found.ts";
import type { Found, Laboratory, OnProgress } from "./laboratory.ts";
import { modelTask, scoringImages } from "./one_shot.ts";

/** Training images that statistics are measured on. */
const REMEASURING: Remeasuring = { images: 2000 };

/** Scores architectures with a model's weights and statistics of their own; results in their order. */
export function scoreRemeasured(
  lab: Laboratory,
  model: ModelSpec,
  architectures: readonly string[],
): Promise<Found<ScoresResult>> {
  const run = networkScoresRun(lab.profile, model, architectures, REMEASURING);
  return findRun(
    lab,
    `Scores of ${architectures.length} networks, statistics measured for each`,
    run,
    compute,
  );

  async function compute(lab: Laboratory, tell: OnProgress): Promise<ScoresResult> {
    const { pool, parts } = await lab.resources();
    const { statistics: _, ...task } = await modelTask(lab, model, await scoringImages(lab));
    const measured = firstOf(parts.training, REMEASURING.images);
    lab.noteImages(measured);
    const tasks = architectures.map((text): RemeasureTask => ({
      ...task,
      measured,
      paths: parseArchitecture(lab.profile.space, text),
    }));
    const evaluations = await pool.map<RemeasureTask, Evaluation>("remeasure", tasks, {
      onResult: countParts(lab, architectures.length, tell),
    });
    return {
      candidates: architectures.map((architecture, index) => ({ architecture, ...evaluations[index]! })),
    };
  }
}
