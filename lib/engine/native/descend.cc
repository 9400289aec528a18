// The arithmetic is that of JavaScript, to the bit: products and sums in double precision, each rounded when it is
// stored, none fused. So it does not matter which of the two takes a step.
#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#else
#pragma GCC optimize("fp-contract=off")
#endif

#include "descend.h"

#include <cmath>
#include <cstring>
#include <vector>

namespace oneshot {
namespace {

DescentNumbers checkedNumbers(Row<const int32_t> row) {
  DescentNumbers numbers;
  const int64_t length = sizeof numbers / sizeof(int32_t);
  checkRange(row.length, length, length, "integers of the numbers");
  std::memcpy(&numbers, row.data, sizeof numbers);
  for (const double number : {numbers.strength, numbers.rate, numbers.momentum}) {
    if (!std::isfinite(number)) refuse("decay, rate or momentum: found ", number, ", wanted a finite number");
  }
  if (!(numbers.clip > 0)) refuse("norm to clip to: found ", numbers.clip, ", wanted a positive number");
  return numbers;
}

void checkBuffers(const DescentInputs& inputs) {
  const int64_t length = inputs.weights.length, floats = inputs.gradients.length;
  checkRange(inputs.velocity.length, length, length, "velocity");
  if (length == 0 || floats == 0 || floats % length != 0) {
    refuse("gradients: found ", floats, ", wanted a multiple of the ", length, " weights");
  }
  if (inputs.segments.length % 3 != 0) refuse("segments: found ", inputs.segments.length, " integers, wanted threes");
  const int64_t count = inputs.segments.length / 3, uses = floats / length * count;
  for (int64_t s = 0; s < count; s++) {
    checkInside(inputs.segments.data[3 * s], inputs.segments.data[3 * s + 1], length, "segment ", s);
  }
  checkRange(inputs.uses.length, uses, uses, "uses of the segments");
}

}  // namespace

double descend(const DescentInputs& inputs) {
  const DescentNumbers numbers = checkedNumbers(inputs.numbers);
  checkBuffers(inputs);
  float *weights = inputs.weights.data, *velocity = inputs.velocity.data;
  const int64_t length = inputs.weights.length, ghosts = inputs.gradients.length / length;
  const int64_t count = inputs.segments.length / 3;
  const float* gradients = inputs.gradients.data;
  const int32_t *segments = inputs.segments.data, *uses = inputs.uses.data;

  // Dividing would take longer than all else.
  const double share = 1.0 / ghosts;
  static thread_local std::vector<float> gradient;
  gradient.assign(length, 0.0f);
  for (int64_t s = 0; s < count; s++) {
    const int32_t* segment = segments + 3 * s;
    const int64_t offset = segment[0], size = segment[1];
    float* target = gradient.data() + offset;
    double used = 0;
    for (int64_t ghost = 0; ghost < ghosts; ghost++) {
      if (uses[ghost * count + s] == 0) continue;
      used++;
      const float* source = gradients + ghost * length + offset;
      for (int64_t i = 0; i < size; i++) target[i] = target[i] + static_cast<double>(source[i]) * share;
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
  return norm;
}

}  // namespace oneshot
