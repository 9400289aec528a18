/**
 * The worker module: the jobs that a worker of the pool can do.
 * @module
 */
import { freeSpareMemory, loadRuntime, tellCrew } from "../engine/mod.ts";
import { serve } from "../workers/mod.ts";
import type { NetworkShape, Paths } from "../space/mod.ts";
import { diverge, type Divergence } from "./diverge.ts";
import { type EvaluationTask, type Evaluator, openEvaluator } from "./evaluate.ts";
import { openTrainee, type Trainee } from "./ghost_step.ts";
import type { OpenTraining, TrainStep } from "./runners.ts";
import { type StandAloneTask, trainStandAlone } from "./stand_alone.ts";
import { evaluateRemeasured, type RemeasureTask } from "./statistics.ts";

const runtime = await loadRuntime();
let training: { readonly trainee: Trainee; readonly taken: Int32Array } | undefined;
let evaluator: Evaluator | undefined;
let shape: string | undefined;

/** Jobs reuse memory for activations, since allocation is slow; it fits networks of one shape only. */
function prepareFor(next: NetworkShape): void {
  const text = JSON.stringify(next);
  if (shape !== text) freeSpareMemory(runtime);
  shape = text;
}

serve({
  openTraining({ task, buffers }: OpenTraining) {
    prepareFor(task.network.shape);
    const trainee = openTrainee(runtime, task, buffers);
    training?.trainee.close();
    training = { trainee, taken: buffers.taken };
  },
  trainStep({ step, ghosts }: TrainStep) {
    const { taken, trainee } = training!;
    for (;;) {
      const ghost = ghosts[Atomics.add(taken, 0, 1)];
      if (ghost === undefined) return;
      trainee.ghostStep(step, ghost);
    }
  },
  closeTraining() {
    training?.trainee.close();
    training = undefined;
  },
  openEvaluator(task: EvaluationTask) {
    prepareFor(task.network.shape);
    const opened = openEvaluator(runtime, task);
    evaluator?.close();
    evaluator = opened;
  },
  evaluate: (architectures: readonly Paths[]) => architectures.map((paths) => evaluator!.evaluate(paths)),
  predict: (architectures: readonly Paths[]) => architectures.map((paths) => evaluator!.predict(paths)),
  remeasure(task: RemeasureTask) {
    prepareFor(task.network.shape);
    return evaluateRemeasured(runtime, task);
  },
  diverge: (job: Divergence) => diverge(evaluator!, job),
  closeEvaluator() {
    evaluator?.close();
    evaluator = undefined;
  },
  standAlone(task: StandAloneTask, tellAlive) {
    prepareFor(task.training.network.shape);
    return trainStandAlone(runtime, task, tellAlive);
  },
}, tellCrew(runtime));
