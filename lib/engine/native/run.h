// One run of a program over one batch, forward and back. It checks nothing: see `check_program.h`.
#pragma once

#include "heap.h"
#include "program.h"

namespace oneshot {

class Run {
 public:
  Run(const Program& program, const float* weights, const float* images, int batch, const float* fixed)
      : program_(program), weights_(weights), images_(images), batch_(batch), fixed_(fixed) {
    const size_t count = program.nodes.size();
    raw_.resize(count);
    owned_.resize(count);
    gradients_.resize(count);
    for (const NodePlan& node : program.nodes) norms_.emplace_back(node.shape.channels);
  }
  ~Run() {
    for (size_t n = 0; n < owned_.size(); n++) {
      release(n, owned_[n]);
      release(n, gradients_[n]);
    }
  }

  // With `forget`, a node's values are freed after their last reader.
  void forward(bool forget) {
    const std::vector<int> last = program_.lastReaders();
    for (size_t n = 0; n < program_.nodes.size(); n++) {
      compute(n);
      if (!forget) continue;
      for (size_t earlier = 0; earlier <= n; earlier++) {
        if (last[earlier] == static_cast<int>(n)) release(earlier, owned_[earlier]);
      }
    }
  }

  // Means over the pixels of what the head reads, [images, channels of all parts], and from them logits.
  void head(float* logits) {
    const int64_t width = headWidth();
    features_.assign(batch_ * width, 0.0f);
    int64_t first = 0;
    for (const HeadPart& part : program_.head) {
      const Shape shape = program_.shapeOf(part.node);
      Floats output = heap.take(shape.size());
      for (int image = 0; image < batch_; image++) {
        readOutput(part.node, image, output.get());
        float* means = features_.data() + image * width + first;
        forVectors(shape.channels, [&](auto v, int c) {
          using V = decltype(v);
          V sum = {};
          for (int64_t at = c; at < shape.size(); at += shape.channels) sum += load<V>(output.get() + at);
          store(means + c, sum / static_cast<float>(shape.pixels()));
        });
      }
      heap.give(shape.size(), std::move(output));
      first += shape.channels;
    }
    const int classes = program_.classes;
    for (int image = 0; image < batch_; image++) {
      float* row = logits + static_cast<int64_t>(image) * classes;
      std::copy_n(weights_ + program_.bias, classes, row);
      const float* features = features_.data() + image * width;
      forHeadRows([&](int64_t feature, int64_t at) {
        for (int k = 0; k < classes; k++) row[k] += features[feature] * weights_[at + k];
      });
    }
  }

  // Leaves the gradient of the loss by the weights in `dWeights`, at the weights' places, given that by the logits.
  void backward(const float* dLogits, float* dWeights) {
    for (const Stretch& stretch : program_.used) std::fill_n(dWeights + stretch.first, stretch.length, 0.0f);
    headBackward(dLogits, dWeights);
    for (size_t n = program_.nodes.size(); n-- > 0;) {
      if (gradients_[n]) nodeBackward(n, dWeights);
      release(n, gradients_[n]);
      release(n, owned_[n]);
    }
  }

  // Mean and then variance of each norm, at their places.
  void writeStatistics(float* statistics) const {
    for (size_t n = 0; n < program_.nodes.size(); n++) {
      const NodePlan& node = program_.nodes[n];
      if (!node.hasNorm) continue;
      std::copy(norms_[n].mean.begin(), norms_[n].mean.end(), statistics + node.statistics);
      std::copy(norms_[n].variance.begin(), norms_[n].variance.end(), statistics + node.statistics + node.shape.channels);
    }
  }

 private:
  void release(size_t node, Floats& memory) { heap.give(batch_ * program_.nodes[node].shape.size(), std::move(memory)); }

  Affine affineOf(int node) const {
    return node >= 0 && program_.nodes[node].hasNorm ? norms_[node].affine() : Affine{};
  }

  const float* rawOf(int node, int image) const {
    return (node < 0 ? images_ : raw_[node]) + image * program_.shapeOf(node).size();
  }

  // Calls an image of a node into the cache while the one before it is worked on.
  void fetch(int node, int image) const {
    const float* raw = rawOf(node, image);
    for (int64_t at = 0; at < program_.shapeOf(node).size(); at += 16) __builtin_prefetch(raw + at);
  }

  void readOutput(int node, int image, float* output) const {
    const Shape shape = program_.shapeOf(node);
    writeOutput(rawOf(node, image), shape, affineOf(node), {output, static_cast<int64_t>(shape.width) * shape.channels}, false);
  }

