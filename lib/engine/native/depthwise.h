// Convolution of each channel by itself.
#pragma once

#include "layer.h"
#include "tiles.h"

namespace oneshot {

// `pixels` of a row under a filter that is WIDE columns wide, any number with 0. The filter is [taps, lanes of V].
template <typename V, int WIDE, int pixels, bool add>
inline void depthwiseTile(const float* in, int64_t inRow, int high, int anyWide, const float* filter, float* out) {
  const int wide = WIDE > 0 ? WIDE : anyWide;
  V sums[pixels];
#pragma GCC unroll 16
  for (int p = 0; p < pixels; p++) sums[p] = add ? load<V>(out + p * lanes<V>) : V{};
  for (int y = 0; y < high; y++, in += inRow) {
#pragma GCC unroll 7
    for (int x = 0; x < wide; x++, filter += lanes<V>) {
      const V weight = load<V>(filter);
#pragma GCC unroll 16
      for (int p = 0; p < pixels; p++) sums[p] += load<V>(in + (x + p) * lanes<V>) * weight;
    }
  }
#pragma GCC unroll 16
  for (int p = 0; p < pixels; p++) store(out + p * lanes<V>, sums[p]);
}

// The same under a filter of 3 x 3, which stays in registers from tile to tile.
template <typename V, int pixels, bool add>
inline void depthwiseTile3(const float* in, int64_t inRow, const V (&filter)[9], float* out) {
  V sums[pixels];
#pragma GCC unroll 16
  for (int p = 0; p < pixels; p++) sums[p] = add ? load<V>(out + p * lanes<V>) : V{};
#pragma GCC unroll 9
  for (int tap = 0; tap < 9; tap++) {
#pragma GCC unroll 16
    for (int p = 0; p < pixels; p++) sums[p] += load<V>(in + tap / 3 * inRow + (tap % 3 + p) * lanes<V>) * filter[tap];
  }
#pragma GCC unroll 16
  for (int p = 0; p < pixels; p++) store(out + p * lanes<V>, sums[p]);
}

// Calls `work` with the sides of a square filter as compile-time constants; 0 stands for any others.
template <typename Work>
inline void forWindow(const Layer& layer, Work work) {
  const int size = layer.tapsHigh == layer.tapsWide ? layer.tapsHigh : 0;
  switch (size) {
    case 3: return work(Constant<3>());
    case 5: return work(Constant<5>());
    case 7: return work(Constant<7>());
    default: return work(Constant<0>());
  }
}

// Slides a filter over an image; the border is there. The filter is in blocks, [channels / lanes, taps, lanes].
inline void slideDepthwise(const Layer& layer, Image in, const float* filter, Image out, bool add) {
  const Shape shape = layer.from;
  const Border border = layer.border();
  const int taps = layer.tapsHigh * layer.tapsWide;
  forBlockType(shape.channels, [&](auto v) {
    using V = decltype(v);
    const float* corner = in.first - border.above * in.row - static_cast<int64_t>(border.left) * lanes<V>;
    const auto slide = [&](auto side, auto size, auto adds) {
      constexpr int SIDE = decltype(side)::value;
      constexpr bool addTo = decltype(adds)::value;
      for (int block = 0; block < shape.channels / lanes<V>; block++) {
        const float* weights = filter + static_cast<int64_t>(block) * taps * lanes<V>;
        V kept[9] = {};
        for (int tap = 0; SIDE == 3 && tap < 9; tap++) kept[tap] = load<V>(weights + tap * lanes<V>);
        for (int y = 0; y < shape.height; y++) {
          const float* from = corner + block * in.block + y * in.row;
          float* to = out.first + block * out.block + y * out.row;
          forTiles<decltype(size)::value>(shape.width, [&](auto tile, int64_t first) {
            constexpr int pixels = decltype(tile)::value;
            if constexpr (SIDE == 3)
              depthwiseTile3<V, pixels, addTo>(from + first * lanes<V>, in.row, kept, to + first * lanes<V>);
            else
              depthwiseTile<V, SIDE, pixels, addTo>(from + first * lanes<V>, in.row, layer.tapsHigh, layer.tapsWide,
                                                    weights, to + first * lanes<V>);
          });
        }
      }
    };
    forWindow(layer, [&](auto side) {
      // The filter of three rows takes 9 registers.
      constexpr int most = decltype(side)::value == 3 ? 8 : 16;
      forTileSize<most>(shape.width, [&](auto size) {
        if (add) slide(side, size, std::true_type());
        else slide(side, size, std::false_type());
      });
    });
  });
}

// A filter [taps, channels] in the blocks that `slideDepthwise` wants; with `reverse` the one that carries gradients
// back.
inline void blockFilter(const Layer& layer, const float* filter, bool reverse, float* blocks) {
  const int taps = layer.tapsHigh * layer.tapsWide, channels = layer.from.channels, width = blockLanes(channels);
  for (int c = 0; c < channels; c += width) {
    for (int tap = 0; tap < taps; tap++, blocks += width) {
      std::copy_n(filter + static_cast<int64_t>(reverse ? taps - 1 - tap : tap) * channels + c, width, blocks);
    }
  }
}

// Adds to `sums` what `pixels` of a row contribute to ROWS rows of WIDE taps. What is read is used for all of its taps.
template <typename V, int ROWS, int WIDE, int pixels>
inline void tapsTile(const float* in, int64_t inRow, const float* dy, V (&sums)[ROWS][WIDE]) {
  V gradients[pixels];
#pragma GCC unroll 16
  for (int p = 0; p < pixels; p++) gradients[p] = load<V>(dy + p * lanes<V>);
#pragma GCC unroll 3
  for (int y = 0; y < ROWS; y++) {
#pragma GCC unroll 16
    for (int i = 0; i < pixels + WIDE - 1; i++) {
      const V value = load<V>(in + y * inRow + i * lanes<V>);
#pragma GCC unroll 7
      for (int x = 0; x < WIDE; x++) {
        if (i >= x && i - x < pixels) sums[y][x] += value * gradients[i - x];
      }
    }
  }
}

// Adds to `dFilter`, the first of ROWS rows of WIDE taps; `corner` is under that tap.
template <typename V, int ROWS, int WIDE, int size>
inline void collectTaps(const Layer& layer, const float* corner, int64_t inRow, const float* dy, int64_t dyRow,
                        float* dFilter) {
  V sums[ROWS][WIDE] = {};
  for (int y = 0; y < layer.from.height; y++, corner += inRow, dy += dyRow) {
    const float *in = corner, *gradients = dy;
    int x = 0;
    for (; x + size <= layer.from.width; x += size, in += size * lanes<V>, gradients += size * lanes<V>) {
      tapsTile<V, ROWS, WIDE, size>(in, inRow, gradients, sums);
    }
    for (; x < layer.from.width; x++, in += lanes<V>, gradients += lanes<V>) {
      tapsTile<V, ROWS, WIDE, 1>(in, inRow, gradients, sums);
    }
  }
#pragma GCC unroll 3
  for (int y = 0; y < ROWS; y++) {
#pragma GCC unroll 7
    for (int x = 0; x < WIDE; x++) put(dFilter + (y * layer.tapsWide + x) * layer.from.channels, sums[y][x], true);
  }
}

// Adds to `dFilter` [taps, channels] what one image contributes.
inline void depthwiseFilterGradient(const Layer& layer, Image in, Image dy, float* dFilter) {
  const int channels = layer.from.channels, width = layer.from.width;
  const Border border = layer.border();
  forBlockType(channels, [&](auto v) {
    using V = decltype(v);
    const float* corner = in.first - border.above * in.row - static_cast<int64_t>(border.left) * lanes<V>;
    const auto collect = [&](auto side, auto tile) {
      constexpr int SIDE = decltype(side)::value, size = decltype(tile)::value;
      // So many sums as there are registers for, beside the gradients of a tile.
      constexpr int most = SIDE == 0 ? 1 : SIDE == 3 ? 3 : lanes<Widest> == 16 ? 2 : 1;
      constexpr int wide = SIDE == 0 ? 1 : SIDE;
      for (int block = 0; block < channels / lanes<V>; block++) {
        const float *from = corner + block * in.block, *gradients = dy.first + block * dy.block;
        float* to = dFilter + block * lanes<V>;
        const auto rows = [&](auto count, int ty) {
          for (int tx = 0; tx < layer.tapsWide; tx += wide) {
            collectTaps<V, decltype(count)::value, wide, size>(
                layer, from + ty * in.row + static_cast<int64_t>(tx) * lanes<V>, in.row, gradients, dy.row,
                to + (ty * layer.tapsWide + tx) * channels);
          }
        };
        int ty = 0;
        for (; ty + most <= layer.tapsHigh; ty += most) rows(Constant<most>(), ty);
        for (; ty < layer.tapsHigh; ty++) rows(Constant<1>(), ty);
      }
    };
    forWindow(layer, [&](auto side) {
      if (width % 8 == 0) return collect(side, Constant<8>());
      if (width % 7 == 0) return collect(side, Constant<7>());
      collect(side, Constant<4>());
    });
  });
}

}  // namespace oneshot
