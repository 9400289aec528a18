// Depthwise convolution of odd size, stride 1, SAME: each channel with its own filter [height, width, channels, 1].
//
// With a border of zeros around the image every tap of the filter is a fixed distance in memory, so a row of the
// output is a sum of shifted rows of the input, each times that tap's weights.
#include "operation.h"
#include "vectors.h"

namespace oneshot {
namespace {

struct Geometry {
  int64_t batch, height, width, channels, tapsHigh, tapsWide;
  Lattice lattice;
  Geometry(const View<const float>& x, const View<const float>& filter)
      : batch(x.dim(0)), height(x.dim(1)), width(x.dim(2)), channels(x.dim(3)), tapsHigh(filter.dim(0)),
        tapsWide(filter.dim(1)), lattice(width, channels) {}
  int64_t row() const { return width * channels; }
  int64_t image() const { return height * row(); }
  int64_t paddedRow() const { return (width + tapsWide - 1) * channels; }
  int64_t paddedImage() const { return (height + tapsHigh - 1) * paddedRow(); }
  int64_t taps() const { return tapsHigh * tapsWide; }
  void pad(const float* image, float* padded) const {
    copyWithBorder(image, height, width, channels, tapsHigh / 2, tapsWide / 2, 0.0f, padded);
  }
};

// Slides over one image; `weights` holds a vector for each tap.
template <int BLOCK>
inline void slideBlock(const Geometry& g, const float* top, const V16* weights, float* out, int group, int first) {
  V16 sums[BLOCK] = {};
  int at[BLOCK];
  for (int i = 0; i < BLOCK; i++) at[i] = g.lattice.at(group, first + i);
  for (int64_t ty = 0; ty < g.tapsHigh; ty++) {
    const float* in = top + ty * g.paddedRow();
    for (int64_t tx = 0; tx < g.tapsWide; tx++, in += g.channels) {
      const V16 weight = weights[ty * g.tapsWide + tx];
      for (int i = 0; i < BLOCK; i++) sums[i] += load<V16>(in + at[i]) * weight;
    }
  }
  for (int i = 0; i < BLOCK; i++) store(out + at[i], sums[i]);
}

void slide(const Geometry& g, const float* padded, const V16* weights, float* out, int group) {
  for (int64_t y = 0; y < g.height; y++) {
    const float* top = padded + y * g.paddedRow();
    float* row = out + y * g.row();
    int index = 0;
    for (; index + 8 <= g.lattice.count; index += 8) slideBlock<8>(g, top, weights, row, group, index);
    for (; index + 4 <= g.lattice.count; index += 4) slideBlock<4>(g, top, weights, row, group, index);
    for (; index < g.lattice.count; index++) slideBlock<1>(g, top, weights, row, group, index);
  }
}

// Convolves all images; a flipped filter gives the gradient by the input.
void convolve(const Geometry& g, const float* in, const float* filter, bool flipped, float* out) {
  float* padded = scratch<0>(g.paddedImage());
  V16* weights = vectorScratch<1>(g.taps() * g.lattice.groups);
  for (int64_t tap = 0; tap < g.taps(); tap++) {
    const float* from = filter + (flipped ? g.taps() - 1 - tap : tap) * g.channels;
    for (int group = 0; group < g.lattice.groups; group++) {
      weights[group * g.taps() + tap] = perChannel(from, g.channels, group);
    }
  }
  for (int64_t n = 0; n < g.batch; n++) {
    g.pad(in + n * g.image(), padded);
    for (int group = 0; group < g.lattice.groups; group++) {
      slide(g, padded, weights + group * g.taps(), out + n * g.image(), group);
    }
  }
}

// Sums, over one row of output gradients, their products with the inputs under each tap of one filter row.
template <int WIDE>
inline void collectRow(const Geometry& g, const float* in, const float* dy, V16* sums, int group) {
  V16 local[WIDE];
  for (int tx = 0; tx < WIDE; tx++) local[tx] = sums[tx];
  for (int index = 0; index < g.lattice.count; index++) {
    const int at = g.lattice.at(group, index);
    V16 gradient = load<V16>(dy + at);
    if (index == g.lattice.count - 1) gradient = keep(gradient, g.lattice.fresh);
    for (int tx = 0; tx < WIDE; tx++) local[tx] += load<V16>(in + at + tx * g.channels) * gradient;
  }
  for (int tx = 0; tx < WIDE; tx++) sums[tx] = local[tx];
}

void collectAnyRow(const Geometry& g, const float* in, const float* dy, V16* sums, int group) {
  switch (g.tapsWide) {
    case 1: return collectRow<1>(g, in, dy, sums, group);
    case 3: return collectRow<3>(g, in, dy, sums, group);
    case 5: return collectRow<5>(g, in, dy, sums, group);
    case 7: return collectRow<7>(g, in, dy, sums, group);
    default:
      for (int64_t tx = 0; tx < g.tapsWide; tx++) {
        collectRow<1>(g, in + tx * g.channels, dy, sums + tx, group);
      }
  }
}

void filterGradient(const Geometry& g, const float* in, const float* dy, float* dFilter) {
  float* padded = scratch<0>(g.paddedImage());
  V16* sums = vectorScratch<1>(g.taps() * g.lattice.groups);
  std::fill(sums, sums + g.taps() * g.lattice.groups, V16{});
  for (int64_t n = 0; n < g.batch; n++) {
    g.pad(in + n * g.image(), padded);
    for (int64_t y = 0; y < g.height; y++) {
      const float* gradient = dy + n * g.image() + y * g.row();
      for (int64_t ty = 0; ty < g.tapsHigh; ty++) {
        const float* under = padded + (y + ty) * g.paddedRow();
        for (int group = 0; group < g.lattice.groups; group++) {
          collectAnyRow(g, under, gradient, sums + group * g.taps() + ty * g.tapsWide, group);
        }
      }
    }
  }
  std::fill(dFilter, dFilter + g.taps() * g.channels, 0.0f);
  for (int group = 0; group < g.lattice.groups; group++) {
    for (int64_t tap = 0; tap < g.taps(); tap++) {
      addLanes(dFilter + tap * g.channels, sums[group * g.taps() + tap], g.channels, group);
    }
  }
}

void forward(void*, TF_OpKernelContext* context) {
  Call call(context);
  const auto x = call.input(0), filter = call.input(1);
  const auto y = call.outputLike(0, x);
  convolve(Geometry(x, filter), x.data(), filter.data(), false, y.data());
}

void backward(void*, TF_OpKernelContext* context) {
  Call call(context);
  const auto x = call.input(0), filter = call.input(1), dy = call.input(2);
  const Geometry geometry(x, filter);
  const auto dx = call.outputLike(0, x);
  const auto dFilter = call.outputLike(1, filter);
  convolve(geometry, dy.data(), filter.data(), true, dx.data());
  filterGradient(geometry, x.data(), dy.data(), dFilter.data());
}

const Registration forwardOperation("OneShotDepthwise", {"x: float", "filter: float"}, {"y: float"}, forward);
const Registration backwardOperation("OneShotDepthwiseGrad", {"x: float", "filter: float", "dy: float"},
                                     {"dx: float", "dfilter: float"}, backward);

}  // namespace
}  // namespace oneshot
