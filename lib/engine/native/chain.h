// A chain: layers one after the other, from one node's output to a term of another's sum. Nothing in it looks beyond
// its image, so it is run image by image, and what is between its layers stays in the cache. Backward it is computed
// anew rather than kept.
#pragma once

#include "layers.h"

namespace oneshot {

// An image with room for a border, and the border in place.
class Padded {
 public:
  Padded(int height, int width, int channels, int above, int left, float border)
      : row_(static_cast<int64_t>(width) * channels), size_(height * row_), memory_(allocate(size_)),
        image_{memory_.get() + above * row_ + static_cast<int64_t>(left) * channels, row_} {
    std::fill_n(memory_.get(), size_, border);
  }
  Image image() const { return image_; }
  void clear() { std::fill_n(memory_.get(), size_, 0.0f); }

 private:
  int64_t row_, size_;
  Floats memory_;
  Image image_;
};

// What a node does to its sums before others read them: max(0, factor * x + shift), or nothing.
struct Affine {
  const float* factor = nullptr;
  const float* shift = nullptr;
};

// Writes a node's output, or adds it.
inline void writeOutput(const float* raw, Shape shape, Affine affine, Image out, bool add) {
  for (int y = 0; y < shape.height; y++) {
    const float* from = raw + static_cast<int64_t>(y) * shape.width * shape.channels;
    float* to = out.first + y * out.row;
    forVectors(shape.channels, [&](auto v, int c) {
      using V = decltype(v);
      const V factor = affine.factor ? load<V>(affine.factor + c) : V{};
      const V shift = affine.factor ? load<V>(affine.shift + c) : V{};
      for (int64_t at = c; at < static_cast<int64_t>(shape.width) * shape.channels; at += shape.channels) {
        V value = load<V>(from + at);
        if (affine.factor) {
          value = value * factor + shift;
          // A NaN goes on, so that it is noticed.
          value = value < 0 ? V{} : value;
        }
        store(to + at, add ? load<V>(to + at) + value : value);
      }
    });
  }
}

// The images of the network's input have any number of channels and no norm.
inline void copyImage(const float* from, Shape shape, Image to) {
  const int64_t row = static_cast<int64_t>(shape.width) * shape.channels;
  for (int y = 0; y < shape.height; y++) std::copy_n(from + y * row, row, to.first + y * to.row);
}

class Chain {
 public:
  Chain(std::vector<Layer> layers, Shape from, const float* weights) : layers_(std::move(layers)), from_(from), weights_(weights) {
    for (const Layer& layer : layers_) {
      inputs_.emplace_back(layer.paddedHeight(), layer.paddedWidth(), layer.from.channels, layer.above(), layer.left(),
                           layer.outside());
      shares_.push_back(layer.kind == AVERAGE_POOL ? windowShares(layer) : std::vector<float>());
    }
  }

  // Adds the chain's value for one image of its source to `out`, or writes it.
  void forward(const float* raw, Affine affine, bool isInput, Image out, bool add) {
    if (layers_.empty()) return writeOutput(raw, from_, affine, out, add);
    readSource(raw, affine, isInput);
    for (size_t i = 0; i < layers_.size(); i++) {
      const bool last = i + 1 == layers_.size();
      step(i, last ? out : inputs_[i + 1].image(), last && add);
    }
  }

  // Makes ready for `backward`: reversed filters and room for gradients.
  void prepareBackward() {
    for (const Layer& layer : layers_) {
      // The gradient of a filter's output is convolved with the reversed filter: its border is as wide.
      const bool slides = layer.kind != HALVE && layer.stride == 1;
      gradients_.emplace_back(slides ? layer.paddedHeight() : layer.to.height, slides ? layer.paddedWidth() : layer.to.width,
                              layer.to.channels, slides ? layer.above() : 0, slides ? layer.left() : 0, 0.0f);
      reversed_.push_back(layer.hasFilter() ? allocate(layer.filterSize()) : nullptr);
      if (layer.kind == CONV) reverseFilter(layer, weights_ + layer.filter, reversed_.back().get());
      if (layer.kind == DEPTHWISE) reverseDepthwise(layer, weights_ + layer.filter, reversed_.back().get());
      scatter_.push_back(layer.kind == MAX_POOL
                             ? std::make_unique<Padded>(layer.paddedHeight(), layer.paddedWidth(), layer.from.channels,
                                                        layer.above(), layer.left(), 0.0f)
                             : nullptr);
    }
  }

