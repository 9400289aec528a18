// Vectors of floats.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <limits>
#include <memory>
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
inline V load(const void* from) {
  V value;
  std::memcpy(&value, from, sizeof(V));
  return value;
}

template <typename V>
inline void store(void* to, V value) {
  std::memcpy(to, &value, sizeof(V));
}

// Writes a value, or adds it to what is there.
template <typename V>
inline void put(float* to, V value, bool add) {
  store(to, add ? load<V>(to) + value : value);
}

// The value in the lanes where the mask's bits are set, zero in the others.
template <typename V>
inline V keep(V value, typename Integers<V>::Type mask) {
  return (V)((typename Integers<V>::Type)value & mask);
}

}  // namespace oneshot
