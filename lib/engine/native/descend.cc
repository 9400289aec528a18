// An optimiser step over flat buffers: mean of the ghost batches' gradients, L2, clipping, Nesterov momentum.
//
// The arithmetic is that of JavaScript, to the bit: products and sums in double precision, each rounded when it is
// stored, none fused. So it does not matter which of the two takes a step.
#pragma STDC FP_CONTRACT OFF
#ifndef __clang__
#pragma GCC optimize("fp-contract=off")
#endif

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include "operation.h"

namespace oneshot {
namespace {

// As `lib/engine/native_descend.ts` writes them.
struct Numbers {
  double strength, onAll, clip, rate, momentum;
};

void descend(TF_OpKernelContext* context) {
  Call call(context);
  const auto weightsView = call.input(0), velocityView = call.input(1), gradients = call.input(2);
  const auto segments = call.input<const int32_t>(3), uses = call.input<const int32_t>(4), packed = call.input<const int32_t>(5);
  Numbers numbers;
  std::memcpy(&numbers, packed.data(), sizeof numbers);
  // Written in place: the caller's memory.
  float* weights = const_cast<float*>(weightsView.data());
  float* velocity = const_cast<float*>(velocityView.data());
  const int64_t length = weightsView.size(), ghosts = gradients.size() / length, count = segments.dim(0);

  static thread_local std::vector<float> gradient;
  gradient.assign(length, 0.0f);
  for (int64_t s = 0; s < count; s++) {
    const int32_t* segment = segments.data() + 3 * s;
    const int64_t offset = segment[0], size = segment[1];
    float* target = gradient.data() + offset;
    double used = 0;
    for (int64_t ghost = 0; ghost < ghosts; ghost++) {
      if (uses.data()[ghost * count + s] == 0) continue;
      used++;
      const float* source = gradients.data() + ghost * length + offset;
      for (int64_t i = 0; i < size; i++) target[i] = target[i] + static_cast<double>(source[i]) / ghosts;
    }
    const double factor = numbers.onAll ? numbers.strength : numbers.strength * used / ghosts;
    if (segment[2] == 0 || factor == 0) continue;
    for (int64_t i = 0; i < size; i++) target[i] = target[i] + factor * weights[offset + i];
  }

  double squares = 0;
  for (const float g : gradient) squares += static_cast<double>(g) * g;
  const double norm = std::sqrt(squares);
  if (norm > numbers.clip) {
    const double factor = numbers.clip / norm;
    for (float& g : gradient) g = g * factor;
  }
  for (int64_t i = 0; i < length; i++) {
    const double g = gradient[i];
    const double v = numbers.momentum * velocity[i] + g;
    velocity[i] = v;
    weights[i] = weights[i] - numbers.rate * (g + numbers.momentum * v);
  }
  *call.vector(0, 1).data() = norm;
}

void run(void*, TF_OpKernelContext* context) {
  guarded(context, [&] { descend(context); });
}

const Registration operation("OneShotDescend",
                             {"weights: float", "velocity: float", "gradients: float", "segments: int32", "uses: int32",
                              "numbers: int32"},
                             {"norm: float"}, run);

}  // namespace
}  // namespace oneshot
