// A network as a list of nodes, each a sum of chains from earlier nodes, and a head that reads some of them. It comes
// as one row of integers, as `run.ts` writes it.
#pragma once

#include "check.h"
#include "layer.h"

namespace oneshot {

// Reads integers one after the other, each with its bounds.
class Reader {
 public:
  explicit Reader(Row<const int32_t> row) : row_(row) {}
  int next(const char* what, int64_t least = 0, int64_t most = std::numeric_limits<int32_t>::max()) {
    if (at_ == row_.length) refuse("the graph ends after ", at_, " integers, wanted ", what);
    const int value = row_.data[at_];
    checkRange(value, least, most, "integer ", at_, " of the graph, ", what);
    at_++;
    return value;
  }
  Shape shape() {
    const int height = next("a height", 1, MOST_LENGTH), width = next("a width", 1, MOST_LENGTH);
    return {height, width, next("a number of channels", 1, MOST_LENGTH)};
  }
  void end() const { checkRange(row_.length, at_, at_, "integers of the graph"); }

 private:
  Row<const int32_t> row_;
  int64_t at_ = 0;
};

// From which node, -1 for the images, and by which layers.
struct Term {
  int source;
  std::vector<Layer> layers;

  // Whether what is before the last layer is kept from the forward pass for the backward one: where that is a
  // convolution of single pixels, after a layer that takes longer than reading does.
  bool keepsMiddle() const {
    return layers.size() == 2 && layers[1].kind == CONV && layers[1].tapsHigh * layers[1].tapsWide == 1;
  }
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

struct Graph {
  Shape image;
  int classes;
  int64_t bias;
  std::vector<NodePlan> nodes;
  std::vector<HeadPart> head;
  // Which weights the network has: their gradients begin at zero.
  std::vector<Stretch> used;

  // Reads a row and checks each number by itself; `checkGraph` checks whether they fit together.
  explicit Graph(Row<const int32_t> row) {
    Reader in(row);
    image = in.shape();
    classes = in.next("the number of classes", 1, MOST_LENGTH);
    bias = in.next("where the bias stands");
    const int nodeCount = in.next("the number of nodes");
    for (int n = 0; n < nodeCount; n++) nodes.push_back(readNode(in));
    const int headParts = in.next("how many nodes the classifier reads");
    for (int part = 0; part < headParts; part++) {
      const int node = in.next("a node that the classifier reads", 0, nodeCount - 1);
      head.push_back({node, in.next("where its rows of the classifier stand")});
    }
    const int stretches = in.next("the number of stretches");
    for (int stretch = 0; stretch < stretches; stretch++) {
      const int first = in.next("where a stretch begins");
      used.push_back({first, in.next("the length of a stretch")});
    }
    in.end();
  }

  Shape shapeOf(int node) const { return node < 0 ? image : nodes[node].shape; }

  // The last node that reads each node, or itself if none does; the number of nodes stands for the classifier.
  std::vector<int> lastReaders() const {
    std::vector<int> last(nodes.size());
    for (size_t n = 0; n < last.size(); n++) last[n] = n;
    for (size_t n = 0; n < last.size(); n++) {
      for (const Term& term : nodes[n].terms) {
        if (term.source >= 0) last[term.source] = n;
      }
    }
    for (const HeadPart& part : head) last[part.node] = last.size();
    return last;
  }

  // Values that the norms' statistics take.
  int64_t statisticsLength() const {
    int64_t length = 0;
    for (const NodePlan& node : nodes) {
      if (node.hasNorm) length = std::max(length, node.statistics + 2 * node.shape.channels);
    }
    return length;
  }

 private:
  NodePlan readNode(Reader& in) const {
    NodePlan node;
    node.shape = in.shape();
    node.hasNorm = in.next("whether the node has a norm", 0, 1);
    node.scale = in.next("where the scale stands");
    node.offset = in.next("where the offset stands");
    node.statistics = in.next("where the statistics stand");
    node.known = in.next("the number of a known node", -1);
    node.kept = in.next("the number to keep a node under", -1);
    const int termCount = in.next("the number of terms");
    for (int t = 0; t < termCount; t++) node.terms.push_back(readTerm(in));
    return node;
  }

  // A term of the next node, which reads those before it.
  Term readTerm(Reader& in) const {
    Term term;
    term.source = in.next("the source of a term", -1, static_cast<int64_t>(nodes.size()) - 1);
    Shape from = shapeOf(term.source);
    const int layerCount = in.next("the number of layers");
    for (int l = 0; l < layerCount; l++) {
      Layer layer;
      layer.kind = static_cast<Kind>(in.next("the kind of a layer", CONV, HALVE));
      layer.tapsHigh = in.next("the height of a window", 1, MOST_WINDOW);
      layer.tapsWide = in.next("the width of a window", 1, MOST_WINDOW);
      layer.stride = in.next("a stride");
      layer.filter = in.next("where a filter stands");
      layer.from = from;
      layer.to = in.shape();
      from = layer.to;
      term.layers.push_back(layer);
    }
    return term;
  }
};

}  // namespace oneshot
