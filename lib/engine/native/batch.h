// A batch on its way through a graph: the values of its nodes, and who works on which images.
#pragma once

#include "crew.h"
#include "reading.h"
#include "team.h"
#include "values.h"

namespace oneshot {

// What a run knows of a node.
struct NodeValues {
  // Its sums, [images] as `flat` has them; owned unless they are known or kept.
  const float* raw = nullptr;
  Loan owned;
  Norm norm = Norm(0);
  // For each term what is before its last layer, [images], if that is kept.
  std::vector<Loan> middles;
  // Of the node's output, [images], once a reader has sent some; and what its norm needs of it, for each share.
  Loan gradients;
  std::vector<NormSums> sums;
  // The first node that reads it, which sends its gradients last; none if only the head does.
  size_t firstReader = std::numeric_limits<size_t>::max();
};

struct Batch {
  const Graph& graph;
  const std::vector<Group> groups;
  const float *weights, *images;
  const int size;
  // Statistics to normalise with in place of the batch's own, or none.
  const float* fixed;
  // Whether there will be a backward pass.
  const bool training;
  std::vector<NodeValues> nodes;

  Batch(const Graph& itsGraph, const float* itsWeights, const float* itsImages, int itsSize, const float* itsFixed,
        bool isTraining)
      : graph(itsGraph),
        groups(groupsOf(itsGraph)),
        weights(itsWeights),
        images(itsImages),
        size(itsSize),
        fixed(itsFixed),
        training(isTraining),
        nodes(itsGraph.nodes.size()) {
    for (size_t n = 0; n < nodes.size(); n++) {
      nodes[n].norm = Norm(graph.nodes[n].shape.channels);
      for (const Term& term : graph.nodes[n].terms) {
        if (term.source >= 0) nodes[term.source].firstReader = std::min(nodes[term.source].firstReader, n);
      }
    }
  }

  int shares() const { return (size + SHARE - 1) / SHARE; }

  // Calls `work(image, share)` for all images, in their order within a share. `prepare` gives each thread its work.
  template <typename Prepare>
  void forImages(Prepare prepare) const {
    const int count = shares();
    std::atomic<int> next{0};
    team.run(std::min(count, membership.threads()), [&] {
      int share = next++;
      if (share >= count) return;
      auto work = prepare();
      for (; share < count; share = next++) {
        for (int image = share * SHARE; image < std::min(size, (share + 1) * SHARE); image++) work(image, share);
      }
    });
  }

  Image rawOf(int node, int image) const {
    const Shape shape = graph.shapeOf(node);
    return node < 0 ? plain(images + image * shape.size(), shape) : flat(nodes[node].raw + image * shape.size(), shape);
  }

  Image gradientsOf(int node, int image) const {
    const Shape shape = graph.shapeOf(node);
    return flat(nodes[node].gradients.get() + image * shape.size(), shape);
  }

  // What is before the last layer of a term; none if it is not kept.
  float* middleOf(size_t node, size_t term, int image) const {
    const auto& middles = nodes[node].middles;
    if (middles.empty() || !middles[term]) return nullptr;
    return middles[term].get() + image * (middles[term].length() / size);
  }

  // Channels of the blocks that a node's images are in.
  int lanesOf(int node) const { return node < 0 ? graph.image.channels : blockLanes(graph.shapeOf(node).channels); }
};

// What one thread needs for a group's images: its chains, and room for what they read.
class Bench {
 public:
  Bench(const Batch& batch, const Group& group) : batch_(batch), group_(group) {
    inputs_.reserve(group.readings.size());
    chains_.resize(group.end - group.first);
    for (const Reading& reading : group.readings) {
      const Shape shape = batch.graph.shapeOf(reading.source);
      inputs_.emplace_back(shape, batch.lanesOf(reading.source), reading.border, reading.outside);
    }
    for (size_t n = group.first; n < group.end; n++) {
      auto& chains = chains_[n - group.first];
      chains.reserve(batch.graph.nodes[n].terms.size());
      for (const Term& term : batch.graph.nodes[n].terms) {
        const Shape shape = batch.graph.shapeOf(term.source);
        chains.emplace_back(term.layers, shape, batch.weights, batch.training);
      }
    }
  }

  // Reads the group's sources, after norm and ReLU.
  void read(int image) {
    for (size_t r = 0; r < inputs_.size(); r++) {
      const int source = group_.readings[r].source;
      const Shape shape = batch_.graph.shapeOf(source);
      const Image raw = batch_.rawOf(source, image), to = inputs_[r].image();
      const Meter meter(NORM, FORWARD, shape);
      if (source < 0) {
        for (int y = 0; y < shape.height; y++) std::copy_n(raw.first + y * raw.row, raw.row, to.first + y * to.row);
      } else if (batch_.graph.nodes[source].hasNorm) {
        batch_.nodes[source].norm.output(shape, raw, to);
      } else {
        copyImage(shape, raw, to, false);
      }
    }
  }

  // What a term of a node reads.
  Image input(size_t node, size_t term) const { return inputs_[group_.places[node - group_.first][term]].image(); }
  Chain& chain(size_t node, size_t term) { return chains_[node - group_.first][term]; }

 private:
  const Batch& batch_;
  const Group& group_;
  std::vector<Padded> inputs_;
  std::vector<std::vector<Chain>> chains_;
};

}  // namespace oneshot
