// Pooling over windows of odd size, one pixel apart, SAME: the largest value, or the mean of those inside the image.
#include <limits>

#include "operation.h"
#include "vectors.h"

namespace oneshot {
namespace {

struct Geometry {
  int64_t batch, height, width, channels, size;
  Lattice lattice;
  Geometry(const View<const float>& x, int64_t window)
      : batch(x.dim(0)), height(x.dim(1)), width(x.dim(2)), channels(x.dim(3)), size(window), lattice(width, channels) {}
  int64_t row() const { return width * channels; }
  int64_t image() const { return height * row(); }
  int64_t paddedRow() const { return (width + size - 1) * channels; }
  int64_t paddedImage() const { return (height + size - 1) * paddedRow(); }
  void pad(const float* image, float border, float* padded) const {
    copyWithBorder(image, height, width, channels, size / 2, size / 2, border, padded);
  }
  // Calls `visit(tap, floats from the window's first pixel)` for each pixel of a window, along its rows.
  template <typename Visit>
  void window(Visit visit) const {
    int32_t tap = 0;
    for (int64_t y = 0; y < size; y++) {
      for (int64_t x = 0; x < size; x++) visit(tap++, y * paddedRow() + x * channels);
    }
  }
  // Calls `visit(floats from the image's start, floats from the padded image's start, vector index)` for each vector.
  template <typename Visit>
  void everywhere(Visit visit) const {
    for (int64_t y = 0; y < height; y++) {
      for (int group = 0; group < lattice.groups; group++) {
        for (int index = 0; index < lattice.count; index++) {
          const int at = lattice.at(group, index);
          visit(y * row() + at, y * paddedRow() + at, index);
        }
      }
    }
  }
};

int64_t windowOf(const View<const int32_t>& size) { return size.data()[0]; }

// `chosen` is the tap of the window's first largest value, counted along its rows.
void maxForward(void*, TF_OpKernelContext* context) {
  Call call(context);
  const auto x = call.input(0);
  const Geometry g(x, windowOf(call.input<const int32_t>(1)));
  const auto y = call.outputLike(0, x);
  const auto chosen = call.outputLike<int32_t>(1, x, TF_INT32);
  float* padded = scratch<0>(g.paddedImage());
  for (int64_t n = 0; n < g.batch; n++) {
    g.pad(x.data() + n * g.image(), std::numeric_limits<float>::lowest(), padded);
    float* largest = y.data() + n * g.image();
    int32_t* taps = chosen.data() + n * g.image();
    g.everywhere([&](int64_t at, int64_t paddedAt, int) {
      V16 best = splat(std::numeric_limits<float>::lowest());
      I16 tap = {};
      g.window([&](int32_t t, int64_t distance) {
        const V16 value = load<V16>(padded + paddedAt + distance);
        const I16 larger = value > best;
        best = larger ? value : best;
        tap = larger ? I16{} + t : tap;
      });
      store(largest + at, best);
      store(taps + at, tap);
    });
  }
}

void maxBackward(void*, TF_OpKernelContext* context) {
  Call call(context);
  const auto dy = call.input(0);
  const auto chosen = call.input<const int32_t>(1);
  const Geometry g(dy, windowOf(call.input<const int32_t>(2)));
  const auto dx = call.outputLike(0, dy);
  float* padded = scratch<0>(g.paddedImage());
  const int64_t border = g.size / 2;
  for (int64_t n = 0; n < g.batch; n++) {
    std::fill(padded, padded + g.paddedImage(), 0.0f);
    const float* gradients = dy.data() + n * g.image();
    const int32_t* taps = chosen.data() + n * g.image();
    g.everywhere([&](int64_t at, int64_t paddedAt, int index) {
      V16 gradient = load<V16>(gradients + at);
      if (index == g.lattice.count - 1) gradient = keep(gradient, g.lattice.fresh);
      const I16 tap = load<I16>(taps + at);
      g.window([&](int32_t t, int64_t distance) {
        float* to = padded + paddedAt + distance;
        store(to, load<V16>(to) + keep(gradient, tap == t));
      });
    });
    for (int64_t y = 0; y < g.height; y++) {
      std::memcpy(dx.data() + n * g.image() + y * g.row(),
                  padded + (y + border) * g.paddedRow() + border * g.channels, g.row() * sizeof(float));
    }
  }
}

// 1 / pixels of the image in the window around each pixel, once for each channel.
const float* shares(const Geometry& g) {
  float* share = scratch<1>(g.image());
  const auto inside = [&](int64_t at, int64_t length) {
    return std::min(at + g.size / 2, length - 1) - std::max<int64_t>(at - g.size / 2, 0) + 1;
  };
  for (int64_t y = 0; y < g.height; y++) {
    for (int64_t x = 0; x < g.width; x++) {
      float* pixel = share + (y * g.width + x) * g.channels;
      std::fill(pixel, pixel + g.channels, 1.0f / (inside(y, g.height) * inside(x, g.width)));
    }
  }
  return share;
}

inline V16 windowSum(const Geometry& g, const float* corner) {
  V16 sum = {};
  g.window([&](int32_t, int64_t distance) { sum += load<V16>(corner + distance); });
  return sum;
}

void meanForward(void*, TF_OpKernelContext* context) {
  Call call(context);
  const auto x = call.input(0);
  const Geometry g(x, windowOf(call.input<const int32_t>(1)));
  const auto y = call.outputLike(0, x);
  const float* share = shares(g);
  float* padded = scratch<0>(g.paddedImage());
  for (int64_t n = 0; n < g.batch; n++) {
    g.pad(x.data() + n * g.image(), 0.0f, padded);
    g.everywhere([&](int64_t at, int64_t paddedAt, int) {
      store(y.data() + n * g.image() + at, windowSum(g, padded + paddedAt) * load<V16>(share + at));
    });
  }
}

// Each output sends its share to all of its window, so the gradient is the window sum of the shares.
void meanBackward(void*, TF_OpKernelContext* context) {
  Call call(context);
  const auto dy = call.input(0);
  const Geometry g(dy, windowOf(call.input<const int32_t>(1)));
  const auto dx = call.outputLike(0, dy);
  const float* share = shares(g);
  float* padded = scratch<0>(g.paddedImage());
  float* weighted = scratch<2>(g.image());
  for (int64_t n = 0; n < g.batch; n++) {
    const float* gradient = dy.data() + n * g.image();
    for (int64_t i = 0; i < g.image(); i++) weighted[i] = gradient[i] * share[i];
    g.pad(weighted, 0.0f, padded);
    g.everywhere([&](int64_t at, int64_t paddedAt, int) {
      store(dx.data() + n * g.image() + at, windowSum(g, padded + paddedAt));
    });
  }
}

const Registration maxOperation("OneShotMaxPool", {"x: float", "size: int32"}, {"y: float", "chosen: int32"}, maxForward);
const Registration maxGradient("OneShotMaxPoolGrad", {"dy: float", "chosen: int32", "size: int32"}, {"dx: float"},
                               maxBackward);
const Registration meanOperation("OneShotAveragePool", {"x: float", "size: int32"}, {"y: float"}, meanForward);
const Registration meanGradient("OneShotAveragePoolGrad", {"dy: float", "size: int32"}, {"dx: float"}, meanBackward);

}  // namespace
}  // namespace oneshot
