/** What a step of training does. */
import type { Mutant } from "./mutant.ts";

const fourSteps = ["tests/training/train_steps_test.ts", "train() takes four steps"] as const;
const statistics = ["tests/training/train_steps_test.ts", "train() follows the statistics"] as const;
const byHand = ["tests/training/sgd_test.ts", "worked by hand"] as const;

export const trainingMutants: readonly Mutant[] = [
  {
    bug: "the learning rate follows no schedule",
    file: "lib/training/train.ts",
    search: "const rate = learningRate(settings, step);",
    replace: "const rate = settings.learningRate;",
    test: fourSteps,
  },
  {
    bug: "gradients are clipped to ten times the norm",
    file: "lib/engine/native/descend.ts",
    search: "? 1 : 0, clipNorm, rate, momentum);",
    replace: "? 1 : 0, 10 * clipNorm, rate, momentum);",
    test: fourSteps,
  },
  {
    bug: "gradients are clipped to ten times the norm, in JavaScript",
    file: "lib/training/sgd.ts",
    search: "const norm = clipToNorm(gradient, clipNorm);",
    replace: "const norm = clipToNorm(gradient, 10 * clipNorm);",
    test: byHand,
  },
  {
    bug: "gradients are clipped to ten times the norm, in the kernel",
    file: "lib/engine/native/descend.cc",
    search: "const double factor = numbers.clip / norm;",
    replace: "const double factor = std::min(1.0, 10 * numbers.clip / norm);",
    test: byHand,
  },
  {
    bug: "running averages forget five times as fast",
    file: "lib/training/running.ts",
    search: "const RUNNING_KEEP = 0.98;",
    replace: "const RUNNING_KEEP = 0.9;",
    test: statistics,
  },
  {
    bug: "decay is halved",
    file: "lib/engine/native/descend.ts",
    search: "Float64Array.of(decay.strength,",
    replace: "Float64Array.of(decay.strength / 2,",
    test: fourSteps,
  },
  {
    bug: "decay is halved, in JavaScript",
    file: "lib/tricks/retained_l2.ts",
    search: 'const factor = on === "all" ? strength : strength * uses[index]! / ghosts;',
    replace: 'const factor = (on === "all" ? strength : strength * uses[index]! / ghosts) / 2;',
    test: byHand,
  },
  {
    bug: "decay is added after clipping, in JavaScript",
    file: "lib/training/sgd.ts",
    search: `  addDecay(gradient, weights, segments, decay, counts, ghosts);
  const norm = clipToNorm(gradient, clipNorm);
`,
    replace: `  const norm = clipToNorm(gradient, clipNorm);
  addDecay(gradient, weights, segments, decay, counts, ghosts);
`,
    test: byHand,
  },
  {
    bug: "decay is added after clipping, in the kernel",
    file: "lib/engine/native/descend.cc",
    search: `    for (int64_t i = 0; i < size; i++) target[i] = target[i] + factor * weights[offset + i];
  }

  double squares = 0;
  for (const float g : gradient) squares += static_cast<double>(g) * g;
  const double norm = std::sqrt(squares);
  if (norm > numbers.clip) {
    const double factor = numbers.clip / norm;
    for (float& g : gradient) g = g * factor;
  }
`,
    replace: `  }

  double squares = 0;
  for (const float g : gradient) squares += static_cast<double>(g) * g;
  const double norm = std::sqrt(squares);
  if (norm > numbers.clip) {
    const double factor = numbers.clip / norm;
    for (float& g : gradient) g = g * factor;
  }
  for (int64_t s = 0; s < count; s++) {
    const int32_t* segment = segments + 3 * s;
    double used = 0;
    for (int64_t ghost = 0; ghost < ghosts; ghost++) used += uses[ghost * count + s] != 0;
    const double share = numbers.onAll ? 1 : used / ghosts;
    const double factor = segment[2] == 0 ? 0 : numbers.strength * share;
    for (int64_t i = segment[0]; i < segment[0] + segment[1]; i++) gradient[i] += factor * weights[i];
  }
`,
    test: byHand,
  },
  {
    bug: "gradients are divided by the ghost batches that used a weight, in JavaScript",
    file: "lib/training/sgd.ts",
    search: "target[i]! += source[i]! * share;",
    replace:
      "target[i]! += source[i]! / gradients.reduce((n, _, g) => n + (uses[g * segments.length + index] ?? 0), 0);",
    test: byHand,
  },
  {
    bug: "gradients are divided by the ghost batches that used a weight, in the kernel",
    file: "lib/engine/native/descend.cc",
    search: "target[i] = target[i] + static_cast<double>(source[i]) * share;",
    replace: `{
        int64_t users = 0;
        for (int64_t g = 0; g < ghosts; g++) users += uses[g * count + s] != 0;
        target[i] = target[i] + static_cast<double>(source[i]) / users;
      }`,
    test: byHand,
  },
];
