// Where the gradients of filters go while a batch's shares are worked on side by side: those of the first share to
// their places among the weights, and those of the others into memory of their own, to be added in the shares' order.
#pragma once

#include "heap.h"
#include "program.h"

namespace oneshot {

class FilterGradients {
 public:
  FilterGradients(const Program& program, const std::vector<size_t>& nodes, int shares, float* dWeights)
      : dWeights_(dWeights) {
    int64_t length = 0;
    for (const size_t n : nodes) {
      for (const Term& term : program.nodes[n].terms) {
        for (const Layer& layer : term.layers) {
          if (!layer.hasFilter()) continue;
          filters_.push_back({layer.filter, layer.filterSize()});
          length += layer.filterSize();
        }
      }
    }
    for (int share = 1; share < shares; share++) {
      others_.emplace_back(length);
      std::fill_n(others_.back().get(), length, 0.0f);
    }
  }

  // Of the filters of one share, in the order of nodes, terms and layers.
  std::vector<float*> of(int share) const {
    std::vector<float*> places;
    float* next = share > 0 ? others_[share - 1].get() : nullptr;
    for (const Stretch& filter : filters_) {
      places.push_back(share > 0 ? next : dWeights_ + filter.first);
      next += share > 0 ? filter.length : 0;
    }
    return places;
  }

  void addUp() {
    for (const Loan& other : others_) {
      const float* from = other.get();
      for (const Stretch& filter : filters_) {
        for (int64_t i = 0; i < filter.length; i++) dWeights_[filter.first + i] += *from++;
      }
    }
  }

 private:
  float* dWeights_;
  std::vector<Stretch> filters_;
  std::vector<Loan> others_;
};

}  // namespace oneshot