  void compute(size_t n) {
    const NodePlan& node = program_.nodes[n];
    Norm& norm = norms_[n];
    if (node.known >= 0) {
      const Value& value = keptValues.at(node.known);
      raw_[n] = value.raw.get();
      norm = value.norm;
      return;
    }
    const int64_t size = node.shape.size(), row = static_cast<int64_t>(node.shape.width) * node.shape.channels;
    owned_[n] = heap.take(batch_ * size);
    float* raw = owned_[n].get();
    raw_[n] = raw;
    std::vector<Chain> chains;
    for (const Term& term : node.terms) chains.emplace_back(term.layers, program_.shapeOf(term.source), weights_);
    for (int image = 0; image < batch_; image++) {
      const Image out{raw + image * size, row};
      if (image + 1 < batch_) {
        for (const Term& term : node.terms) fetch(term.source, image + 1);
      }
      for (size_t t = 0; t < chains.size(); t++) {
        const int source = node.terms[t].source;
        chains[t].forward(rawOf(source, image), affineOf(source), source < 0, out, t > 0);
      }
      if (node.hasNorm && fixed_ == nullptr) norm.observe(out.first, node.shape, image);
    }
    if (node.hasNorm) {
      if (fixed_ == nullptr) {
        norm.finish(static_cast<double>(batch_) * node.shape.pixels());
      } else {
        const float* statistics = fixed_ + node.statistics;
        std::copy_n(statistics, node.shape.channels, norm.mean.begin());
        std::copy_n(statistics + node.shape.channels, node.shape.channels, norm.variance.begin());
      }
      norm.combine(weights_ + node.scale, weights_ + node.offset);
    }
    if (node.kept >= 0) keptValues.emplace(node.kept, Value{batch_, node.shape, std::move(owned_[n]), norm});
  }

  int64_t headWidth() const {
    int64_t width = 0;
    for (const HeadPart& part : program_.head) width += program_.shapeOf(part.node).channels;
    return width;
  }

  // Calls `work(feature, place of its row of weights)` for each row of the classifier.
  template <typename Work>
  void forHeadRows(Work work) const {
    int64_t feature = 0;
    for (const HeadPart& part : program_.head) {
      for (int c = 0; c < program_.shapeOf(part.node).channels; c++) work(feature++, part.weights + c * program_.classes);
    }
  }

  void headBackward(const float* dLogits, float* dWeights) {
    const int classes = program_.classes;
    const int64_t width = headWidth();
    std::vector<float> dFeatures(width);
    for (int image = 0; image < batch_; image++) {
      const float* d = dLogits + static_cast<int64_t>(image) * classes;
      const float* features = features_.data() + image * width;
      for (int k = 0; k < classes; k++) dWeights[program_.bias + k] += d[k];
      forHeadRows([&](int64_t feature, int64_t at) {
        float sum = 0.0f;
        for (int k = 0; k < classes; k++) {
          dWeights[at + k] += features[feature] * d[k];
          sum += weights_[at + k] * d[k];
        }
        dFeatures[feature] = sum;
      });
      int64_t first = 0;
      for (const HeadPart& part : program_.head) {
        const Shape shape = program_.shapeOf(part.node);
        Floats& gradients = gradients_[part.node];
        if (!gradients) gradients = heap.take(batch_ * shape.size());
        float* pixels = gradients.get() + image * shape.size();
        const float share = 1.0f / shape.pixels();
        for (int64_t p = 0; p < shape.pixels(); p++) {
          for (int c = 0; c < shape.channels; c++) *pixels++ = dFeatures[first + c] * share;
        }
        first += shape.channels;
      }
    }
  }

  void nodeBackward(size_t n, float* dWeights) {
    const NodePlan& node = program_.nodes[n];
    const Norm& norm = norms_[n];
    const int64_t size = node.shape.size();
    const float* gradients = gradients_[n].get();
    const double values = static_cast<double>(batch_) * node.shape.pixels();
    float *dScale = dWeights + node.scale, *dOffset = dWeights + node.offset;
    if (node.hasNorm) {
      for (int image = 0; image < batch_; image++) {
        norm.collect(raw_[n] + image * size, gradients + image * size, node.shape, dScale, dOffset);
      }
    }
    std::vector<Chain> chains;
    std::vector<bool> add;
    for (const Term& term : node.terms) {
      chains.emplace_back(term.layers, program_.shapeOf(term.source), weights_);
      chains.back().prepareBackward();
      const bool begun = term.source >= 0 && gradients_[term.source];
      if (term.source >= 0 && !begun) {
        gradients_[term.source] = heap.take(batch_ * program_.shapeOf(term.source).size());
      }
      add.push_back(begun);
    }
    Floats d = heap.take(size);
    for (int image = 0; image < batch_; image++) {
      const float* dy = gradients + image * size;
      if (node.hasNorm) norm.gradient(raw_[n] + image * size, dy, node.shape, values, dScale, dOffset, d.get());
      for (size_t t = 0; t < chains.size(); t++) {
        const int source = node.terms[t].source;
        float* dSource = source < 0 ? nullptr : gradients_[source].get() + image * program_.shapeOf(source).size();
        chains[t].backward(rawOf(source, image), affineOf(source), source < 0, node.hasNorm ? d.get() : dy, node.shape,
                           dWeights, dSource, add[t]);
      }
    }
    heap.give(size, std::move(d));
  }

  const Program& program_;
  const float *weights_, *images_;
  int batch_;
  const float* fixed_;
  std::vector<const float*> raw_;
  // Values that no one keeps beyond this run; empty for known and kept nodes.
  std::vector<Floats> owned_;
  std::vector<Floats> gradients_;
  std::vector<Norm> norms_;
  std::vector<float> features_;
};

}  // namespace oneshot
