// Vectors of floats, and images as rows of vectors.
//
// A row of an image is width * channels floats. Kernels that treat each channel by itself go along a row in vectors
// of 16 floats. Where 16 is a multiple of the channels, a vector holds whole pixels and every vector has the same
// channels in the same lanes; where the channels are a multiple of 16, a pixel is several vectors. Rows whose length
// is no multiple of 16 end in a vector that overlaps the one before.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <vector>

namespace oneshot {

constexpr int LANES = 16;
typedef float V16 __attribute__((vector_size(64)));
typedef float V8 __attribute__((vector_size(32)));
typedef int32_t I16 __attribute__((vector_size(64)));

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

inline V16 splat(float value) { return value - V16{}; }

// How one channel's values lie in a row.
struct Lattice {
  // Vectors that a pixel takes, or 1 if a vector holds one or more pixels.
  int groups;
  // Floats from a vector to the next of its group.
  int step;
  // Vectors of a group in a row, the overlapping last one included.
  int count;
  // Lanes of a row's last vector that the one before has seen already.
  int overlap;
  // All bits set in the other lanes of the last vector.
  I16 fresh;

  static bool fits(int64_t width, int64_t channels) {
    return channels % LANES == 0 || (LANES % channels == 0 && width * channels >= LANES);
  }
  Lattice(int64_t width, int64_t channels) {
    if (channels % LANES == 0) {
      groups = channels / LANES;
      step = channels;
      count = width;
      overlap = 0;
    } else {
      const int length = width * channels;
      groups = 1;
      step = LANES;
      count = (length + LANES - 1) / LANES;
      overlap = count * LANES - length;
    }
    for (int lane = 0; lane < LANES; lane++) fresh[lane] = lane < overlap ? 0 : -1;
  }
  // Where vector `index` of group `group` starts in its row.
  int at(int group, int index) const {
    return group * LANES + index * step - (index == count - 1 ? overlap : 0);
  }
};

// The value in the lanes that the mask sets, zero in the others.
inline V16 keep(V16 value, I16 mask) { return (V16)((I16)value & mask); }

// A vector of a per-channel quantity, repeated to fill the lanes.
inline V16 perChannel(const float* values, int64_t channels, int group) {
  if (channels % LANES == 0) return load<V16>(values + group * LANES);
  V16 repeated;
  for (int lane = 0; lane < LANES; lane++) repeated[lane] = values[lane % channels];
  return repeated;
}

// Adds the lanes of a group's sums to their channels.
inline void addLanes(float* channelSums, V16 sums, int64_t channels, int group) {
  for (int lane = 0; lane < LANES; lane++) {
    channelSums[channels % LANES == 0 ? group * LANES + lane : lane % channels] += sums[lane];
  }
}

// Memory of this thread that a kernel may use until it returns; contents are left over from before.
template <int slot>
inline float* scratch(size_t length) {
  static thread_local std::vector<float> memory;
  if (memory.size() < length) memory.resize(length);
  return memory.data();
}

// Likewise for whole vectors, aligned as they want it.
template <int slot>
inline V16* vectorScratch(size_t count) {
  const uintptr_t memory = reinterpret_cast<uintptr_t>(scratch<slot>((count + 1) * LANES));
  return reinterpret_cast<V16*>((memory + sizeof(V16) - 1) & ~uintptr_t(sizeof(V16) - 1));
}

// Copies an image [height, width, channels] into one with a border, filled with `border`.
inline void copyWithBorder(const float* image, int64_t height, int64_t width, int64_t channels, int64_t above,
                           int64_t left, float border, float* padded) {
  const int64_t row = width * channels, paddedRow = (width + 2 * left) * channels;
  std::fill(padded, padded + above * paddedRow, border);
  for (int64_t y = 0; y < height; y++) {
    float* to = padded + (above + y) * paddedRow;
    std::fill(to, to + left * channels, border);
    std::memcpy(to + left * channels, image + y * row, row * sizeof(float));
    std::fill(to + left * channels + row, to + paddedRow, border);
  }
  std::fill(padded + (above + height) * paddedRow, padded + (2 * above + height) * paddedRow, border);
}

}  // namespace oneshot
