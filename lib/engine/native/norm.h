// Batch norm with the statistics of this batch, as a node has it: its sums stay as they are, and whoever reads them
// applies max(0, (x - mean) * inverse * scale + offset) on the way.
#pragma once

#include <cmath>

#include "image.h"

namespace oneshot {

constexpr float EPSILON = 1e-3f;

// Mean and summed squared distances of each channel over the images taken in so far.
struct Moments {
  std::vector<float> mean, squares;
  float images = 0;

  explicit Moments(int channels) : mean(channels), squares(channels) {}

  // Takes in one more image. Values are taken relative to one that is near their mean, so that one pass is enough
  // without losing digits.
  void observe(Shape shape, Image image) {
    forBlockType(shape.channels, [&](auto v) {
      using V = decltype(v);
      const int64_t length = shape.pixels() * lanes<V>;
      for (int c = 0; c < shape.channels; c += lanes<V>) {
        const float* values = image.first + c / lanes<V> * image.block;
        const V near = images > 0 ? load<V>(&mean[c]) : load<V>(values);
        V sum[4] = {}, square[4] = {};
        int64_t at = 0;
        for (; at + 3 * lanes<V> < length; at += 4 * lanes<V>) {
          for (int i = 0; i < 4; i++) {
            const V apart = load<V>(values + at + i * lanes<V>) - near;
            sum[i] += apart;
            square[i] += apart * apart;
          }
        }
        for (; at < length; at += lanes<V>) {
          const V apart = load<V>(values + at) - near;
          sum[0] += apart;
          square[0] += apart * apart;
        }
        const float pixels = shape.pixels();
        const V away = (sum[0] + sum[1] + (sum[2] + sum[3])) / pixels;
        const V distances = square[0] + square[1] + (square[2] + square[3]) - away * away * pixels;
        mergeBlock(c, near + away, distances, 1, pixels);
      }
    });
    images++;
  }

  // Takes in the images that others took in, of so many pixels each.
  void merge(const Moments& others, float pixels) {
    forBlockType(mean.size(), [&](auto v) {
      using V = decltype(v);
      for (size_t c = 0; c < mean.size(); c += lanes<V>) {
        mergeBlock(c, load<V>(&others.mean[c]), load<V>(&others.squares[c]), others.images, pixels);
      }
    });
    images += others.images;
  }

 private:
  template <typename V>
  void mergeBlock(int c, V otherMean, V otherSquares, float others, float pixels) {
    const V apart = otherMean - load<V>(&mean[c]);
    const float share = others / (images + others);
    store(&mean[c], load<V>(&mean[c]) + apart * share);
    store(&squares[c], load<V>(&squares[c]) + otherSquares + apart * apart * (pixels * images * share));
  }
};

// Sums over pixels that the gradients of scale and offset are made of, one value a channel.
struct NormSums {
  std::vector<float> gradients, products;
  explicit NormSums(int channels) : gradients(channels), products(channels) {}
  void merge(const NormSums& others) {
    for (size_t c = 0; c < gradients.size(); c++)
      gradients[c] += others.gradients[c], products[c] += others.products[c];
  }
};

// Statistics of a node, one value a channel, and what they make of scale and offset.
struct Norm {
  std::vector<float> mean, variance, inverse, factor, shift;

  explicit Norm(int channels)
      : mean(channels), variance(channels), inverse(channels), factor(channels), shift(channels) {}

  void take(const Moments& moments, double pixels) {
    mean = moments.mean;
    const float values = moments.images * pixels;
    // Rounding can leave less than nothing; a NaN stays one.
    for (size_t c = 0; c < mean.size(); c++) variance[c] = moments.squares[c] < 0 ? 0 : moments.squares[c] / values;
  }

  void combine(const float* scale, const float* offset) {
    for (size_t c = 0; c < mean.size(); c++) {
      inverse[c] = 1.0f / std::sqrt(variance[c] + EPSILON);
      factor[c] = inverse[c] * scale[c];
      shift[c] = offset[c] - mean[c] * factor[c];
    }
  }

