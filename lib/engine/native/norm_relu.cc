// Batch norm with the batch's own statistics, and ReLU, in one pass each way.
//
//   y = max(0, (x - mean) * inverse * scale + offset),  inverse = 1 / sqrt(variance + 0.001)
#include <cmath>

#include "operation.h"
#include "vectors.h"

namespace oneshot {
namespace {

constexpr float EPSILON = 1e-3f;

// Images as one long row: statistics do not care where a pixel stands.
struct Flat {
  int64_t channels, pixels;
  Lattice lattice;
  explicit Flat(const View<const float>& x)
      : channels(x.dim(x.rank() - 1)), pixels(x.size() / channels), lattice(pixels, channels) {}
};

// Calls `visit(vector index's offset, mask of fresh lanes)` for all vectors of a group.
template <typename Visit>
inline void along(const Lattice& lattice, int group, Visit visit) {
  const int whole = lattice.overlap == 0 ? lattice.count : lattice.count - 1;
  for (int index = 0; index < whole; index++) visit(lattice.at(group, index), false);
  if (whole < lattice.count) visit(lattice.at(group, whole), true);
}

void forward(void*, TF_OpKernelContext* context) {
  Call call(context);
  const auto x = call.input(0), scale = call.input(1), offset = call.input(2);
  const Flat flat(x);
  const auto y = call.outputLike(0, x);
  const auto mean = call.vector(1, flat.channels), variance = call.vector(2, flat.channels),
             inverse = call.vector(3, flat.channels);
  const float* in = x.data();
  float* out = y.data();
  const Lattice& lattice = flat.lattice;
  const I16 fresh = lattice.fresh;

  std::fill(mean.data(), mean.data() + flat.channels, 0.0f);
  std::fill(variance.data(), variance.data() + flat.channels, 0.0f);
  for (int group = 0; group < lattice.groups; group++) {
    V16 sums = {};
    along(lattice, group, [&](int64_t at, bool last) {
      const V16 value = load<V16>(in + at);
      sums += last ? keep(value, fresh) : value;
    });
    addLanes(mean.data(), sums, flat.channels, group);
  }
  for (int64_t c = 0; c < flat.channels; c++) mean.data()[c] /= flat.pixels;
  for (int group = 0; group < lattice.groups; group++) {
    const V16 center = perChannel(mean.data(), flat.channels, group);
    V16 squares = {};
    along(lattice, group, [&](int64_t at, bool last) {
      const V16 apart = load<V16>(in + at) - center;
      squares += last ? keep(apart * apart, fresh) : apart * apart;
    });
    addLanes(variance.data(), squares, flat.channels, group);
  }
  for (int64_t c = 0; c < flat.channels; c++) {
    variance.data()[c] /= flat.pixels;
    inverse.data()[c] = 1.0f / std::sqrt(variance.data()[c] + EPSILON);
  }
  for (int group = 0; group < lattice.groups; group++) {
    const V16 factor = perChannel(inverse.data(), flat.channels, group) * perChannel(scale.data(), flat.channels, group);
    const V16 shift = perChannel(offset.data(), flat.channels, group) - perChannel(mean.data(), flat.channels, group) * factor;
    along(lattice, group, [&](int64_t at, bool) {
      const V16 value = load<V16>(in + at) * factor + shift;
      // A NaN goes on, as in TensorFlow, so that it is noticed.
      store(out + at, value < 0 ? V16{} : value);
    });
  }
}

void backward(void*, TF_OpKernelContext* context) {
  Call call(context);
  const auto dy = call.input(0), x = call.input(1), y = call.input(2), scale = call.input(3), mean = call.input(4),
             inverse = call.input(5);
  const Flat flat(x);
  const auto dx = call.outputLike(0, x);
  const auto dScale = call.vector(1, flat.channels), dOffset = call.vector(2, flat.channels);
  const Lattice& lattice = flat.lattice;
  const I16 fresh = lattice.fresh;
  std::fill(dScale.data(), dScale.data() + flat.channels, 0.0f);
  std::fill(dOffset.data(), dOffset.data() + flat.channels, 0.0f);
  const float *gradients = dy.data(), *inputs = x.data(), *outputs = y.data();
  float* results = dx.data();
  // The gradient behind the ReLU, and x normalised, at one place.
  const auto gradientAt = [&](int64_t at) {
    const V16 value = load<V16>(gradients + at);
    return load<V16>(outputs + at) > 0 ? value : V16{};
  };
  for (int group = 0; group < lattice.groups; group++) {
    const V16 center = perChannel(mean.data(), flat.channels, group);
    const V16 factor = perChannel(inverse.data(), flat.channels, group);
    V16 sums = {}, products = {};
    along(lattice, group, [&](int64_t at, bool last) {
      V16 gradient = gradientAt(at);
      if (last) gradient = keep(gradient, fresh);
      sums += gradient;
      products += gradient * ((load<V16>(inputs + at) - center) * factor);
    });
    addLanes(dOffset.data(), sums, flat.channels, group);
    addLanes(dScale.data(), products, flat.channels, group);
  }
  const float share = 1.0f / flat.pixels;
  for (int group = 0; group < lattice.groups; group++) {
    const V16 center = perChannel(mean.data(), flat.channels, group);
    const V16 factor = perChannel(inverse.data(), flat.channels, group);
    const V16 slope = factor * perChannel(scale.data(), flat.channels, group);
    const V16 meanGradient = perChannel(dOffset.data(), flat.channels, group) * share;
    const V16 meanProduct = perChannel(dScale.data(), flat.channels, group) * share;
    along(lattice, group, [&](int64_t at, bool) {
      const V16 normal = (load<V16>(inputs + at) - center) * factor;
      store(results + at, slope * (gradientAt(at) - meanGradient - normal * meanProduct));
    });
  }
}

const Registration forwardOperation("OneShotNormRelu", {"x: float", "scale: float", "offset: float"},
                                    {"y: float", "mean: float", "variance: float", "inverse: float"}, forward);
const Registration backwardOperation("OneShotNormReluGrad",
                                     {"dy: float", "x: float", "y: float", "scale: float", "mean: float", "inverse: float"},
                                     {"dx: float", "dscale: float", "doffset: float"}, backward);

}  // namespace
}  // namespace oneshot
