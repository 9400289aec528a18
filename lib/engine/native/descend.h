// An optimiser step over flat buffers: mean of the ghost batches' gradients, L2, clipping, Nesterov momentum.
#pragma once

#include "check.h"

namespace oneshot {

// As `lib/engine/native_descend.ts` writes them.
struct DescentNumbers {
  double strength, onAll, clip, rate, momentum;
};

struct DescentInputs {
  // Changed in place.
  Row<float> weights, velocity;
  // [ghosts, weights].
  Row<const float> gradients;
  // [segments, 3]: first weight, number of weights, whether they decay.
  Row<const int32_t> segments;
  // [ghosts, segments]; 0 where the ghost batch did not use the segment.
  Row<const int32_t> uses;
  // The bytes of `DescentNumbers`.
  Row<const int32_t> numbers;
};

// Takes a step; returns the length of the gradient before it was clipped. What it refuses with std::invalid_argument
// has changed nothing.
double descend(const DescentInputs& inputs);

}  // namespace oneshot