  // Writes what readers see of a node's sums.
  void output(Shape shape, Image raw, Image out) const {
    forRows(shape, raw, out, [&](auto v, int, int block, const float* from, float* to) {
      using V = decltype(v);
      const V multiple = load<V>(&factor[block * lanes<V>]), add = load<V>(&shift[block * lanes<V>]);
      for (int64_t at = 0; at < static_cast<int64_t>(shape.width) * lanes<V>; at += lanes<V>) {
        store(to + at, rectified(load<V>(from + at) * multiple + add));
      }
    });
  }

  // Mean over the pixels of what readers see, [channels]; of the sums themselves if the node has no norm.
  void means(Shape shape, Image raw, bool hasNorm, float* means) const {
    forBlockType(shape.channels, [&](auto v) {
      using V = decltype(v);
      for (int c = 0; c < shape.channels; c += lanes<V>) {
        const float* values = raw.first + c / lanes<V> * raw.block;
        const V multiple = load<V>(&factor[c]), add = load<V>(&shift[c]);
        V sum = {};
        for (int64_t at = 0; at < shape.pixels() * lanes<V>; at += lanes<V>) {
          const V value = load<V>(values + at);
          sum += hasNorm ? rectified(value * multiple + add) : value;
        }
        store(means + c, sum / static_cast<float>(shape.pixels()));
      }
    });
  }

  // Adds what one image contributes; `dy` is the gradient of the node's output.
  void collect(Shape shape, Image raw, Image dy, NormSums& sums) const {
    forBlockType(shape.channels, [&](auto v) {
      using V = decltype(v);
      const int64_t length = shape.pixels() * lanes<V>;
      for (int c = 0; c < shape.channels; c += lanes<V>) {
        const float *values = raw.first + c / lanes<V> * raw.block, *gradients = dy.first + c / lanes<V> * dy.block;
        const V multiple = load<V>(&factor[c]), add = load<V>(&shift[c]), center = load<V>(&mean[c]);
        V sum[4] = {}, product[4] = {};
        const auto take = [&](int i, int64_t at) {
          const V value = load<V>(values + at);
          const V gradient = value * multiple + add > 0 ? load<V>(gradients + at) : V{};
          sum[i] += gradient;
          product[i] += gradient * (value - center);
        };
        int64_t at = 0;
        for (; at + 3 * lanes<V> < length; at += 4 * lanes<V>) {
          for (int i = 0; i < 4; i++) take(i, at + i * lanes<V>);
        }
        for (; at < length; at += lanes<V>) take(0, at);
        put(&sums.gradients[c], sum[0] + sum[1] + (sum[2] + sum[3]), true);
        put(&sums.products[c], (product[0] + product[1] + (product[2] + product[3])) * load<V>(&inverse[c]), true);
      }
    });
  }

  // The gradient of one image's sums, given those of scale and offset over all of the batch's `values` a channel.
  void gradient(Shape shape, Image raw, Image dy, double values, const NormSums& sums, Image d) const {
    const float share = 1.0 / values;
    forRows(shape, raw, dy, [&](auto v, int y, int block, const float* from, const float* gradients) {
      using V = decltype(v);
      const int c = block * lanes<V>;
      const V multiple = load<V>(&factor[c]), add = load<V>(&shift[c]), center = load<V>(&mean[c]);
      // multiple * (gradient - mean gradient - normalised value * mean product), with the constants drawn together.
      const V slope = multiple * load<V>(&inverse[c]) * (load<V>(&sums.products[c]) * share);
      const V level = multiple * (load<V>(&sums.gradients[c]) * share);
      float* to = d.first + block * d.block + y * d.row;
      for (int64_t at = 0; at < static_cast<int64_t>(shape.width) * lanes<V>; at += lanes<V>) {
        const V value = load<V>(from + at);
        const V gradient = value * multiple + add > 0 ? load<V>(gradients + at) : V{};
        store(to + at, multiple * gradient - level - (value - center) * slope);
      }
    });
  }

 private:
  // A NaN goes on, so that it is noticed.
  template <typename V>
  static V rectified(V value) {
    return V{} > value ? V{} : value;
  }
};

}  // namespace oneshot
