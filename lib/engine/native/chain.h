// A chain: layers one after the other, from a node's output to a term of another's sum. Nothing in it looks beyond its
// image, so it is run image by image, and what is between its layers stays in the cache.
#pragma once

#include "conv.h"
#include "depthwise.h"
#include "heap.h"
#include "pool.h"

namespace oneshot {

class Chain {
 public:
  // The layers and weights outlive the chain.
  Chain(const std::vector<Layer>& layers, Shape from, const float* weights, bool backward)
      : layers_(layers), from_(from), weights_(weights) {
    for (size_t i = 0; i < layers.size(); i++) {
      const Layer& layer = layers[i];
      if (i > 0) inputs_.push_back(padded(layer.from, layer.border(), layer.kind == MAX_POOL));
      filters_.push_back(layer.kind == DEPTHWISE ? Loan(layer.filterSize()) : Loan());
      if (layer.kind == DEPTHWISE) blockFilter(layer, weights + layer.filter, false, filters_.back().get());
      const bool isPool = layer.kind == MAX_POOL || layer.kind == AVERAGE_POOL;
      scratch_.push_back(isPool ? Loan(poolScratch(layer)) : Loan());
      if (backward) prepareBackward(layer, i + 1 == layers.size());
    }
  }

  // Adds the chain's value for one image to `out`, or writes it. The image read has the first layer's border, and
  // blocks of so many channels. What is before the last layer goes to `middle`, if it is given.
  void forward(Image in, int inLanes, float* middle, Image out, bool add) {
    if (layers_.empty()) return copyImage(from_, in, out, add);
    for (size_t i = 0; i < layers_.size(); i++) {
      const bool last = i + 1 == layers_.size();
      step(i, input(i, in, middle), inLanes, last ? out : input(i + 1, in, middle), last && add);
    }
  }

  // Adds the filters' gradients, at a place for each layer, and where there is a `dIn` the gradient of the image read
  // to it, or writes it. `d` is the gradient of the sum, with the last layer's border; `middle` is what `forward` left.
  void backward(Image in, int inLanes, float* middle, Image d, float* const* dFilters, Image dIn, bool add) {
    if (layers_.empty()) return copyImage(from_, d, dIn, add);
    for (size_t i = 0; i + 1 < layers_.size() && middle == nullptr; i++) {
      step(i, input(i, in, middle), inLanes, input(i + 1, in, middle), false);
    }
    for (size_t i = layers_.size(); i-- > 0;) {
      const Layer& layer = layers_[i];
      const Image read = input(i, in, middle), dy = i + 1 == layers_.size() ? d : gradients_[i].image();
      if (layer.kind == CONV)
        convFilterGradient(layer, read, i == 0 ? inLanes : blockLanes(layer.from.channels), dy, dFilters[i]);
      if (layer.kind == DEPTHWISE) depthwiseFilterGradient(layer, read, dy, dFilters[i]);
      if (i == 0 && dIn.first == nullptr) return;
      stepBack(i, read, dy, i == 0 ? dIn : gradients_[i - 1].image(), i == 0 && add);
    }
  }

 private:
  static Padded padded(Shape shape, Border border, bool isMax) {
    return Padded(shape, blockLanes(shape.channels), border, isMax ? std::numeric_limits<float>::lowest() : 0.0f);
  }

  // Reversed filters, and room for the gradients between layers, with the border that those before them read.
  void prepareBackward(const Layer& layer, bool isLast) {
    if (!isLast) gradients_.push_back(padded(layer.to, layer.stride == 1 ? layer.border() : Border(), false));
    reversed_.push_back(layer.hasFilter() ? Loan(layer.filterSize()) : Loan());
    if (layer.kind == CONV) reverseFilter(layer, weights_ + layer.filter, reversed_.back().get());
    if (layer.kind == DEPTHWISE) blockFilter(layer, weights_ + layer.filter, true, reversed_.back().get());
  }

  Image input(size_t i, Image in, float* middle) const {
    if (i == 0) return in;
    return middle != nullptr ? flat(middle, layers_[i].from) : inputs_[i - 1].image();
  }

  void step(size_t i, Image in, int inLanes, Image out, bool add) {
    const Layer& layer = layers_[i];
    switch (layer.kind) {
      case CONV:
        return convolve(layer, in, layer.from.channels, i == 0 ? inLanes : blockLanes(layer.from.channels), layer.to,
                        weights_ + layer.filter, out, add);
      case DEPTHWISE: return slideDepthwise(layer, in, filters_[i].get(), out, add);
      case MAX_POOL: return largest(layer, in, scratch_[i].get(), out, add);
      case AVERAGE_POOL: return average(layer, in, scratch_[i].get(), out, false, add);
      case HALVE: return halve(layer, in, out, add);
    }
  }

  void stepBack(size_t i, Image in, Image dy, Image dx, bool add) {
    const Layer& layer = layers_[i];
    switch (layer.kind) {
      case CONV:
        return convolve(layer, dy, layer.to.channels, blockLanes(layer.to.channels), layer.from, reversed_[i].get(), dx,
                        add);
      case DEPTHWISE: return slideDepthwise(layer, dy, reversed_[i].get(), dx, add);
      case MAX_POOL: return largestGradient(layer, in, dy, scratch_[i].get(), dx, add);
      case AVERAGE_POOL: return average(layer, dy, scratch_[i].get(), dx, true, add);
      case HALVE: return halveGradient(layer, dy, dx, add);
    }
  }

  const std::vector<Layer>& layers_;
  Shape from_;
  const float* weights_;
  std::vector<Padded> inputs_, gradients_;
  std::vector<Loan> filters_, reversed_, scratch_;
};

}  // namespace oneshot
