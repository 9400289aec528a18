// Convolution over all channels: a matrix product of pixels and filter whose sums stay in registers.
#pragma once

#include "layer.h"
#include "tiles.h"

namespace oneshot {

// What a filter reads and writes, for all tiles of an image.
struct ConvPlan {
  // How far from a pixel its neighbour under each tap lies.
  int64_t taps[MOST_TAPS];
  int tapCount;
  // Blocks of the image read, the channels of each, and how far they and the pixels under neighbouring outputs lie
  // apart.
  int inBlocks, inLanes;
  int64_t inBlock, step;
  int outChannels;
  int64_t outBlock;
};

// `pixels` outputs in `vectors` blocks; the blocks read have `IN` channels, or with 0 as many as the plan says.
template <typename V, int vectors, int pixels, int IN, bool add>
inline void convTile(const ConvPlan& plan, const float* in, const float* filter, float* out) {
  const int64_t step = IN > 0 ? IN : plan.step;
  const int channels = IN > 0 ? IN : plan.inLanes;
  V sums[pixels][vectors];
#pragma GCC unroll 16
  for (int p = 0; p < pixels; p++) {
#pragma GCC unroll 2
    for (int v = 0; v < vectors; v++) sums[p][v] = add ? load<V>(out + v * plan.outBlock + p * lanes<V>) : V{};
  }
  for (int t = 0; t < plan.tapCount; t++) {
    const float* from = in + plan.taps[t];
    for (int block = 0; block < plan.inBlocks; block++, from += plan.inBlock) {
#pragma GCC unroll 16
      for (int c = 0; c < channels; c++, filter += plan.outChannels) {
        V weights[vectors];
#pragma GCC unroll 2
        for (int v = 0; v < vectors; v++) weights[v] = load<V>(filter + v * lanes<V>);
#pragma GCC unroll 16
        for (int p = 0; p < pixels; p++) {
#pragma GCC unroll 2
          for (int v = 0; v < vectors; v++) sums[p][v] += from[p * step + c] * weights[v];
        }
      }
    }
  }
#pragma GCC unroll 16
  for (int p = 0; p < pixels; p++) {
#pragma GCC unroll 2
    for (int v = 0; v < vectors; v++) store(out + v * plan.outBlock + p * lanes<V>, sums[p][v]);
  }
}

template <typename V, int vectors, int size, int IN, bool add>
inline void convRows(const ConvPlan& plan, Image in, int64_t inRow, Image out, int rows, int64_t pixels,
                     const float* filter) {
  const int64_t step = IN > 0 ? IN : plan.step;
  for (int y = 0; y < rows; y++) {
    const float* from = in.first + y * inRow;
    float* to = out.first + y * out.row;
    forTiles<size>(pixels, [&](auto tile, int64_t first) {
      convTile<V, vectors, decltype(tile)::value, IN, add>(plan, from + first * step, filter, to + first * lanes<V>);
    });
  }
}

// Two blocks at once where their sums have registers: what is read is then used twice.
template <typename V, int size, int IN, bool add>
inline void convBlocks(const ConvPlan& plan, Image in, int64_t inRow, Image out, int rows, int64_t pixels,
                       const float* filter) {
  constexpr int pairSize = lanes<Widest> == 16 ? (size > 8 ? size / 2 : size) : 4;
  const int blocks = plan.outChannels / lanes<V>;
  int block = 0;
  const auto target = [&] { return Image{out.first + block * out.block, out.row, out.block}; };
  if (lanes<Widest> == 16 || pixels % pairSize == 0) {
    for (; block + 2 <= blocks; block += 2) {
      convRows<V, 2, pairSize, IN, add>(plan, in, inRow, target(), rows, pixels, filter + block * lanes<V>);
    }
  }
  for (; block < blocks; block++) {
    convRows<V, 1, size, IN, add>(plan, in, inRow, target(), rows, pixels, filter + block * lanes<V>);
  }
}

// Whether a layer reads the network's own images, which have another block or a stride.
inline bool readsPlain(const Layer& layer, int inChannels, int inLanes) {
  return layer.stride != 1 || inLanes != blockLanes(inChannels);
}

// Slides a filter [taps, in, out] over an image; the border is there. With `add`, adds to `out`.
//
// `inLanes` is the size of the blocks of `in`: of the network's images all channels, else that of `blockLanes`.
inline void convolve(const Layer& layer, Image in, int inChannels, int inLanes, Shape to, const float* filter,
                     Image out, bool add) {
  const int stride = layer.stride;
  const Border border = layer.border();
  ConvPlan plan{{},          0,        inChannels / inLanes, inLanes, in.block, static_cast<int64_t>(stride) * inLanes,
                to.channels, out.block};
  for (int y = 0; y < layer.tapsHigh; y++) {
    for (int x = 0; x < layer.tapsWide; x++) {
      plan.taps[plan.tapCount++] = (y - border.above) * in.row + static_cast<int64_t>(x - border.left) * inLanes;
    }
  }
  forBlockType(to.channels, [&](auto v) {
    using V = decltype(v);
    // Without columns beside it the image is one run of pixels.
    const bool oneRun = stride == 1 && in.row == static_cast<int64_t>(to.width) * inLanes &&
                        out.row == static_cast<int64_t>(to.width) * lanes<V>;
    const int rows = oneRun ? 1 : to.height;
    const int64_t pixels = oneRun ? to.pixels() : to.width, inRow = stride * in.row;
    const auto run = [&](auto IN, auto size) {
      constexpr int channels = decltype(IN)::value, most = decltype(size)::value;
      if (add) convBlocks<V, most, channels, true>(plan, in, inRow, out, rows, pixels, filter);
      else convBlocks<V, most, channels, false>(plan, in, inRow, out, rows, pixels, filter);
    };
    // These are a hundredth of the work.
    if (readsPlain(layer, inChannels, inLanes)) return run(Constant<0>(), Constant<4>());
    forTileSize<16>(pixels, [&](auto size) {
      forBlockType(inChannels, [&](auto block) { run(Constant<lanes<decltype(block)>>(), size); });
    });
  });
}

// The filter that carries gradients back: taps in reverse, channels swapped.
inline void reverseFilter(const Layer& layer, const float* filter, float* reversed) {
  const int taps = layer.tapsHigh * layer.tapsWide, in = layer.from.channels, out = layer.to.channels;
  for (int tap = 0; tap < taps; tap++) {
    const float* from = filter + static_cast<int64_t>(taps - 1 - tap) * in * out;
    float* to = reversed + static_cast<int64_t>(tap) * in * out;
    for (int i = 0; i < in; i++) {
      for (int o = 0; o < out; o++) to[o * in + i] = from[i * out + o];
    }
  }
}

// Adds to `sums` [I, out] the products of I channels of each pixel with a vector of its gradients; pixels under
// neighbouring gradients are `STEP` floats apart, or with 0 `anyStep`.
template <typename V, int I, int STEP>
inline void outerTile(const float* in, int64_t inRow, int64_t anyStep, const float* dy, int64_t dyRow, int rows,
                      int width, int outChannels, float* sums) {
  const int64_t step = STEP > 0 ? STEP : anyStep;
  V local[I] = {};
  for (int y = 0; y < rows; y++, in += inRow, dy += dyRow) {
    const float* from = in;
    for (int x = 0; x < width; x++, from += step) {
      const V gradient = load<V>(dy + static_cast<int64_t>(x) * lanes<V>);
#pragma GCC unroll 16
      for (int i = 0; i < I; i++) local[i] += from[i] * gradient;
    }
  }
#pragma GCC unroll 16
  for (int i = 0; i < I; i++) put(sums + static_cast<int64_t>(i) * outChannels, local[i], true);
}

// Adds to `dFilter` [taps, in, out] what one image contributes.
inline void convFilterGradient(const Layer& layer, Image in, int inLanes, Image dy, float* dFilter) {
  const Shape from = layer.from, to = layer.to;
  const Border border = layer.border();
  // So many rows at a time that what is read again for the next tap is still near.
  const int most = std::max(1, 256 / to.width);
  const bool isPlain = readsPlain(layer, from.channels, inLanes);
  forBlockType(to.channels, [&](auto v) {
    using V = decltype(v);
    for (int y = 0; y < to.height; y += most) {
      const int rows = std::min(most, to.height - y);
      // `I` channels of what is read at `under`, whose sums begin at row `first` of the filter.
      const auto add = [&](auto channels, auto step, const float* under, int64_t first) {
        for (int o = 0; o < to.channels; o += lanes<V>) {
          outerTile<V, decltype(channels)::value, decltype(step)::value>(
              under, layer.stride * in.row, layer.stride * inLanes, dy.first + o / lanes<V> * dy.block + y * dy.row,
              dy.row, rows, to.width, to.channels, dFilter + first * to.channels + o);
        }
      };
      for (int tap = 0; tap < layer.tapsHigh * layer.tapsWide; tap++) {
        const float* under = in.first + (y * layer.stride + tap / layer.tapsWide - border.above) * in.row +
                             static_cast<int64_t>(tap % layer.tapsWide - border.left) * inLanes;
        if (isPlain) {
          // A row of taps stands together.
          if (tap % layer.tapsWide != 0) continue;
          int i = 0;
          for (; i + 8 <= layer.tapsWide * inLanes; i += 8)
            add(Constant<8>(), Constant<0>(), under + i, tap * inLanes + i);
          for (; i < layer.tapsWide * inLanes; i++) add(Constant<1>(), Constant<0>(), under + i, tap * inLanes + i);
          continue;
        }
        forBlockType(from.channels, [&](auto block) {
          constexpr int width = lanes<decltype(block)>;
          for (int i = 0; i < from.channels; i += width)
            add(Constant<width>(), Constant<width>(), under + i / width * in.block,
                static_cast<int64_t>(tap) * from.channels + i);
        });
      }
    }
  });
}

}  // namespace oneshot
