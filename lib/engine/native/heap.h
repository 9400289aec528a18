// Memory for nodes' values, and values that are kept from one run for later ones. Each thread has its own.
#pragma once

#include <unordered_map>

#include "norm.h"

namespace oneshot {

// Memory that is handed out again and again: what was just freed is still in the cache.
class Heap {
 public:
  Floats take(int64_t length) {
    auto& list = free_[length];
    if (list.empty()) return allocate(length);
    Floats memory = std::move(list.back());
    list.pop_back();
    return memory;
  }
  void give(int64_t length, Floats memory) {
    if (memory) free_[length].push_back(std::move(memory));
  }
  void clear() { free_.clear(); }

 private:
  std::unordered_map<int64_t, std::vector<Floats>> free_;
};

// A node's sums for a batch, [images, height, width, channels], and its norm.
struct Value {
  int64_t batch;
  Shape shape;
  Floats raw;
  Norm norm;
  int64_t length() const { return batch * shape.size(); }
};

// Nodes that were kept for later runs, by number.
using Kept = std::unordered_map<int, Value>;

inline thread_local Heap heap;
inline thread_local Kept keptValues;

}  // namespace oneshot
