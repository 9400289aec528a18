// Where the gradients of filters go while a batch's shares are worked on side by side: those of the first share to
// their places among the weights, and those of the others into memory of their own, to be added in the shares' order.
#pragma once

#include "heap.h"
#include "layer.h"

namespace oneshot {

class FilterGradients {
 public:
  FilterGradients(const std::vector<const Layer*>& layers, int shares, float* dWeights)
      : layers_(layers), dWeights_(dWeights), places_(shares) {
    int64_t length = 0;
    for (const Layer* layer : layers) length += sizeOf(*layer);
    for (int share = 0; share < shares; share++) {
      float* next = nullptr;
      if (share > 0) {
        others_.emplace_back(length);
        next = others_.back().get();
        std::fill_n(next, length, 0.0f);
      }
      for (const Layer* layer : layers) {
        places_[share].push_back(share > 0 ? next : dWeights + layer->filter);
        if (share > 0) next += sizeOf(*layer);
      }
    }
  }

  // Of one share, an entry for each layer in their order; that of a layer without a filter has no meaning.
  float* const* of(int share) const { return places_[share].data(); }

  void addUp() {
    for (const Loan& other : others_) {
      const float* from = other.get();
      for (const Layer* layer : layers_) {
        for (int64_t i = 0; i < sizeOf(*layer); i++) dWeights_[layer->filter + i] += *from++;
      }
    }
  }

 private:
  static int64_t sizeOf(const Layer& layer) { return layer.hasFilter() ? layer.filterSize() : 0; }

  const std::vector<const Layer*> layers_;
  float* dWeights_;
  std::vector<std::vector<float*>> places_;
  std::vector<Loan> others_;
};

}  // namespace oneshot
