// A network as a list of nodes, each a sum of chains from earlier nodes, and a head that reads some of them. It comes
// as one row of integers, as `lib/engine/program.ts` writes it.
#pragma once

#include "layers.h"

namespace oneshot {

// Reads integers one after the other.
class Reader {
 public:
  explicit Reader(const int32_t* at) : at_(at) {}
  int next() { return *at_++; }
  Shape shape() {
    const int height = next(), width = next();
    return {height, width, next()};
  }

 private:
  const int32_t* at_;
};

// From which node, -1 for the images, and by which layers.
struct Term {
  int source;
  std::vector<Layer> layers;
};

struct NodePlan {
  Shape shape;
  // Whether readers see max(0, norm of the sums), and where its scale, offset and statistics stand.
  bool hasNorm;
  int64_t scale, offset, statistics;
  // Under which number the node is known from an earlier run, or is to be kept for later ones; -1 if neither.
  int known, kept;
  std::vector<Term> terms;
};

// A node that the head reads, and where its rows of the classifier's weights stand.
struct HeadPart {
  int node;
  int64_t weights;
};

struct Stretch {
  int64_t first, length;
};

struct Program {
  Shape image;
  int classes;
  int64_t bias;
  std::vector<NodePlan> nodes;
  std::vector<HeadPart> head;
  // Which weights the network has: their gradients begin at zero.
  std::vector<Stretch> used;

  explicit Program(const int32_t* integers) {
    Reader in(integers);
    image = in.shape();
    classes = in.next();
    bias = in.next();
    const int nodeCount = in.next();
    for (int n = 0; n < nodeCount; n++) nodes.push_back(readNode(in));
    const int headParts = in.next();
    for (int part = 0; part < headParts; part++) {
      const int node = in.next();
      head.push_back({node, in.next()});
    }
    const int stretches = in.next();
    for (int stretch = 0; stretch < stretches; stretch++) {
      const int first = in.next();
      used.push_back({first, in.next()});
    }
  }

  Shape shapeOf(int node) const { return node < 0 ? image : nodes[node].shape; }

 private:
  NodePlan readNode(Reader& in) const {
    NodePlan node;
    node.shape = in.shape();
    node.hasNorm = in.next();
    node.scale = in.next();
    node.offset = in.next();
    node.statistics = in.next();
    node.known = in.next();
    node.kept = in.next();
    const int termCount = in.next();
    for (int t = 0; t < termCount; t++) {
      Term term;
      term.source = in.next();
      Shape from = shapeOf(term.source);
      const int layerCount = in.next();
      for (int l = 0; l < layerCount; l++) {
        Layer layer;
        layer.kind = static_cast<Kind>(in.next());
        layer.tapsHigh = in.next();
        layer.tapsWide = in.next();
        layer.stride = in.next();
        layer.filter = in.next();
        layer.from = from;
        layer.to = in.shape();
        from = layer.to;
        term.layers.push_back(layer);
      }
      node.terms.push_back(std::move(term));
    }
    return node;
  }
};

}  // namespace oneshot
