// The classifier: means over the pixels of what it reads, and from them logits.
#pragma once

#include "batch.h"

namespace oneshot {

// Makes room for a node's gradients; returns whether some are there already.
inline bool startGradients(Batch& batch, int n) {
  NodeValues& node = batch.nodes[n];
  if (node.gradients) return true;
  const NodePlan& plan = batch.graph.nodes[n];
  node.gradients = Loan(batch.size * plan.shape.size());
  if (plan.hasNorm) node.sums.assign(batch.shares(), NormSums(plan.shape.channels));
  return false;
}

// Takes in what an image's gradients mean for a node's norm, once they are complete.
inline void collectSums(Batch& batch, int n, int image, int share) {
  const NodePlan& plan = batch.graph.nodes[n];
  NodeValues& node = batch.nodes[n];
  const Meter meter(STATISTICS, INPUT, plan.shape);
  if (plan.hasNorm) node.norm.collect(plan.shape, batch.rawOf(n, image), batch.gradientsOf(n, image), node.sums[share]);
}

class Head {
 public:
  explicit Head(Batch& batch) : batch_(batch), graph_(batch.graph), width_(0) {
    for (const HeadPart& part : graph_.head) width_ += graph_.shapeOf(part.node).channels;
    features_.resize(batch.size * width_);
  }

  void forward(float* logits) {
    const int classes = graph_.classes;
    batch_.forImages([&] {
      return [&](int image, int) {
        float* means = features_.data() + image * width_;
        for (const HeadPart& part : graph_.head) {
          const NodePlan& node = graph_.nodes[part.node];
          const Meter meter(CLASSIFIER, FORWARD, node.shape);
          batch_.nodes[part.node].norm.means(node.shape, batch_.rawOf(part.node, image), node.hasNorm, means);
          means += node.shape.channels;
        }
        float* row = logits + static_cast<int64_t>(image) * classes;
        std::copy_n(batch_.weights + graph_.bias, classes, row);
        forRowsOfWeights([&](int64_t feature, int64_t at) {
          for (int k = 0; k < classes; k++) row[k] += features_[image * width_ + feature] * batch_.weights[at + k];
        });
      };
    });
  }

  // Adds to the classifier's gradients, and sends the nodes that it reads theirs.
  void backward(const float* dLogits, float* dWeights) {
    std::vector<bool> begun;
    for (const HeadPart& part : graph_.head) begun.push_back(startGradients(batch_, part.node));
    const std::vector<float> dFeatures = weightsBackward(dLogits, dWeights);
    batch_.forImages([&] {
      return [&](int image, int share) {
        const float* d = dFeatures.data() + image * width_;
        for (size_t p = 0; p < graph_.head.size(); p++) {
          const int node = graph_.head[p].node;
          const Shape shape = graph_.shapeOf(node);
          {
            const Meter meter(CLASSIFIER, INPUT, shape, begun[p]);
            spread(shape, d, batch_.gradientsOf(node, image), begun[p]);
          }
          d += shape.channels;
          if (batch_.nodes[node].firstReader > batch_.nodes.size()) collectSums(batch_, node, image, share);
        }
      };
    });
  }

 private:
  // Calls `work(feature, place of its row of weights)` for each row of the classifier.
  template <typename Work>
  void forRowsOfWeights(Work work) const {
    int64_t feature = 0;
    for (const HeadPart& part : graph_.head) {
      for (int c = 0; c < graph_.shapeOf(part.node).channels; c++) work(feature++, part.weights + c * graph_.classes);
    }
  }

  // The gradients of the features, [images, features].
  std::vector<float> weightsBackward(const float* dLogits, float* dWeights) const {
    const int classes = graph_.classes;
    std::vector<float> dFeatures(features_.size());
    for (int image = 0; image < batch_.size; image++) {
      const float* d = dLogits + static_cast<int64_t>(image) * classes;
      for (int k = 0; k < classes; k++) dWeights[graph_.bias + k] += d[k];
      forRowsOfWeights([&](int64_t feature, int64_t at) {
        float sum = 0.0f;
        for (int k = 0; k < classes; k++) {
          dWeights[at + k] += features_[image * width_ + feature] * d[k];
          sum += batch_.weights[at + k] * d[k];
        }
        dFeatures[image * width_ + feature] = sum;
      });
    }
    return dFeatures;
  }

  // The gradient of a mean, at all its pixels.
  static void spread(Shape shape, const float* d, Image to, bool add) {
    forRows(shape, to, to, [&](auto v, int, int block, const float*, float* row) {
      using V = decltype(v);
      const V value = load<V>(d + block * lanes<V>) * (1.0f / shape.pixels());
      for (int64_t x = 0; x < shape.width; x++) put(row + x * lanes<V>, value, add);
    });
  }

  Batch& batch_;
  const Graph& graph_;
  int64_t width_;
  // [images, channels of all parts].
  std::vector<float> features_;
};

}  // namespace oneshot
