/**
 * A worker for the tests of the runners: a ghost batch is but a note in a slot, and step 0 can be held up in its
 * middle.
 */
import { serve } from "../../lib/workers/mod.ts";
import type { OpenTraining, TrainingTask, TrainStep } from "../../lib/training/mod.ts";

/** A training, and who is held up in it. */
export interface StubbornTask extends TrainingTask {
  /** [how many are to be held up, how many are, whether they may go on, how many have ended after that] */
  readonly cells: Int32Array;
}

let training: OpenTraining | undefined;

serve({
  openTraining(payload: OpenTraining) {
    training = payload;
  },
  trainStep({ step, ghosts }: TrainStep) {
    const { buffers, task } = training!;
    const { cells } = task as StubbornTask;
    let held = false;
    for (;;) {
      const ghost = ghosts[Atomics.add(buffers.taken, 0, 1)];
      if (ghost === undefined) break;
      if (Atomics.sub(cells, 0, 1) > 0) {
        held = true;
        Atomics.add(cells, 1, 1);
        Atomics.notify(cells, 1);
        Atomics.wait(cells, 2, 0);
      }
      buffers.losses[ghost] = 100 * step + ghost + 1;
    }
    if (!held) return;
    Atomics.add(cells, 3, 1);
    Atomics.notify(cells, 3);
  },
  closeTraining() {
    training = undefined;
  },
});
