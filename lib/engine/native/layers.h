// The layers of an operation, forward and backward, for one image at a time.
//
// A layer reads an image with a border around it (zeros, or for a maximum the lowest number), so that every tap of
// its filter is a fixed distance away. Backward, the gradient of its output gets such a border in the same way.
#pragma once

#include "vectors.h"

namespace oneshot {

enum Kind { CONV = 0, DEPTHWISE = 1, MAX_POOL = 2, AVERAGE_POOL = 3, HALVE = 4 };

struct Layer {
  Kind kind;
  int tapsHigh, tapsWide, stride;
  Shape from, to;
  // Where its filter, [tapsHigh, tapsWide, in, out] or [tapsHigh, tapsWide, channels], stands among the weights.
  int64_t filter;

  bool hasFilter() const { return kind == CONV || kind == DEPTHWISE; }
  int64_t filterSize() const {
    return static_cast<int64_t>(tapsHigh) * tapsWide * from.channels * (kind == CONV ? to.channels : 1);
  }
  // SAME padding: rows above and columns to the left; what is odd about it stands at the end.
  int above() const { return kind == HALVE ? 0 : border(from.height, to.height, tapsHigh) / 2; }
  int left() const { return kind == HALVE ? 0 : border(from.width, to.width, tapsWide) / 2; }
  int paddedHeight() const { return kind == HALVE ? from.height : from.height + border(from.height, to.height, tapsHigh); }
  int paddedWidth() const { return kind == HALVE ? from.width : from.width + border(from.width, to.width, tapsWide); }
  float outside() const { return kind == MAX_POOL ? std::numeric_limits<float>::lowest() : 0.0f; }

