// Memory that is handed out again and again: what was just given back is still in the cache. Each thread has its own.
#pragma once

#include <unordered_map>

#include "slab.h"

namespace oneshot {

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
  void clear() { free_.clear(), slab_.reset(); }

 private:
  Floats allocate(int64_t length) {
    if (!slab_ || !slab_->fits(length)) slab_ = std::make_shared<Slab>(length);
    return {slab_->cut(length), Floats::deleter_type{slab_}};
  }

  std::shared_ptr<Slab> slab_;
  std::unordered_map<int64_t, std::vector<Floats>> free_;
};

inline thread_local Heap heap;

// Memory from the heap that is given back at the end; empty until it is given a length.
class Loan {
 public:
  Loan() = default;
  explicit Loan(int64_t length) : length_(length), memory_(heap.take(length)) {}
  Loan(Loan&& other) = default;
  Loan& operator=(Loan&& other) {
    std::swap(length_, other.length_);
    memory_.swap(other.memory_);
    return *this;
  }
  ~Loan() { heap.give(length_, std::move(memory_)); }
  float* get() const { return memory_.get(); }
  explicit operator bool() const { return memory_ != nullptr; }
  int64_t length() const { return length_; }

 private:
  int64_t length_ = 0;
  Floats memory_;
};

// An image with a border in place, of blocks of so many channels; none until it is given a shape.
class Padded {
 public:
  Padded() = default;
  Padded(Shape shape, int block, Border border, float outside)
      : row_(static_cast<int64_t>(border.left + shape.width + border.right) * block),
        block_(row_ * (border.above + shape.height + border.below)),
        memory_(block_ * (shape.channels / block)),
        inset_(border.above * row_ + static_cast<int64_t>(border.left) * block) {
    std::fill_n(memory_.get(), memory_.length(), outside);
  }
  Image image() const { return {memory_.get() + inset_, row_, block_}; }

 private:
  int64_t row_ = 0, block_ = 0;
  Loan memory_;
  int64_t inset_ = 0;
};

}  // namespace oneshot
