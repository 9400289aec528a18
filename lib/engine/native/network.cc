#include "network.h"

#include <array>
#include <set>

#include "backward.h"
#include "check_graph.h"
#include "forward.h"

namespace oneshot {
namespace {

void checkImages(const NetworkInputs& inputs, const Graph& graph) {
  const auto& found = inputs.imagesShape;
  checkRange(found.size(), 4, 4, "axes of the images");
  checkRange(found[0], 1, std::numeric_limits<int32_t>::max(), "images");
  checkRange(found[1], graph.image.height, graph.image.height, "height of the images");
  checkRange(found[2], graph.image.width, graph.image.width, "width of the images");
  checkRange(found[3], graph.image.channels, graph.image.channels, "channels of the images");
}

void checkLabels(Row<const int32_t> labels, int64_t batch, int classes) {
  checkRange(labels.length, batch, batch, "labels");
  for (int64_t image = 0; image < batch; image++) {
    checkRange(labels.data[image], 0, classes - 1, "label of image ", image);
  }
}

void checkKept(const Graph& graph, int64_t batch) {
  std::set<int> kept;
  for (size_t n = 0; n < graph.nodes.size(); n++) {
    const NodePlan& node = graph.nodes[n];
    if (node.known >= 0) {
      const auto found = keptValues.find(node.known);
      if (found == keptValues.end())
        refuse("node ", n, ", known as ", node.known, ": found nothing, wanted a kept node");
      const Value& value = found->second;
      checkRange(value.batch, batch, batch, "images of node ", n, ", which is known");
      checkShape(value.shape, node.shape, "node ", n, ", which is known");
    }
    if (node.kept < 0) continue;
    const bool isFree = kept.insert(node.kept).second && keptValues.count(node.kept) == 0;
    if (!isFree)
      refuse("node ", n, ", to be kept as ", node.kept, ": found a node there, wanted a number that is free");
  }
}

// Gradients are of one batch: there are none of fixed statistics, nor of nodes from other runs.
void checkTraining(const NetworkInputs& inputs, const Graph& graph) {
  checkRange(inputs.gradients.length, inputs.weights.length, inputs.weights.length, "gradients");
  checkRange(inputs.fixed.length, 0, 0, "fixed statistics of a run with gradients");
  for (const NodePlan& node : graph.nodes) {
    if (node.known >= 0 || node.kept >= 0) refuse("known or kept nodes: wanted none in a run with gradients");
  }
}

// Mean and then variance of each norm, at their places.
void writeStatistics(const Batch& batch, float* statistics) {
  for (size_t n = 0; n < batch.nodes.size(); n++) {
    const NodePlan& plan = batch.graph.nodes[n];
    if (!plan.hasNorm) continue;
    const Norm& norm = batch.nodes[n].norm;
    std::copy(norm.mean.begin(), norm.mean.end(), statistics + plan.statistics);
    std::copy(norm.variance.begin(), norm.variance.end(), statistics + plan.statistics + plan.shape.channels);
  }
}

// Cross-entropy of each image, and the gradient of their mean by the logits.
void crossEntropy(const float* logits, const int32_t* labels, int batch, int classes, float* losses, float* dLogits) {
  for (int image = 0; image < batch; image++) {
    const float* row = logits + static_cast<int64_t>(image) * classes;
    float* d = dLogits + static_cast<int64_t>(image) * classes;
    const float highest = *std::max_element(row, row + classes);
    float sum = 0.0f;
    for (int k = 0; k < classes; k++) sum += d[k] = std::exp(row[k] - highest);
    losses[image] = std::log(sum) + highest - row[labels[image]];
    for (int k = 0; k < classes; k++) d[k] = (d[k] / sum - (k == labels[image])) / batch;
  }
}

}  // namespace

Graph readGraph(const NetworkInputs& inputs) {
  Graph graph(inputs.graph);
  const bool training = inputs.gradients.length > 0;
  checkImages(inputs, graph);
  checkLabels(inputs.labels, inputs.imagesShape[0], graph.classes);
  checkGraph(graph, inputs.weights.length);
  const int64_t statistics = graph.statisticsLength();
  if (inputs.fixed.length > 0 && inputs.fixed.length < statistics) {
    refuse("fixed statistics: found ", inputs.fixed.length, ", wanted ", statistics, " or more");
  }
  if (training) checkTraining(inputs, graph);
  checkKept(graph, inputs.imagesShape[0]);
  checkMemory(graph, inputs.imagesShape[0], training);
  return graph;
}

void runNetwork(const Graph& graph, const NetworkInputs& inputs, NetworkOutputs outputs) {
  const int batch = inputs.imagesShape[0];
  const bool training = inputs.gradients.length > 0;
  const float* fixed = inputs.fixed.length > 0 ? inputs.fixed.data : nullptr;
  Batch run(graph, inputs.weights.data, inputs.images, batch, fixed, training);
  forward(run);
  writeStatistics(run, outputs.statistics);
  Head head(run);
  head.forward(outputs.logits);
  std::vector<float> dLogits(static_cast<int64_t>(batch) * graph.classes);
  crossEntropy(outputs.logits, inputs.labels.data, batch, graph.classes, outputs.losses, dLogits.data());
  if (training) backward(run, head, dLogits.data(), inputs.gradients.data);
}

void forgetNodes(Row<const int32_t> numbers) {
  for (int64_t i = 0; i < numbers.length; i++) {
    const auto found = keptValues.find(numbers.data[i]);
    if (found == keptValues.end()) continue;
    keptValues.erase(found);
  }
  if (numbers.length == 0) heap.clear();
}

void joinCrew(Row<const int32_t> numbers) {
  checkRange(numbers.length, 4, 4, "integers of a place in a crew");
  const auto [number, workers, worker, isBusy] =
      std::array<int, 4>{numbers.data[0], numbers.data[1], numbers.data[2], numbers.data[3]};
  checkRange(workers, 1, MOST_WORKERS, "workers of a crew");
  checkRange(worker, 0, workers - 1, "worker of a crew");
  checkRange(isBusy, 0, 1, "whether a worker is at work");
  const std::shared_ptr<Crew> crew = crewOf(number, workers);
  checkRange(crew->workers(), workers, workers, "workers of crew ", number);
  membership.take(crew, worker);
  membership.set(isBusy);
}

}  // namespace oneshot
