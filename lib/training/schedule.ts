/**
 * Learning rate over a training.
 * @module
 */
import type { TrainingSettings } from "./settings.ts";

/**
 * The learning rate of a step: a linear rise over the warm-up, then half a cosine from the largest rate to 0.
 *
 * @param step from 0 to `steps - 1`
 */
export function learningRate(
  { learningRate: largest, steps, warmUp }: Pick<TrainingSettings, "learningRate" | "steps" | "warmUp">,
  step: number,
): number {
  const rising = Math.round(steps * warmUp);
  if (step < rising) return largest * (step + 1) / (rising + 1);
  return largest * (1 + Math.cos(Math.PI * (step - rising) / (steps - rising))) / 2;
}
