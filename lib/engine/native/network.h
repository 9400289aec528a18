// What runs a graph: images to logits and losses, and back to the gradients of the weights.
#pragma once

#include "graph.h"

namespace oneshot {

struct NetworkInputs {
  // As `graph.h` reads it.
  Row<const int32_t> graph;
  Row<const float> weights;
  const float* images;
  // [batch, height, width, channels].
  std::vector<int64_t> imagesShape;
  // [batch].
  Row<const int32_t> labels;
  // Statistics to normalise with in place of the batch's own, or none.
  Row<const float> fixed;
  // Where to leave the gradients of the mean loss by the weights, at the weights' places; none if there is no need.
  Row<float> gradients;
};

struct NetworkOutputs {
  // [batch, classes], [batch] and the graph's `statisticsLength`.
  float *logits, *losses, *statistics;
};

// Reads the graph and checks all inputs; throws std::invalid_argument.
Graph readGraph(const NetworkInputs& inputs);

// Runs what `readGraph` gave for these inputs.
void runNetwork(const Graph& graph, const NetworkInputs& inputs, NetworkOutputs outputs);

// Frees kept nodes of the numbers given; their memory is for others to use. With none given, frees spare memory.
void forgetNodes(Row<const int32_t> numbers);

// Most workers of a crew.
constexpr int MOST_WORKERS = 1024;

// Gives this thread its place in a crew, until it takes another: number of the crew, its workers, which of them this
// is, and whether it is at work. A thread that is takes the cores of those that are not, too. Results do not depend on
// it.
void joinCrew(Row<const int32_t> numbers);

}  // namespace oneshot
