// Whether the parts of a graph fit together and the weights, and whether a run needs too much memory. The kernels
// run a graph that passes without leaving their memory.
#pragma once

#include "graph.h"

namespace oneshot {

// Floats that a run may hold at once: 16 GiB.
constexpr int64_t MOST_FLOATS = int64_t{1} << 32;

// Where in a graph something stands, for messages.
struct Place {
  size_t node, term, layer;
};

inline std::ostream& operator<<(std::ostream& out, Place place) {
  return out << "node " << place.node << ", term " << place.term << ", layer " << place.layer;
}

inline std::ostream& operator<<(std::ostream& out, Shape shape) {
  return out << shape.height << "x" << shape.width << "x" << shape.channels;
}

template <typename... Parts>
void checkShape(Shape found, Shape wanted, const Parts&... parts) {
  if (found.height == wanted.height && found.width == wanted.width && found.channels == wanted.channels) return;
  refuse(parts..., ": found ", found, ", wanted ", wanted);
}

// A layer over the images sends no gradient back, so only it may be a convolution of stride 2.
inline void checkLayer(const Layer& layer, bool ofImages, int64_t weights, Place place) {
  const bool isConv = layer.kind == CONV, isHalve = layer.kind == HALVE;
  // Nodes hold what a layer or another node gives, so they have channels in eights as well.
  if (layer.to.channels % 8 != 0) refuse(place, ": found ", layer.to.channels, " channels, wanted a multiple of 8");
  checkRange(layer.stride, isHalve ? 2 : 1, isHalve || (isConv && ofImages) ? 2 : 1, place, ", stride");
  for (const int taps : {layer.tapsHigh, layer.tapsWide}) {
    if (!isHalve && taps % 2 == 0) refuse(place, ", window: found ", taps, " pixels, wanted an odd number");
  }
  if (isConv) checkRange(layer.tapsHigh * layer.tapsWide, 1, MOST_TAPS, place, ", pixels of the window");
  const auto strided = [&](int side) { return (side + layer.stride - 1) / layer.stride; };
  const int channels = isConv ? layer.to.channels : layer.from.channels;
  checkShape(layer.to, {strided(layer.from.height), strided(layer.from.width), channels}, place, ", output");
  if (layer.hasFilter()) checkInside(layer.filter, layer.filterSize(), weights, place, ", filter");
}

inline void checkNode(const Graph& graph, size_t n, int64_t weights) {
  const NodePlan& node = graph.nodes[n];
  if (node.hasNorm) {
    checkInside(node.scale, node.shape.channels, weights, "node ", n, ", scale");
    checkInside(node.offset, node.shape.channels, weights, "node ", n, ", offset");
    // All norms have a scale and an offset, so their means and variances are no more than the weights.
    checkInside(node.statistics, 2 * node.shape.channels, weights, "node ", n, ", statistics");
  }
  if (node.known < 0 && node.terms.empty()) refuse("node ", n, ": found no terms, wanted 1 or more");
  for (size_t t = 0; t < node.terms.size(); t++) {
    const auto& [source, layers] = node.terms[t];
    if (source < 0 && layers.empty()) refuse("node ", n, ", term ", t, ": found the images, wanted a layer over them");
    for (size_t l = 0; l < layers.size(); l++) checkLayer(layers[l], source < 0 && l == 0, weights, {n, t, l});
    checkShape(layers.empty() ? graph.shapeOf(source) : layers.back().to, node.shape, "node ", n, ", term ", t);
  }
}

// Refuses a graph whose parts do not fit together or do not stand within so many weights.
inline void checkGraph(const Graph& graph, int64_t weights) {
  checkInside(graph.bias, graph.classes, weights, "bias");
  for (size_t n = 0; n < graph.nodes.size(); n++) checkNode(graph, n, weights);
  for (const HeadPart& part : graph.head) {
    const int64_t size = static_cast<int64_t>(graph.shapeOf(part.node).channels) * graph.classes;
    checkInside(part.weights, size, weights, "rows of the classifier for node ", part.node);
  }
  for (const Stretch& stretch : graph.used) checkInside(stretch.first, stretch.length, weights, "stretch");
}

// Refuses a graph that would hold more than MOST_FLOATS. Without a backward pass a node's values are freed after
// their last reader; with one all are there, with what is kept between layers, and as many gradients.
inline void checkMemory(const Graph& graph, int64_t batch, bool training) {
  int64_t held = 0;
  const auto hold = [&](int64_t floats) {
    held += floats;
    if (held <= MOST_FLOATS) return;
    refuse("memory of the run: found ", held, " floats, wanted at most ", MOST_FLOATS, "; make the batch smaller");
  };
  hold(2 * batch * graph.classes);
  for (const HeadPart& part : graph.head) hold(batch * graph.shapeOf(part.node).channels);
  const auto valuesOf = [&](size_t n) { return batch * graph.nodes[n].shape.size(); };
  const std::vector<int> last = graph.lastReaders();
  std::vector<int64_t> freed(last.size() + 1);
  for (size_t n = 0; n < last.size(); n++) freed[last[n]] += valuesOf(n);
  for (size_t n = 0; n < last.size(); n++) {
    hold((training ? 2 : 1) * valuesOf(n));
    for (const Term& term : graph.nodes[n].terms) {
      if (training && term.keepsMiddle()) hold(batch * term.layers[1].from.size());
    }
    // One image before each layer, with its border; its gradient; and filters in reverse, and their gradients.
    const int64_t before = held;
    for (const Term& term : graph.nodes[n].terms) {
      for (const Layer& layer : term.layers) {
        const Border border = layer.border();
        const int64_t pixels = static_cast<int64_t>(border.above + layer.from.height + border.below) *
                               (border.left + layer.from.width + border.right);
        hold(pixels * layer.from.channels);
        if (training) hold(pixels * (layer.from.channels + layer.to.channels) + 2 * layer.filterSize());
      }
    }
    held = before - (training ? 0 : freed[n]);
  }
}

}  // namespace oneshot
