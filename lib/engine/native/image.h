// Images as the kernels have them: channels in blocks, each block an image of its own whose pixels are one vector.
//
// So the distance between pixels is known when a kernel is compiled, whatever the number of channels. A block has the
// lanes of the widest vectors; channels that these do not divide go in blocks of 8.
#pragma once

#include "vectors.h"

namespace oneshot {

// Channels of a block.
inline int blockLanes(int channels) { return channels % lanes<Widest> == 0 ? lanes<Widest> : 8; }

// Calls `work` with a vector as wide as the blocks of so many channels.
template <typename Work>
inline void forBlockType(int channels, Work work) {
  if constexpr (lanes<Widest> > 8) {
    if (blockLanes(channels) == 8) return work(V8{});
  }
  work(Widest{});
}

// Height, width and channels of an image.
struct Shape {
  int height, width, channels;
  int64_t pixels() const { return static_cast<int64_t>(height) * width; }
  int64_t size() const { return pixels() * channels; }
};

// Pixels around an image.
struct Border {
  int above = 0, left = 0, below = 0, right = 0;
  void include(Border other) {
    above = std::max(above, other.above);
    left = std::max(left, other.left);
    below = std::max(below, other.below);
    right = std::max(right, other.right);
  }
};

// An image in memory: its first pixel, and how far rows and blocks are apart.
struct Image {
  float* first;
  int64_t row, block;
};

// An image without a border, as nodes keep theirs.
inline Image flat(float* memory, Shape shape) {
  const int block = blockLanes(shape.channels);
  return {memory, static_cast<int64_t>(shape.width) * block, shape.pixels() * block};
}
inline Image flat(const float* memory, Shape shape) { return flat(const_cast<float*>(memory), shape); }

// The network's own images have any number of channels, which stand together: one block.
inline Image plain(const float* memory, Shape shape) {
  return {const_cast<float*>(memory), static_cast<int64_t>(shape.width) * shape.channels, shape.size()};
}

// Calls `work(vector, row, block, row in a, row in b)` for each row of an image of two memories.
template <typename Work>
inline void forRows(Shape shape, Image a, Image b, Work work) {
  forBlockType(shape.channels, [&](auto v) {
    for (int block = 0; block < shape.channels / lanes<decltype(v)>; block++) {
      for (int y = 0; y < shape.height; y++) {
        work(v, y, block, a.first + block * a.block + y * a.row, b.first + block * b.block + y * b.row);
      }
    }
  });
}

// Copies an image, or adds it.
inline void copyImage(Shape shape, Image from, Image to, bool add) {
  forRows(shape, from, to, [&](auto v, int, int, const float* source, float* target) {
    using V = decltype(v);
    for (int64_t at = 0; at < static_cast<int64_t>(shape.width) * lanes<V>; at += lanes<V>) {
      put(target + at, load<V>(source + at), add);
    }
  });
}

}  // namespace oneshot
