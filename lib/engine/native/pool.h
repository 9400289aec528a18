// Pooling over windows of pixels, stride 1, and means of 2 x 2 pixels. Windows are gone through along rows and then
// along columns: two times their side rather than its square.
#pragma once

#include "layer.h"
#include "tiles.h"

namespace oneshot {

// Calls `work` with the side of a window if it is the usual 3, else with 0.
template <typename Work>
inline void forPool(const Layer& layer, Work work) {
  if (layer.tapsHigh == 3 && layer.tapsWide == 3) work(Constant<3>());
  else work(Constant<0>());
}

// Memory that a pooling of an image needs, in floats.
inline int64_t poolScratch(const Layer& layer) {
  const int64_t wide = layer.from.width + layer.tapsWide, high = layer.from.height + layer.tapsHigh;
  return 3 * wide * high * blockLanes(layer.from.channels);
}

// Calls `work(tap, vector under it)` for neighbours that are `apart` floats from each other.
template <typename V, int SIDE, typename Work>
inline void forTaps(const float* first, int64_t apart, int any, Work work) {
  const int count = SIDE > 0 ? SIDE : any;
#pragma GCC unroll 3
  for (int tap = 0; tap < count; tap++) work(tap, load<V>(first + tap * apart));
}

// Largest value of each window; what is beyond the image is no larger. Each begins with its own pixel, so that a NaN
// there, which is larger than nothing, goes on.
inline void largest(const Layer& layer, Image in, float* scratch, Image out, bool add) {
  const Border border = layer.border();
  forRows(layer.from, in, out, [&](auto v, int, int, const float* from, float* to) {
    using V = decltype(v);
    forPool(layer, [&](auto side) {
      constexpr int SIDE = decltype(side)::value;
      const float* corner = from - border.above * in.row - static_cast<int64_t>(border.left) * lanes<V>;
      const int64_t wide = static_cast<int64_t>(layer.from.width + layer.tapsWide - 1) * lanes<V>;
      for (int64_t at = 0; at < wide; at += lanes<V>) {
        V best = load<V>(corner + border.above * in.row + at);
        forTaps<V, SIDE>(corner + at, in.row, layer.tapsHigh,
                         [&](int, V value) { best = value > best ? value : best; });
        store(scratch + at, best);
      }
      for (int64_t at = 0; at < static_cast<int64_t>(layer.from.width) * lanes<V>; at += lanes<V>) {
        V best = load<V>(scratch + border.left * lanes<V> + at);
        forTaps<V, SIDE>(scratch + at, lanes<V>, layer.tapsWide,
                         [&](int, V value) { best = value > best ? value : best; });
        put(to + at, best, add);
      }
    });
  });
}

// Sends each gradient to the first largest pixel of its window, row by row: of each row of a window first the column,
// then the row. What falls on the border is lost.
inline void largestGradient(const Layer& layer, Image in, Image dy, float* scratch, Image dx, bool add) {
  const Shape shape = layer.from;
  const Border border = layer.border();
  forBlockType(shape.channels, [&](auto v) {
    using V = decltype(v);
    using I = typename Integers<V>::Type;
    forPool(layer, [&](auto side) {
      constexpr int SIDE = decltype(side)::value;
      const int high = SIDE > 0 ? SIDE : layer.tapsHigh, wide = SIDE > 0 ? SIDE : layer.tapsWide;
      // Rows and columns with a border, in which nothing is chosen.
      const int rows = shape.height + high - 1;
      const int64_t row = static_cast<int64_t>(shape.width) * lanes<V>, wideRow = row + (wide - 1) * lanes<V>;
      float *best = scratch, *gradients = scratch + rows * row, *columns = gradients + rows * wideRow;
      std::fill_n(gradients, 2 * rows * wideRow, 0.0f);
      const int64_t inset = static_cast<int64_t>(wide - 1 - border.left) * lanes<V>;
      for (int block = 0; block < shape.channels / lanes<V>; block++) {
        const float* corner =
            in.first + block * in.block - border.above * in.row - static_cast<int64_t>(border.left) * lanes<V>;
        for (int y = 0; y < rows; y++) {
          for (int64_t at = 0; at < row; at += lanes<V>) {
            V value = load<V>(corner + y * in.row + at);
            I column = {};
            forTaps<V, SIDE>(corner + y * in.row + at, lanes<V>, wide, [&](int tap, V other) {
              const I isLarger = other > value;
              value = isLarger ? other : value;
              column = isLarger ? I{} + tap : column;
            });
            store(best + y * row + at, value);
            store(columns + y * wideRow + inset + at, column);
            store(gradients + y * wideRow + inset + at, V{});
          }
        }
        for (int y = 0; y < shape.height; y++) {
          for (int64_t at = 0; at < row; at += lanes<V>) {
            V value = load<V>(best + y * row + at);
            I chosen = {};
            forTaps<V, SIDE>(best + y * row + at, row, high, [&](int tap, V other) {
              const I isLarger = other > value;
              value = isLarger ? other : value;
              chosen = isLarger ? I{} + tap : chosen;
            });
            const V gradient = load<V>(dy.first + block * dy.block + y * dy.row + at);
            for (int tap = 0; tap < high; tap++) {
              put(gradients + (y + tap) * wideRow + inset + at, keep(gradient, chosen == tap), true);
            }
          }
        }
        for (int y = 0; y < shape.height; y++) {
          const float *from = gradients + (y + border.above) * wideRow,
                      *chosen = columns + (y + border.above) * wideRow;
          for (int64_t at = 0; at < row; at += lanes<V>) {
            V sum = {};
            // A window that begins so many columns further on has this pixel so many taps nearer to its begin.
            for (int tap = 0; tap < wide; tap++) {
              const int64_t place = at + (wide - 1 - tap) * lanes<V>;
              sum += keep(load<V>(from + place), load<I>(chosen + place) == tap);
            }
            put(dx.first + block * dx.block + y * dx.row + at, sum, add);
          }
        }
      }
    });
  });
}

// 1 / pixels of a line of `length` in the window around each, between zeros for those beyond it; or ones for all.
inline std::vector<float> windowShares(int length, int taps, bool ones) {
  std::vector<float> shares(length + taps - 1, ones ? 1.0f : 0.0f);
  for (int at = 0; at < length && !ones; at++) {
    shares[taps / 2 + at] = 1.0f / (std::min(at + taps / 2, length - 1) - std::max(at - taps / 2, 0) + 1);
  }
  return shares;
}

// Means of windows over the pixels that are there; or with `backward` their gradient, where each output sends its share
// to all of its window: the window sum of the shares. The border is zero.
inline void average(const Layer& layer, Image in, float* scratch, Image out, bool backward, bool add) {
  const Shape shape = layer.from;
  const Border border = layer.border();
  const std::vector<float> highIn = windowShares(shape.height, layer.tapsHigh, !backward),
                           wideIn = windowShares(shape.width, layer.tapsWide, !backward),
                           highOut = windowShares(shape.height, layer.tapsHigh, backward),
                           wideOut = windowShares(shape.width, layer.tapsWide, backward);
  forBlockType(shape.channels, [&](auto v) {
    using V = decltype(v);
    const int64_t inset = static_cast<int64_t>(border.left) * lanes<V>;
    std::fill_n(scratch, shape.width * lanes<V> + 2 * inset, 0.0f);
    forPool(layer, [&](auto side) {
      constexpr int SIDE = decltype(side)::value;
      forRows(shape, in, out, [&](auto, int y, int, const float* row, float* to) {
        const float* from = row - border.above * in.row;
        for (int x = 0; x < shape.width; x++) {
          V sum = {};
          forTaps<V, SIDE>(from + x * lanes<V>, in.row, layer.tapsHigh,
                           [&](int tap, V value) { sum += value * highIn[y + tap]; });
          store(scratch + inset + x * lanes<V>, sum * wideIn[border.left + x]);
        }
        const float share = highOut[border.above + y];
        for (int x = 0; x < shape.width; x++) {
          V sum = {};
          forTaps<V, SIDE>(scratch + x * lanes<V>, lanes<V>, layer.tapsWide, [&](int, V value) { sum += value; });
          put(to + x * lanes<V>, sum * (share * wideOut[border.left + x]), add);
        }
      });
    });
  });
}

// Means of 2 x 2 pixels, or of those that are there at an odd end.
inline void halve(const Layer& layer, Image in, Image out, bool add) {
  forRows(layer.to, out, out, [&](auto v, int y, int block, const float*, float* to) {
    using V = decltype(v);
    const int high = std::min(2, layer.from.height - 2 * y);
    const float* from = in.first + block * in.block + 2 * y * in.row;
    for (int x = 0; x < layer.to.width; x++) {
      const int wide = std::min(2, layer.from.width - 2 * x);
      V sum = {};
      for (int dy = 0; dy < high; dy++) {
        for (int dx = 0; dx < wide; dx++) sum += load<V>(from + dy * in.row + (2 * x + dx) * lanes<V>);
      }
      put(to + x * lanes<V>, sum * (1.0f / (high * wide)), add);
    }
  });
}

inline void halveGradient(const Layer& layer, Image dy, Image dx, bool add) {
  forRows(layer.from, dx, dx, [&](auto v, int y, int block, const float*, float* to) {
    using V = decltype(v);
    const int high = std::min(2, layer.from.height - y / 2 * 2);
    const float* from = dy.first + block * dy.block + y / 2 * dy.row;
    for (int x = 0; x < layer.from.width; x++) {
      const int wide = std::min(2, layer.from.width - x / 2 * 2);
      put(to + x * lanes<V>, load<V>(from + x / 2 * lanes<V>) * (1.0f / (high * wide)), add);
    }
  });
}

}  // namespace oneshot
