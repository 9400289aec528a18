// Convolution of odd size, stride 1, SAME, with a filter [height, width, in, out] whose channels are multiples of 8.
//
// A run of pixels in a row is multiplied with the filter's taps as a small matrix product: eight pixels at a time
// against 8 or 16 outgoing channels, sums in registers. A 1x1 convolution is one run over all pixels.
#include "operation.h"
#include "vectors.h"

namespace oneshot {
namespace {

struct Geometry {
  int64_t batch, height, width, in, out, tapsHigh, tapsWide;
  Geometry(const View<const float>& x, const View<const float>& filter)
      : batch(x.dim(0)), height(x.dim(1)), width(x.dim(2)), in(filter.dim(2)), out(filter.dim(3)),
        tapsHigh(filter.dim(0)), tapsWide(filter.dim(1)) {}
  int64_t taps() const { return tapsHigh * tapsWide; }
  bool pointwise() const { return taps() == 1; }
  int64_t pixels() const { return height * width; }
  int64_t paddedWidth() const { return width + tapsWide - 1; }
  int64_t paddedPixels() const { return (height + tapsHigh - 1) * paddedWidth(); }
};

constexpr int PIXELS = 8;

// `count` pixels from `in`, `channels` floats apart, against LANES(V) outgoing channels. `taps[t]` is how many floats
// from a pixel its neighbour under tap t lies; `filter` is [taps, channels, out].
template <typename V, int count>
inline void product(const float* in, int64_t channels, const int64_t* taps, int64_t tapCount, const float* filter,
                    int64_t outChannels, float* out) {
  V sums[count] = {};
  for (int64_t t = 0; t < tapCount; t++) {
    const float* from = in + taps[t];
    for (int64_t c = 0; c < channels; c++, filter += outChannels) {
      const V weight = load<V>(filter);
      for (int p = 0; p < count; p++) sums[p] += from[p * channels + c] * weight;
    }
  }
  for (int p = 0; p < count; p++) store(out + p * outChannels, sums[p]);
}

template <typename V>
inline void run(const float* in, int64_t pixels, int64_t channels, const int64_t* taps, int64_t tapCount,
                const float* filter, int64_t outChannels, float* out) {
  int64_t p = 0;
  for (; p + PIXELS <= pixels; p += PIXELS) {
    product<V, PIXELS>(in + p * channels, channels, taps, tapCount, filter, outChannels, out + p * outChannels);
  }
  for (; p + 2 <= pixels; p += 2) {
    product<V, 2>(in + p * channels, channels, taps, tapCount, filter, outChannels, out + p * outChannels);
  }
  for (; p < pixels; p++) {
    product<V, 1>(in + p * channels, channels, taps, tapCount, filter, outChannels, out + p * outChannels);
  }
}

void runAllChannels(const float* in, int64_t pixels, int64_t channels, const int64_t* taps, int64_t tapCount,
                    const float* filter, int64_t outChannels, float* out) {
  int64_t c = 0;
  for (; c + 16 <= outChannels; c += 16) {
    run<V16>(in, pixels, channels, taps, tapCount, filter + c, outChannels, out + c);
  }
  for (; c < outChannels; c += 8) {
    run<V8>(in, pixels, channels, taps, tapCount, filter + c, outChannels, out + c);
  }
}

// Convolves images of `channels` channels with a filter [taps, channels, outChannels] of the geometry's size.
void convolve(const Geometry& g, const float* in, int64_t channels, const float* filter, int64_t outChannels,
              float* out) {
  if (g.pointwise()) {
    const int64_t here = 0;
    runAllChannels(in, g.batch * g.pixels(), channels, &here, 1, filter, outChannels, out);
    return;
  }
  std::vector<int64_t> taps;
  for (int64_t ty = 0; ty < g.tapsHigh; ty++) {
    for (int64_t tx = 0; tx < g.tapsWide; tx++) taps.push_back((ty * g.paddedWidth() + tx) * channels);
  }
  float* padded = scratch<0>(g.paddedPixels() * channels);
  for (int64_t n = 0; n < g.batch; n++) {
    copyWithBorder(in + n * g.pixels() * channels, g.height, g.width, channels, g.tapsHigh / 2, g.tapsWide / 2, 0.0f,
                   padded);
    for (int64_t y = 0; y < g.height; y++) {
      runAllChannels(padded + y * g.paddedWidth() * channels, g.width, channels, taps.data(), taps.size(), filter,
                     outChannels, out + (n * g.pixels() + y * g.width) * outChannels);
    }
  }
}

// The filter that carries gradients back: taps in reverse, channels swapped.
const float* reversed(const Geometry& g, const float* filter) {
  float* flipped = scratch<1>(g.taps() * g.in * g.out);
  for (int64_t tap = 0; tap < g.taps(); tap++) {
    const float* from = filter + (g.taps() - 1 - tap) * g.in * g.out;
    float* to = flipped + tap * g.in * g.out;
    for (int64_t i = 0; i < g.in; i++) {
      for (int64_t o = 0; o < g.out; o++) to[o * g.in + i] = from[i * g.out + o];
    }
  }
  return flipped;
}

// Adds to `sums` [in, out] the products of each pixel's `in` channels with its `out` gradients.
template <typename V>
inline void outer(const float* in, const float* dy, int64_t pixels, int64_t inChannels, int64_t outChannels,
                  float* sums) {
  for (int64_t first = 0; first < inChannels; first += 8) {
    V local[8];
    for (int i = 0; i < 8; i++) local[i] = load<V>(sums + (first + i) * outChannels);
    for (int64_t p = 0; p < pixels; p++) {
      const V gradient = load<V>(dy + p * outChannels);
      for (int i = 0; i < 8; i++) local[i] += in[p * inChannels + first + i] * gradient;
    }
    for (int i = 0; i < 8; i++) store(sums + (first + i) * outChannels, local[i]);
  }
}

void outerAllChannels(const float* in, const float* dy, int64_t pixels, int64_t inChannels, int64_t outChannels,
                      float* sums) {
  int64_t c = 0;
  for (; c + 16 <= outChannels; c += 16) outer<V16>(in, dy + c, pixels, inChannels, outChannels, sums + c);
  for (; c < outChannels; c += 8) outer<V8>(in, dy + c, pixels, inChannels, outChannels, sums + c);
}

void filterGradient(const Geometry& g, const float* in, const float* dy, float* dFilter) {
  const int64_t size = g.in * g.out;
  std::fill(dFilter, dFilter + g.taps() * size, 0.0f);
  if (g.pointwise()) {
    outerAllChannels(in, dy, g.batch * g.pixels(), g.in, g.out, dFilter);
    return;
  }
  float* padded = scratch<0>(g.paddedPixels() * g.in);
  for (int64_t n = 0; n < g.batch; n++) {
    copyWithBorder(in + n * g.pixels() * g.in, g.height, g.width, g.in, g.tapsHigh / 2, g.tapsWide / 2, 0.0f, padded);
    for (int64_t y = 0; y < g.height; y++) {
      const float* gradient = dy + (n * g.pixels() + y * g.width) * g.out;
      for (int64_t ty = 0; ty < g.tapsHigh; ty++) {
        for (int64_t tx = 0; tx < g.tapsWide; tx++) {
          const float* under = padded + ((y + ty) * g.paddedWidth() + tx) * g.in;
          outerAllChannels(under, gradient, g.width, g.in, g.out, dFilter + (ty * g.tapsWide + tx) * size);
        }
      }
    }
  }
}

void forward(void*, TF_OpKernelContext* context) {
  Call call(context);
  const auto x = call.input(0), filter = call.input(1);
  const Geometry g(x, filter);
  const int64_t shape[] = {g.batch, g.height, g.width, g.out};
  const auto y = call.output(0, shape, 4);
  convolve(g, x.data(), g.in, filter.data(), g.out, y.data());
}

void backward(void*, TF_OpKernelContext* context) {
  Call call(context);
  const auto x = call.input(0), filter = call.input(1), dy = call.input(2);
  const Geometry g(x, filter);
  const auto dx = call.outputLike(0, x);
  const auto dFilter = call.outputLike(1, filter);
  convolve(g, dy.data(), g.out, reversed(g, filter.data()), g.in, dx.data());
  filterGradient(g, x.data(), dy.data(), dFilter.data());
}

const Registration forwardOperation("OneShotConv", {"x: float", "filter: float"}, {"y: float"}, forward);
const Registration backwardOperation("OneShotConvGrad", {"x: float", "filter: float", "dy: float"},
                                     {"dx: float", "dfilter: float"}, backward);

}  // namespace
}  // namespace oneshot
