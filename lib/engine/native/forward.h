// The forward pass, group by group of nodes.
#pragma once

#include "batch.h"

namespace oneshot {

// Takes a node from an earlier run, if it is known.
inline bool takeKnown(Batch& batch, size_t n) {
  const int known = batch.graph.nodes[n].known;
  if (known < 0) return false;
  const Value& value = keptValues.at(known);
  batch.nodes[n].raw = value.raw.get();
  batch.nodes[n].norm = value.norm;
  return true;
}

inline void makeRoom(Batch& batch, size_t n) {
  const NodePlan& plan = batch.graph.nodes[n];
  NodeValues& node = batch.nodes[n];
  node.owned = Loan(batch.size * plan.shape.size());
  node.raw = node.owned.get();
  if (!batch.training) return;
  for (const Term& term : plan.terms) {
    node.middles.push_back(term.keepsMiddle() ? Loan(batch.size * term.layers[1].from.size()) : Loan());
  }
}

// Makes a node's norm of the moments of each share, and keeps the node if that is wanted.
inline void finishNode(Batch& batch, size_t n, std::vector<Moments>& moments) {
  const NodePlan& plan = batch.graph.nodes[n];
  const int channels = plan.shape.channels;
  Norm& norm = batch.nodes[n].norm;
  if (plan.hasNorm) {
    if (batch.fixed == nullptr) {
      for (size_t share = 1; share < moments.size(); share++) moments[0].merge(moments[share], plan.shape.pixels());
      norm.take(moments[0], plan.shape.pixels());
    } else {
      const float* statistics = batch.fixed + plan.statistics;
      std::copy_n(statistics, channels, norm.mean.begin());
      std::copy_n(statistics + channels, channels, norm.variance.begin());
    }
    norm.combine(batch.weights + plan.scale, batch.weights + plan.offset);
  }
  if (plan.kept < 0) return;
  keptValues.emplace(plan.kept, Value{batch.size, plan.shape, std::move(batch.nodes[n].owned), norm});
}

inline void computeGroup(Batch& batch, const Group& group) {
  if (takeKnown(batch, group.first)) return;
  std::vector<std::vector<Moments>> moments;
  for (size_t n = group.first; n < group.end; n++) {
    makeRoom(batch, n);
    moments.emplace_back(batch.shares(), Moments(batch.graph.nodes[n].shape.channels));
  }
  batch.forImages([&] {
    return [&, bench = Bench(batch, group)](int image, int share) mutable {
      bench.read(image);
      for (size_t n = group.first; n < group.end; n++) {
        const NodePlan& plan = batch.graph.nodes[n];
        const Image out = batch.rawOf(n, image);
        for (size_t t = 0; t < plan.terms.size(); t++) {
          const int inLanes = batch.lanesOf(plan.terms[t].source);
          bench.chain(n, t).forward(bench.input(n, t), inLanes, batch.middleOf(n, t, image), out, t > 0);
        }
        const Meter meter(STATISTICS, FORWARD, plan.shape);
        if (plan.hasNorm && batch.fixed == nullptr) moments[n - group.first][share].observe(plan.shape, out);
      }
    };
  });
  for (size_t n = group.first; n < group.end; n++) finishNode(batch, n, moments[n - group.first]);
}

// Computes all nodes. Without a backward pass their values are freed after their last reader.
inline void forward(Batch& batch) {
  const std::vector<int> last = batch.graph.lastReaders();
  for (const Group& group : batch.groups) {
    computeGroup(batch, group);
    for (size_t n = 0; n < group.end && !batch.training; n++) {
      if (last[n] < static_cast<int>(group.end)) batch.nodes[n].owned = Loan();
    }
  }
}

}  // namespace oneshot
