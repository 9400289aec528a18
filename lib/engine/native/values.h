// Values of nodes that are kept from one run for later ones. Each thread has its own.
#pragma once

#include "heap.h"
#include "norm.h"

namespace oneshot {

// A node's sums for a batch, image by image as `flat` has them, and its norm.
struct Value {
  int64_t batch;
  Shape shape;
  Loan raw;
  Norm norm;
};

// By number.
using Kept = std::unordered_map<int, Value>;

inline thread_local Kept keptValues;

}  // namespace oneshot
