// How a row of pixels is cut into tiles whose sums have registers.
//
// Sizes are compile-time constants, and they are chosen once for an image rather than tile by tile: with loops that
// are unrolled and no jump between them, kernels come near the peak of the processor.
#pragma once

#include "vectors.h"

namespace oneshot {

template <int value>
using Constant = std::integral_constant<int, value>;

// Calls `work` with a size of tiles that divides so many pixels if there is one, at most 8 or, with 32 registers,
// `most`.
template <int most, typename Work>
inline void forTileSize(int64_t pixels, Work work) {
  if constexpr (lanes<Widest> == 16 && most == 16) {
    if (pixels % 16 == 0) return work(Constant<16>());
    if (pixels % 14 == 0) return work(Constant<14>());
  }
  if (pixels % 7 == 0 && pixels % 8 != 0) return work(Constant<7>());
  work(Constant<8>());
}

// Calls `work(size, first pixel)` for each tile of a row, those of `most` pixels first.
template <int most, typename Work>
inline void forTiles(int64_t pixels, Work work) {
  int64_t at = 0;
  for (; at + most <= pixels; at += most) work(Constant<most>(), at);
  if constexpr (most > 4) {
    if (at + 4 <= pixels) work(Constant<4>(), at), at += 4;
  }
  for (; at < pixels; at++) work(Constant<1>(), at);
}

}  // namespace oneshot
