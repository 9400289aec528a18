// Batch norm with the statistics of this batch, as a node has it: its sums stay as they are, and whoever reads them
// applies max(0, (x - mean) * inverse * scale + offset) on the way.
#pragma once

#include <cmath>

#include "chain.h"

namespace oneshot {

constexpr float EPSILON = 1e-3f;

// Statistics of a node, one value a channel, and what they make of scale and offset.
struct Norm {
  std::vector<float> mean, variance, inverse, factor, shift;

  explicit Norm(int channels)
      : mean(channels), variance(channels), inverse(channels), factor(channels), shift(channels) {}

  // Takes in one more image: its mean and squared distances are merged with those of the `before` images before it.
  // Values are taken relative to one that is near their mean, so that one pass is enough without losing digits.
  void observe(const float* image, Shape shape, int before) {
    const float pixels = shape.pixels();
    forVectors(shape.channels, [&](auto v, int c) {
      using V = decltype(v);
      const V near = before > 0 ? load<V>(&mean[c]) : load<V>(image + c);
      V sum[4] = {}, squares[4] = {};
      const int64_t length = shape.size(), step = shape.channels;
      int64_t at = c;
      for (; at + 3 * step < length; at += 4 * step) {
        for (int i = 0; i < 4; i++) {
          const V apart = load<V>(image + at + i * step) - near;
          sum[i] += apart;
          squares[i] += apart * apart;
        }
      }
      for (; at < length; at += step) {
        const V apart = load<V>(image + at) - near;
        sum[0] += apart;
        squares[0] += apart * apart;
      }
      const V away = (sum[0] + sum[1] + (sum[2] + sum[3])) / pixels;
      const V distances = squares[0] + squares[1] + (squares[2] + squares[3]) - away * away * pixels;
      const V apart = near + away - load<V>(&mean[c]);
      store(&mean[c], load<V>(&mean[c]) + apart / (before + 1.0f));
      store(&variance[c], load<V>(&variance[c]) + distances + apart * apart * (pixels * before / (before + 1.0f)));
    });
  }

  // After the last image: sums of squares become variances.
  void finish(double values) {
    // Rounding can leave less than nothing; a NaN stays one.
    for (float& value : variance) value = value < 0 ? 0 : value / values;
  }

  void combine(const float* scale, const float* offset) {
    for (size_t c = 0; c < mean.size(); c++) {
      inverse[c] = 1.0f / std::sqrt(variance[c] + EPSILON);
      factor[c] = inverse[c] * scale[c];
      shift[c] = offset[c] - mean[c] * factor[c];
    }
  }

  Affine affine() const { return {factor.data(), shift.data()}; }

  // Adds to the gradients of scale and offset, [channels], what one image contributes; `dy` is the gradient of the
  // node's output.
  void collect(const float* raw, const float* dy, Shape shape, float* dScale, float* dOffset) const {
    forVectors(shape.channels, [&](auto v, int c) {
      using V = decltype(v);
      const V multiple = load<V>(&factor[c]), add = load<V>(&shift[c]);
      const V center = load<V>(&mean[c]), narrow = load<V>(&inverse[c]);
      V sum[2] = {}, product[2] = {};
      int which = 0;
      for (int64_t at = c; at < shape.size(); at += shape.channels, which ^= 1) {
        const V value = load<V>(raw + at);
        const V output = value * multiple + add;
        const V gradient = output > 0 ? load<V>(dy + at) : V{};
        sum[which] += gradient;
        product[which] += gradient * ((value - center) * narrow);
      }
      store(dOffset + c, load<V>(dOffset + c) + (sum[0] + sum[1]));
      store(dScale + c, load<V>(dScale + c) + (product[0] + product[1]));
    });
  }

  // The gradient of one image's sums, given those of scale and offset over all of the batch's `values` a channel.
  void gradient(const float* raw, const float* dy, Shape shape, double values, const float* dScale, const float* dOffset,
                float* d) const {
    const float share = 1.0 / values;
    forVectors(shape.channels, [&](auto v, int c) {
      using V = decltype(v);
      const V multiple = load<V>(&factor[c]), add = load<V>(&shift[c]);
      const V center = load<V>(&mean[c]), narrow = load<V>(&inverse[c]);
      const V meanGradient = load<V>(dOffset + c) * share, meanProduct = load<V>(dScale + c) * share;
      for (int64_t at = c; at < shape.size(); at += shape.channels) {
        const V value = load<V>(raw + at);
        const V output = value * multiple + add;
        const V gradient = output > 0 ? load<V>(dy + at) : V{};
        store(d + at, multiple * (gradient - meanGradient - (value - center) * narrow * meanProduct));
      }
    });
  }
};

}  // namespace oneshot
