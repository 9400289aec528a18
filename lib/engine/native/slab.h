// Memory in pieces of some megabytes, of which arrays are cut.
//
// Values of a batch do not fit into the near caches, and with pages of 4 KiB a good part of the time goes to finding
// where they are: the system is asked for large pages, which makes runs up to 8 % faster.
#pragma once

#include <sys/mman.h>

#include <cstdlib>
#include <new>

#include "image.h"

namespace oneshot {

class Slab {
 public:
  // With room for an array of so many floats, and mostly for many.
  explicit Slab(int64_t length) : size_(rounded(std::max(bytesOf(length), LEAST), LARGE_PAGE)) {
    memory_ = static_cast<char*>(std::aligned_alloc(LARGE_PAGE, size_));
    if (memory_ == nullptr) throw std::bad_alloc();
#ifdef MADV_HUGEPAGE
    // A system that has no large pages to give says so, and that does not matter.
    madvise(memory_, size_, MADV_HUGEPAGE);
#endif
  }
  Slab(const Slab&) = delete;
  Slab& operator=(const Slab&) = delete;
  ~Slab() { std::free(memory_); }

  bool fits(int64_t length) const { return used_ + bytesOf(length) <= size_; }

  // The next so many floats, aligned to a cache line.
  float* cut(int64_t length) {
    char* from = memory_ + used_;
    used_ += bytesOf(length);
    return reinterpret_cast<float*>(from);
  }

 private:
  static constexpr int64_t LINE = 64, LARGE_PAGE = 2 << 20, LEAST = 8 << 20;
  static int64_t rounded(int64_t size, int64_t unit) { return (size + unit - 1) / unit * unit; }
  static int64_t bytesOf(int64_t length) {
    return rounded(std::max<int64_t>(length, 1) * static_cast<int64_t>(sizeof(float)), LINE);
  }

  const int64_t size_;
  int64_t used_ = 0;
  char* memory_;
};

// Floats of a slab, which is there as long as any of them are.
struct Cut {
  std::shared_ptr<Slab> slab;
  void operator()(float*) const {}
};
using Floats = std::unique_ptr<float, Cut>;

}  // namespace oneshot