 private:
  int border(int in, int out, int taps) const { return std::max(0, (out - 1) * stride + taps - in); }
};

// Limits that callers keep (`check_program.h`): of a filter over all channels, of a window's height and width, and of
// an image's height, width and channels. With them a product of two channel counts, or of a window and channels, is
// an `int`.
constexpr int MOST_TAPS = 128, MOST_WINDOW = 127, MOST_LENGTH = 1 << 15;

// Pixels of a tile whose sums, `vectors` for each pixel, have registers: 32 of the widest vectors, or 16.
template <int vectors>
constexpr int mostPixels = vectors == 1 || lanes<Widest> == 16 ? 8 : 6;

// Calls `work` with the size of each of so many tiles of nearly equal size, at most 8, as a compile-time constant.
template <int most, typename Work>
inline void forTiles(int64_t pixels, Work work) {
  const int64_t tiles = (pixels + most - 1) / most;
  for (int64_t tile = 0; tile < tiles; tile++) {
    const int64_t first = pixels * tile / tiles;
    switch (pixels * (tile + 1) / tiles - first) {
      case 1: work(std::integral_constant<int, 1>(), first); break;
      case 2: work(std::integral_constant<int, 2>(), first); break;
      case 3: work(std::integral_constant<int, 3>(), first); break;
      case 4: work(std::integral_constant<int, 4>(), first); break;
      case 5: work(std::integral_constant<int, 5>(), first); break;
      case 6: work(std::integral_constant<int, 6>(), first); break;
      case 7: work(std::integral_constant<int, 7>(), first); break;
      default: work(std::integral_constant<int, 8>(), first); break;
    }
  }
}

// ---- Convolution ----------------------------------------------------------------------------------------------

// T pixels, `step` floats apart, against `vectors` vectors of outgoing channels: a small matrix product with its sums
// in registers. `filter` is [taps, in, out]; `taps[t]` is how far from a pixel its neighbour under tap t lies.
template <typename V, int vectors, int T>
inline void convTile(const float* in, int64_t step, const int64_t* taps, int tapCount, int inChannels,
                     const float* filter, int outChannels, float* out, bool add) {
  V sums[T][vectors];
  for (int p = 0; p < T; p++) {
    for (int v = 0; v < vectors; v++) {
      sums[p][v] = add ? load<V>(out + p * outChannels + v * lanes<V>) : V{};
    }
  }
  for (int t = 0; t < tapCount; t++) {
    const float* from = in + taps[t];
    for (int c = 0; c < inChannels; c++, filter += outChannels) {
      V weights[vectors];
      for (int v = 0; v < vectors; v++) weights[v] = load<V>(filter + v * lanes<V>);
      for (int p = 0; p < T; p++) {
        for (int v = 0; v < vectors; v++) sums[p][v] += from[p * step + c] * weights[v];
      }
    }
  }
  for (int p = 0; p < T; p++) {
    for (int v = 0; v < vectors; v++) store(out + p * outChannels + v * lanes<V>, sums[p][v]);
  }
}

template <typename V, int vectors>
inline void convRun(const float* in, int64_t step, int64_t pixels, const int64_t* taps, int tapCount, int inChannels,
                    const float* filter, int outChannels, float* out, bool add) {
  forTiles<mostPixels<vectors>>(pixels, [&](auto size, int64_t first) {
    convTile<V, vectors, decltype(size)::value>(in + first * step, step, taps, tapCount, inChannels, filter,
                                                outChannels, out + first * outChannels, add);
  });
}

// Slides a filter [taps, in, out] over an image; the border is there. With `add`, adds to `out`.
inline void convolve(const Layer& layer, Image in, int inChannels, Shape to, const float* filter, Image out, bool add) {
  const int stride = layer.stride, outChannels = to.channels;
  int64_t taps[MOST_TAPS];
  int tapCount = 0;
  for (int y = 0; y < layer.tapsHigh; y++) {
    for (int x = 0; x < layer.tapsWide; x++) {
      taps[tapCount++] = (y - layer.above()) * in.row + static_cast<int64_t>(x - layer.left()) * inChannels;
    }
  }
  // Without columns beside it the image is one run of pixels.
  const bool oneRun = stride == 1 && in.row == static_cast<int64_t>(to.width) * inChannels &&
                      out.row == static_cast<int64_t>(to.width) * outChannels;
  const int rows = oneRun ? 1 : to.height;
  const int64_t pixels = oneRun ? to.pixels() : to.width;
  for (int y = 0; y < rows; y++) {
    const float* from = in.first + y * stride * in.row;
    float* target = out.first + y * out.row;
    const auto run = [&](auto v, auto vectors, int c) {
      convRun<decltype(v), decltype(vectors)::value>(from, stride * inChannels, pixels, taps, tapCount, inChannels,
                                                     filter + c, outChannels, target + c, add);
    };
    constexpr int wide = lanes<Widest>;
    int c = 0;
    for (; c + 2 * wide <= outChannels; c += 2 * wide) run(Widest{}, std::integral_constant<int, 2>(), c);
    for (; c + wide <= outChannels; c += wide) run(Widest{}, std::integral_constant<int, 1>(), c);
    if constexpr (wide > 8) {
      if (c < outChannels) run(V8{}, std::integral_constant<int, 1>(), c);
    }
  }
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

// Adds to `sums` [I, out] the products of I channels of each pixel with a vector of its gradients.
template <typename V, int I>
inline void outerTile(const float* in, int64_t inRow, int64_t step, const float* dy, int64_t dyRow, int rows, int width,
                      int outChannels, float* sums) {
  V local[I];
  for (int i = 0; i < I; i++) local[i] = load<V>(sums + i * outChannels);
  for (int y = 0; y < rows; y++, in += inRow, dy += dyRow) {
    for (int x = 0; x < width; x++) {
      const V gradient = load<V>(dy + static_cast<int64_t>(x) * outChannels);
      for (int i = 0; i < I; i++) local[i] += in[x * step + i] * gradient;
    }
  }
  for (int i = 0; i < I; i++) store(sums + i * outChannels, local[i]);
}

template <typename V>
inline void outerChannels(const float* in, int64_t inRow, int64_t step, int inChannels, const float* dy, int64_t dyRow,
                          int rows, int width, int outChannels, float* sums) {
  int c = 0;
  for (; c + 8 <= inChannels; c += 8) {
    outerTile<V, 8>(in + c, inRow, step, dy, dyRow, rows, width, outChannels, sums + static_cast<int64_t>(c) * outChannels);
  }
  for (; c < inChannels; c++) {
    outerTile<V, 1>(in + c, inRow, step, dy, dyRow, rows, width, outChannels, sums + static_cast<int64_t>(c) * outChannels);
  }
}

// Adds to `dFilter` [taps, in, out] what one image contributes.
inline void convFilterGradient(const Layer& layer, Image in, Image dy, float* dFilter) {
  const Shape from = layer.from, to = layer.to;
  const int64_t step = static_cast<int64_t>(layer.stride) * from.channels;
  // So many rows at a time that what is read again for the next tap is still near.
  const int block = std::max(1, 256 / to.width);
  for (int y = 0; y < to.height; y += block) {
    const int rows = std::min(block, to.height - y);
    for (int ty = 0; ty < layer.tapsHigh; ty++) {
      for (int tx = 0; tx < layer.tapsWide; tx++) {
        const float* under = in.first + (y * layer.stride + ty - layer.above()) * in.row +
                             static_cast<int64_t>(tx - layer.left()) * from.channels;
        float* sums = dFilter + static_cast<int64_t>(ty * layer.tapsWide + tx) * from.channels * to.channels;
        forVectors(to.channels, [&](auto v, int c) {
          outerChannels<decltype(v)>(under, layer.stride * in.row, step, from.channels, dy.first + y * dy.row + c, dy.row,
                                     rows, to.width, to.channels, sums + c);
        });
      }
    }
  }
}

// ---- Depthwise convolution ------------------------------------------------------------------------------------

// Calls `work` with the width of a filter as a compile-time constant; 0 stands for any other.
template <typename Work>
inline void forWidth(int wide, Work work) {
  switch (wide) {
    case 3: return work(std::integral_constant<int, 3>());
    case 5: return work(std::integral_constant<int, 5>());
    case 7: return work(std::integral_constant<int, 7>());
    default: return work(std::integral_constant<int, 0>());
  }
}

// T pixels of a row under a filter that is WIDE columns wide.
template <typename V, int T, int WIDE>
inline void depthwiseTile(const float* in, int64_t inRow, int channels, int high, int anyWide, const float* filter,
                          float* out, bool add) {
  const int wide = WIDE > 0 ? WIDE : anyWide;
  V sums[T];
  for (int p = 0; p < T; p++) sums[p] = add ? load<V>(out + p * channels) : V{};
  for (int ty = 0; ty < high; ty++, in += inRow) {
#pragma GCC unroll 7
    for (int tx = 0; tx < wide; tx++, filter += channels) {
      const V weight = load<V>(filter);
      for (int p = 0; p < T; p++) sums[p] += load<V>(in + (tx + p) * channels) * weight;
    }
  }
  for (int p = 0; p < T; p++) store(out + p * channels, sums[p]);
}

// Slides a filter [taps, channels] over an image, each channel by itself.
inline void slideDepthwise(const Layer& layer, Image in, const float* filter, Image out, bool add) {
  const Shape shape = layer.from;
  const int channels = shape.channels;
  const int64_t corner = -layer.above() * in.row - static_cast<int64_t>(layer.left()) * channels;
  forWidth(layer.tapsWide, [&](auto wide) {
    for (int y = 0; y < shape.height; y++) {
      const float* from = in.first + corner + y * in.row;
      float* row = out.first + y * out.row;
      forVectors(channels, [&](auto v, int c) {
        forTiles<mostPixels<1>>(shape.width, [&](auto size, int64_t first) {
          depthwiseTile<decltype(v), decltype(size)::value, decltype(wide)::value>(
              from + first * channels + c, in.row, channels, layer.tapsHigh, layer.tapsWide, filter + c,
              row + first * channels + c, add);
        });
      });
    }
  });
}

inline void reverseDepthwise(const Layer& layer, const float* filter, float* reversed) {
  const int taps = layer.tapsHigh * layer.tapsWide, channels = layer.from.channels;
  for (int tap = 0; tap < taps; tap++) {
    std::copy_n(filter + static_cast<int64_t>(taps - 1 - tap) * channels, channels, reversed + static_cast<int64_t>(tap) * channels);
  }
}

// ROWS rows of WIDE taps each: as many sums as keep the processor busy.
template <typename V, int ROWS, int WIDE>
inline void collectTaps(const Layer& layer, const float* corner, int64_t inRow, Image dy, float* dFilter) {
  const int channels = layer.from.channels;
  V local[ROWS][WIDE] = {};
  for (int y = 0; y < layer.from.height; y++) {
    const float* in = corner + y * inRow;
    const float* gradients = dy.first + y * dy.row;
    for (int x = 0; x < layer.from.width; x++, in += channels, gradients += channels) {
      const V gradient = load<V>(gradients);
      for (int ty = 0; ty < ROWS; ty++) {
        for (int tx = 0; tx < WIDE; tx++) local[ty][tx] += load<V>(in + ty * inRow + tx * channels) * gradient;
      }
    }
  }
  for (int ty = 0; ty < ROWS; ty++) {
    for (int tx = 0; tx < WIDE; tx++) {
      float* sum = dFilter + (ty * layer.tapsWide + tx) * channels;
      store(sum, load<V>(sum) + local[ty][tx]);
    }
  }
}

// Adds to `dFilter` [taps, channels] what one image contributes.
inline void depthwiseFilterGradient(const Layer& layer, Image in, Image dy, float* dFilter) {
  const int channels = layer.from.channels;
  forVectors(channels, [&](auto v, int c) {
    using V = decltype(v);
    const Image gradient{dy.first + c, dy.row};
    const auto corner = [&](int ty, int tx) {
      return in.first + (ty - layer.above()) * in.row + static_cast<int64_t>(tx - layer.left()) * channels + c;
    };
    const auto sums = [&](int ty, int tx) { return dFilter + (ty * layer.tapsWide + tx) * channels + c; };
    for (int ty = 0; ty < layer.tapsHigh;) {
      const int rowsLeft = layer.tapsHigh - ty;
      if (layer.tapsWide == 3 && rowsLeft >= 3) {
        collectTaps<V, 3, 3>(layer, corner(ty, 0), in.row, gradient, sums(ty, 0));
        ty += 3;
      } else if (layer.tapsWide == 5 && rowsLeft >= 2) {
        collectTaps<V, 2, 5>(layer, corner(ty, 0), in.row, gradient, sums(ty, 0));
        ty += 2;
      } else if (layer.tapsWide == 5) {
        collectTaps<V, 1, 5>(layer, corner(ty, 0), in.row, gradient, sums(ty, 0));
        ty += 1;
      } else if (layer.tapsWide == 7) {
        collectTaps<V, 1, 7>(layer, corner(ty, 0), in.row, gradient, sums(ty, 0));
        ty += 1;
      } else {
        for (int tx = 0; tx < layer.tapsWide; tx++) {
          collectTaps<V, 1, 1>(layer, corner(ty, tx), in.row, gradient, sums(ty, tx));
        }
        ty += 1;
      }
    }
  });
}

// ---- Pooling --------------------------------------------------------------------------------------------------

inline void largest(const Layer& layer, Image in, Image out, bool add) {
  const Shape shape = layer.from;
  for (int y = 0; y < shape.height; y++) {
    const float* corner = in.first + (y - layer.above()) * in.row - static_cast<int64_t>(layer.left()) * shape.channels;
    float* row = out.first + y * out.row;
    forVectors(static_cast<int64_t>(shape.width) * shape.channels, [&](auto v, int64_t at) {
      using V = decltype(v);
      V best = load<V>(corner + at);
      for (int ty = 0; ty < layer.tapsHigh; ty++) {
        for (int tx = 0; tx < layer.tapsWide; tx++) {
          const V value = load<V>(corner + ty * in.row + at + tx * shape.channels);
          best = value > best ? value : best;
        }
      }
      store(row + at, add ? load<V>(row + at) + best : best);
    });
  }
}

// Sends each gradient to the first largest pixel of its window; `dx` has a border and is zero before.
inline void largestGradient(const Layer& layer, Image in, Image dy, Image dx) {
  const Shape shape = layer.from;
  const int64_t back = static_cast<int64_t>(layer.left()) * shape.channels;
  for (int y = 0; y < shape.height; y++) {
    const float* corner = in.first + (y - layer.above()) * in.row - back;
    float* target = dx.first + (y - layer.above()) * dx.row - back;
    forVectors(static_cast<int64_t>(shape.width) * shape.channels, [&](auto v, int64_t at) {
      using V = decltype(v);
      using I = typename Integers<V>::Type;
      V best = load<V>(corner + at);
      I chosen = {};
      int tap = 0;
      for (int ty = 0; ty < layer.tapsHigh; ty++) {
        for (int tx = 0; tx < layer.tapsWide; tx++, tap++) {
          const V value = load<V>(corner + ty * in.row + at + tx * shape.channels);
          const I larger = value > best;
          best = larger ? value : best;
          chosen = larger ? I{} + tap : chosen;
        }
      }
      const V gradient = load<V>(dy.first + y * dy.row + at);
      tap = 0;
      for (int ty = 0; ty < layer.tapsHigh; ty++) {
        for (int tx = 0; tx < layer.tapsWide; tx++, tap++) {
          float* to = target + ty * dx.row + at + tx * shape.channels;
          store(to, load<V>(to) + keep(gradient, chosen == tap));
        }
      }
    });
  }
}

// 1 / pixels of the image in the window around each pixel, [height, width].
inline std::vector<float> windowShares(const Layer& layer) {
  const auto inside = [](int at, int length, int taps) {
    return std::min(at + taps / 2, length - 1) - std::max(at - taps / 2, 0) + 1;
  };
  std::vector<float> shares;
  for (int y = 0; y < layer.from.height; y++) {
    for (int x = 0; x < layer.from.width; x++) {
      shares.push_back(1.0f / (inside(y, layer.from.height, layer.tapsHigh) * inside(x, layer.from.width, layer.tapsWide)));
    }
  }
  return shares;
}

// Sums of windows; the border is zero.
inline void windowSums(const Layer& layer, Image in, Image out, bool add, const float* shares) {
  const Shape shape = layer.from;
  for (int y = 0; y < shape.height; y++) {
    const float* corner = in.first + (y - layer.above()) * in.row - static_cast<int64_t>(layer.left()) * shape.channels;
    float* row = out.first + y * out.row;
    for (int x = 0; x < shape.width; x++) {
      forVectors(shape.channels, [&](auto v, int c) {
        using V = decltype(v);
        const int64_t at = static_cast<int64_t>(x) * shape.channels + c;
        V sum = {};
        for (int ty = 0; ty < layer.tapsHigh; ty++) {
          for (int tx = 0; tx < layer.tapsWide; tx++) sum += load<V>(corner + ty * in.row + at + tx * shape.channels);
        }
        if (shares != nullptr) sum *= shares[y * shape.width + x];
        store(row + at, add ? load<V>(row + at) + sum : sum);
      });
    }
  }
}

// Means of 2 x 2 pixels, or of those that are there at an odd end.
inline void halve(const Layer& layer, Image in, Image out, bool add) {
  const int channels = layer.from.channels;
  for (int y = 0; y < layer.to.height; y++) {
    const int high = std::min(2, layer.from.height - 2 * y);
    for (int x = 0; x < layer.to.width; x++) {
      const int wide = std::min(2, layer.from.width - 2 * x);
      const float* corner = in.first + 2 * y * in.row + static_cast<int64_t>(2 * x) * channels;
      float* target = out.first + y * out.row + static_cast<int64_t>(x) * channels;
      forVectors(channels, [&](auto v, int c) {
        using V = decltype(v);
        V sum = {};
        for (int dy = 0; dy < high; dy++) {
          for (int dx = 0; dx < wide; dx++) sum += load<V>(corner + dy * in.row + dx * channels + c);
        }
        sum *= 1.0f / (high * wide);
        store(target + c, add ? load<V>(target + c) + sum : sum);
      });
    }
  }
}

inline void halveGradient(const Layer& layer, Image dy, Image dx, bool add) {
  const int channels = layer.from.channels;
  for (int y = 0; y < layer.from.height; y++) {
    const int high = std::min(2, layer.from.height - y / 2 * 2);
    for (int x = 0; x < layer.from.width; x++) {
      const int wide = std::min(2, layer.from.width - x / 2 * 2);
      const float* from = dy.first + y / 2 * dy.row + static_cast<int64_t>(x / 2) * channels;
      float* target = dx.first + y * dx.row + static_cast<int64_t>(x) * channels;
      forVectors(channels, [&](auto v, int c) {
        using V = decltype(v);
        const V share = load<V>(from + c) * (1.0f / (high * wide));
        store(target + c, add ? load<V>(target + c) + share : share);
      });
    }
  }
}

}  // namespace oneshot
