// A chain: layers one after the other, from a node's output to a term of another's sum. Nothing in it looks beyond its
// image, so it is run image by image, and what is between its layers stays in the cache.
#pragma once

#include "conv.h"
#include "depthwise.h"
#include "heap.h"
#include "meter.h"
#include "pool.h"

namespace oneshot {

class Chain {
 public:
  // The layers and weights outlive the chain.
  Chain(const std::vector<Layer>& layers, Shape from, const float* weights, bool backward)
      : layers_(layers), from_(from), weights_(weights) {
    stages_.resize(layers.size());
    for (size_t i = 0; i < layers.size(); i++) {
      const Layer& layer = layers[i];
      Stage& stage = stages_[i];
      if (i > 0) stage.input = padded(layer.from, layer.border(), layer.kind == MAX_POOL);
      if (layer.kind == DEPTHWISE) {
        stage.filter = Loan(layer.filterSize());
        blockFilter(layer, weights + layer.filter, false, stage.filter.get());
      }
      if (layer.kind == MAX_POOL || layer.kind == AVERAGE_POOL) stage.scratch = Loan(poolScratch(layer));
      if (backward) prepareBackward(layer, stage, i + 1 == layers.size());
    }
  }

  // Adds the chain's value for one image to `out`, or writes it. The image read has the first layer's border, and
  // blocks of so many channels. What is before the last layer goes to `middle`, if it is given.
  void forward(Image in, int inLanes, float* middle, Image out, bool add) {
    if (layers_.empty()) return copy(FORWARD, in, out, add);
    for (size_t i = 0; i < layers_.size(); i++) {
      const bool last = i + 1 == layers_.size();
      step(i, input(i, in, middle), inLanes, last ? out : input(i + 1, in, middle), last && add);
    }
  }

  // Adds the filters' gradients, at a place for each layer, and where there is a `dIn` the gradient of the image read
  // to it, or writes it. `d` is the gradient of the sum, with the last layer's border; `middle` is what `forward` left.
  void backward(Image in, int inLanes, float* middle, Image d, float* const* dFilters, Image dIn, bool add) {
    if (layers_.empty()) return copy(INPUT, d, dIn, add);
    for (size_t i = 0; i + 1 < layers_.size() && middle == nullptr; i++) {
      step(i, input(i, in, middle), inLanes, input(i + 1, in, middle), false);
    }
    for (size_t i = layers_.size(); i-- > 0;) {
      const Layer& layer = layers_[i];
      const Image read = input(i, in, middle), dy = i + 1 == layers_.size() ? d : stages_[i].gradient.image();
      if (layer.hasFilter()) {
        const Meter meter(layer, FILTER, true);
        if (layer.kind == CONV)
          convFilterGradient(layer, read, i == 0 ? inLanes : blockLanes(layer.from.channels), dy, dFilters[i]);
        else depthwiseFilterGradient(layer, read, dy, dFilters[i]);
      }
      if (i == 0 && dIn.first == nullptr) return;
      stepBack(i, read, dy, i == 0 ? dIn : stages_[i - 1].gradient.image(), i == 0 && add);
    }
  }

 private:
  // What a layer works with: its input if another layer writes it, its filter in the order that it wants, reversed for
  // the way back, the gradient of its output if another layer reads it, and memory of its own.
  struct Stage {
    Padded input, gradient;
    Loan filter, reversed, scratch;
  };

  static Padded padded(Shape shape, Border border, bool isMax) {
    return Padded(shape, blockLanes(shape.channels), border, isMax ? std::numeric_limits<float>::lowest() : 0.0f);
  }

  // The reversed filter, and room for the gradient between layers, with the border that the one before reads.
  void prepareBackward(const Layer& layer, Stage& stage, bool isLast) {
    if (!isLast) stage.gradient = padded(layer.to, layer.stride == 1 ? layer.border() : Border(), false);
    if (layer.hasFilter()) stage.reversed = Loan(layer.filterSize());
    if (layer.kind == CONV) reverseFilter(layer, weights_ + layer.filter, stage.reversed.get());
    if (layer.kind == DEPTHWISE) blockFilter(layer, weights_ + layer.filter, true, stage.reversed.get());
  }

  Image input(size_t i, Image in, float* middle) const {
    if (i == 0) return in;
    return middle != nullptr ? flat(middle, layers_[i].from) : stages_[i].input.image();
  }

  void copy(Way way, Image from, Image to, bool add) const {
    const Meter meter(IDENTITY, way, from_, add);
    copyImage(from_, from, to, add);
  }

  void step(size_t i, Image in, int inLanes, Image out, bool add) {
    const Layer& layer = layers_[i];
    const Meter meter(layer, FORWARD, add);
    switch (layer.kind) {
      case CONV:
        return convolve(layer, in, layer.from.channels, i == 0 ? inLanes : blockLanes(layer.from.channels), layer.to,
                        weights_ + layer.filter, out, add);
      case DEPTHWISE: return slideDepthwise(layer, in, stages_[i].filter.get(), out, add);
      case MAX_POOL: return largest(layer, in, stages_[i].scratch.get(), out, add);
      case AVERAGE_POOL: return average(layer, in, stages_[i].scratch.get(), out, false, add);
      case HALVE: return halve(layer, in, out, add);
    }
  }

  void stepBack(size_t i, Image in, Image dy, Image dx, bool add) {
    const Layer& layer = layers_[i];
    const Meter meter(layer, INPUT, add);
    switch (layer.kind) {
      case CONV:
        return convolve(layer, dy, layer.to.channels, blockLanes(layer.to.channels), layer.from,
                        stages_[i].reversed.get(), dx, add);
      case DEPTHWISE: return slideDepthwise(layer, dy, stages_[i].reversed.get(), dx, add);
      case MAX_POOL: return largestGradient(layer, in, dy, stages_[i].scratch.get(), dx, add);
      case AVERAGE_POOL: return average(layer, dy, stages_[i].scratch.get(), dx, true, add);
      case HALVE: return halveGradient(layer, dy, dx, add);
    }
  }

  const std::vector<Layer>& layers_;
  Shape from_;
  const float* weights_;
  std::vector<Stage> stages_;
};

}  // namespace oneshot
