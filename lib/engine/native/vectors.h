// Vectors of floats, memory aligned for them, and images as they lie in it.
//
// The channels of a pixel stand together, a multiple of 8 of them. Kernels go through them in the widest vectors that
// the processor has registers for; where these are of 16 and do not divide the channels, the last 8 go by themselves,
// so that a vector never reaches into the next pixel.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <memory>
#include <new>
#include <vector>

namespace oneshot {

typedef float V16 __attribute__((vector_size(64)));
typedef float V8 __attribute__((vector_size(32)));
typedef float V4 __attribute__((vector_size(16)));
typedef int32_t I16 __attribute__((vector_size(64)));
typedef int32_t I8 __attribute__((vector_size(32)));
typedef int32_t I4 __attribute__((vector_size(16)));

// Wider vectors than the processor's would compile, to code that is many times slower.
#if defined(__AVX512F__)
using Widest = V16;
#elif defined(__AVX__)
using Widest = V8;
#else
using Widest = V4;
#endif

// Vectors of integers with as many lanes, as comparisons give them.
template <typename V>
struct Integers;
template <>
struct Integers<V16> {
  using Type = I16;
};
template <>
struct Integers<V8> {
  using Type = I8;
};
template <>
struct Integers<V4> {
  using Type = I4;
};

template <typename V>
constexpr int lanes = sizeof(V) / sizeof(float);

template <typename V>
inline V load(const float* from) {
  V value;
  std::memcpy(&value, from, sizeof(V));
  return value;
}

template <typename V>
inline void store(float* to, V value) {
  std::memcpy(to, &value, sizeof(V));
}

// The value in the lanes where the mask's bits are set, zero in the others.
template <typename V>
inline V keep(V value, typename Integers<V>::Type mask) {
  return (V)((typename Integers<V>::Type)value & mask);
}

// Calls `work(vector, index)` for so many vectors of floats in a row; the length is a multiple of 8.
template <typename Work>
inline void forVectors(int64_t length, Work work) {
  int64_t at = 0;
  for (; at + lanes<Widest> <= length; at += lanes<Widest>) work(Widest{}, at);
  if constexpr (lanes<Widest> > 8) {
    if (at < length) work(V8{}, at);
  }
}

// Floats from the heap, aligned to a cache line.
struct Freed {
  void operator()(float* memory) const { std::free(memory); }
};
using Floats = std::unique_ptr<float, Freed>;

inline Floats allocate(int64_t length) {
  const size_t bytes = (static_cast<size_t>(length) * sizeof(float) + 63) / 64 * 64;
  Floats memory(static_cast<float*>(std::aligned_alloc(64, std::max<size_t>(bytes, 64))));
  if (!memory) throw std::bad_alloc();
  return memory;
}

// Height, width and channels of an image.
struct Shape {
  int height, width, channels;
  int64_t pixels() const { return static_cast<int64_t>(height) * width; }
  int64_t size() const { return pixels() * channels; }
};

// An image in memory that may be wider than it: where its first pixel is, and how far a row is from the next.
struct Image {
  float* first;
  int64_t row;
};

}  // namespace oneshot