  // Adds the filters' gradients at their places in `dWeights` and, where there is a `dSource`, the gradient of the
  // source's output to it, or writes it. `d` is the gradient of the sum, [height, width, channels].
  void backward(const float* raw, Affine affine, bool isInput, const float* d, Shape to, float* dWeights, float* dSource,
                bool add) {
    const Image source{dSource, static_cast<int64_t>(from_.width) * from_.channels};
    if (layers_.empty()) return writeOutput(d, to, Affine{}, source, add);
    readSource(raw, affine, isInput);
    for (size_t i = 0; i + 1 < layers_.size(); i++) step(i, inputs_[i + 1].image(), false);
    copyImage(d, to, gradients_.back().image());
    for (size_t i = layers_.size(); i-- > 0;) {
      const Layer& layer = layers_[i];
      const Image in = inputs_[i].image(), dy = gradients_[i].image();
      if (layer.kind == CONV) convFilterGradient(layer, in, dy, dWeights + layer.filter);
      if (layer.kind == DEPTHWISE) depthwiseFilterGradient(layer, in, dy, dWeights + layer.filter);
      if (i == 0 && dSource == nullptr) return;
      stepBack(i, i == 0 ? source : gradients_[i - 1].image(), i == 0 && add);
    }
  }

 private:
  void readSource(const float* raw, Affine affine, bool isInput) {
    if (isInput) copyImage(raw, from_, inputs_[0].image());
    else writeOutput(raw, from_, affine, inputs_[0].image(), false);
  }

  void step(size_t i, Image out, bool add) {
    const Layer& layer = layers_[i];
    const Image in = inputs_[i].image();
    switch (layer.kind) {
      case CONV: return convolve(layer, in, layer.from.channels, layer.to, weights_ + layer.filter, out, add);
      case DEPTHWISE: return slideDepthwise(layer, in, weights_ + layer.filter, out, add);
      case MAX_POOL: return largest(layer, in, out, add);
      case AVERAGE_POOL: return windowSums(layer, in, out, add, shares_[i].data());
      case HALVE: return halve(layer, in, out, add);
    }
  }

  void stepBack(size_t i, Image dx, bool add) {
    const Layer& layer = layers_[i];
    const Image dy = gradients_[i].image();
    switch (layer.kind) {
      case CONV: return convolve(layer, dy, layer.to.channels, layer.from, reversed_[i].get(), dx, add);
      case DEPTHWISE: return slideDepthwise(layer, dy, reversed_[i].get(), dx, add);
      case MAX_POOL: {
        scatter_[i]->clear();
        largestGradient(layer, inputs_[i].image(), dy, scatter_[i]->image());
        return addImage(scatter_[i]->image(), layer.from, dx, add);
      }
      case AVERAGE_POOL: {
        // Each output sends its share to all of its window, so this is the window sum of the shares.
        const Shape shape = layer.to;
        for (int y = 0; y < shape.height; y++) {
          for (int x = 0; x < shape.width; x++) {
            float* pixel = dy.first + y * dy.row + static_cast<int64_t>(x) * shape.channels;
            for (int c = 0; c < shape.channels; c++) pixel[c] *= shares_[i][y * shape.width + x];
          }
        }
        return windowSums(layer, dy, dx, add, nullptr);
      }
      case HALVE: return halveGradient(layer, dy, dx, add);
    }
  }

  static void addImage(Image from, Shape shape, Image to, bool add) {
    for (int y = 0; y < shape.height; y++) {
      forVectors(static_cast<int64_t>(shape.width) * shape.channels, [&](auto v, int64_t at) {
        using V = decltype(v);
        float* target = to.first + y * to.row + at;
        const V value = load<V>(from.first + y * from.row + at);
        store(target, add ? load<V>(target) + value : value);
      });
    }
  }

  std::vector<Layer> layers_;
  Shape from_;
  const float* weights_;
  std::vector<Padded> inputs_, gradients_;
  std::vector<std::vector<float>> shares_;
  std::vector<Floats> reversed_;
  std::vector<std::unique_ptr<Padded>> scatter_;
};

}  // namespace oneshot
