// The backward pass, group by group of nodes from the last to the first.
#pragma once

#include "filter_gradients.h"
#include "head.h"

namespace oneshot {

// The gradients of scale and offset, of the sums of each share.
inline void finishSums(Batch& batch, size_t n, float* dWeights) {
  const NodePlan& plan = batch.graph.nodes[n];
  if (!plan.hasNorm) return;
  std::vector<NormSums>& sums = batch.nodes[n].sums;
  for (size_t share = 1; share < sums.size(); share++) sums[0].merge(sums[share]);
  std::copy(sums[0].products.begin(), sums[0].products.end(), dWeights + plan.scale);
  std::copy(sums[0].gradients.begin(), sums[0].gradients.end(), dWeights + plan.offset);
}

// The sources for which a group's nodes are the last to send gradients, each once.
inline std::vector<int> lastSources(const Batch& batch, const Group& group) {
  std::vector<int> sources;
  for (const Reading& reading : group.readings) {
    const bool isLast = reading.source >= 0 && batch.nodes[reading.source].firstReader >= group.first;
    const bool isNew = std::find(sources.begin(), sources.end(), reading.source) == sources.end();
    if (isLast && isNew) sources.push_back(reading.source);
  }
  return sources;
}

// A node of a group on its way back.
struct NodeBackward {
  size_t node;
  // The border that its terms' last layers read around its gradient.
  Border border;
  // Which terms find gradients at their source.
  std::vector<bool> add;
};

inline NodeBackward prepareNode(Batch& batch, size_t n, float* dWeights) {
  NodeBackward prepared{n, {}, {}};
  finishSums(batch, n, dWeights);
  for (const Term& term : batch.graph.nodes[n].terms) {
    prepared.add.push_back(term.source >= 0 && startGradients(batch, term.source));
    if (!term.layers.empty() && term.layers.back().stride == 1) prepared.border.include(term.layers.back().border());
  }
  return prepared;
}

// One image of a group: for each node the gradient of its sums, and what its terms make of that.
class GroupBackward {
 public:
  GroupBackward(Batch& batch, const Group& group, const std::vector<NodeBackward>& nodes,
                const FilterGradients& filters)
      : batch_(batch),
        group_(group),
        nodes_(nodes),
        filters_(filters),
        bench_(batch, group),
        lastSources_(lastSources(batch, group)) {
    d_.reserve(nodes.size());
    for (const NodeBackward& each : nodes) {
      d_.emplace_back(batch.graph.nodes[each.node].shape, batch.lanesOf(each.node), each.border, 0.0f);
    }
  }

  void operator()(int image, int share) {
    bench_.read(image);
    float* const* dFilters = filters_.of(share);
    for (size_t k = 0; k < nodes_.size(); k++) {
      const auto& [n, border, add] = nodes_[k];
      const NodePlan& plan = batch_.graph.nodes[n];
      gradientOfSums(n, image, d_[k].image());
      for (size_t t = 0; t < plan.terms.size(); t++) {
        const auto& [source, layers] = plan.terms[t];
        const Image dSource = source < 0 ? Image{} : batch_.gradientsOf(source, image);
        bench_.chain(n, t).backward(bench_.input(n, t), batch_.lanesOf(source), batch_.middleOf(n, t, image),
                                    d_[k].image(), dFilters, dSource, add[t]);
        dFilters += layers.size();
      }
    }
    // While they are in the cache.
    for (const int source : lastSources_) collectSums(batch_, source, image, share);
  }

 private:
  void gradientOfSums(size_t n, int image, Image d) const {
    const NodePlan& plan = batch_.graph.nodes[n];
    const NodeValues& node = batch_.nodes[n];
    const Image gradients = batch_.gradientsOf(n, image);
    const double values = static_cast<double>(batch_.size) * plan.shape.pixels();
    const Meter meter(NORM, INPUT, plan.shape);
    if (plan.hasNorm) node.norm.gradient(plan.shape, batch_.rawOf(n, image), gradients, values, node.sums[0], d);
    else copyImage(plan.shape, gradients, d, false);
  }

  Batch& batch_;
  const Group& group_;
  const std::vector<NodeBackward>& nodes_;
  const FilterGradients& filters_;
  Bench bench_;
  std::vector<int> lastSources_;
  std::vector<Padded> d_;
};

inline void groupBackward(Batch& batch, const Group& group, float* dWeights) {
  std::vector<NodeBackward> nodes;
  std::vector<const Layer*> layers;
  for (size_t n = group.first; n < group.end; n++) {
    if (!batch.nodes[n].gradients) continue;
    nodes.push_back(prepareNode(batch, n, dWeights));
    for (const Term& term : batch.graph.nodes[n].terms) {
      for (const Layer& layer : term.layers) layers.push_back(&layer);
    }
  }
  if (nodes.empty()) return;
  FilterGradients filters(layers, batch.shares(), dWeights);
  batch.forImages([&] { return GroupBackward(batch, group, nodes, filters); });
  filters.addUp();
}

// Leaves the gradient of the loss by the weights in `dWeights`, at the weights' places, given that by the logits.
inline void backward(Batch& batch, Head& head, const float* dLogits, float* dWeights) {
  for (const Stretch& stretch : batch.graph.used) std::fill_n(dWeights + stretch.first, stretch.length, 0.0f);
  head.backward(dLogits, dWeights);
  for (size_t g = batch.groups.size(); g-- > 0;) {
    groupBackward(batch, batch.groups[g], dWeights);
    for (size_t n = batch.groups[g].first; n < batch.groups[g].end; n++) batch.nodes[n] = NodeValues();
  }
}

}  // namespace oneshot
