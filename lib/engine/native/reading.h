// Which images a few nodes that are computed together read, each of them once.
#pragma once

#include "chain.h"
#include "graph.h"
#include "norm.h"

namespace oneshot {

// A source with the border that all who read it need.
struct Reading {
  int source;
  float outside;
  Border border;
};

// Nodes that stand together and read the same single source, or one node, with what they read.
struct Group {
  size_t first, end;
  std::vector<Reading> readings;
  // For each node and term which reading it is.
  std::vector<std::vector<int>> places;

  Group(const Graph& graph, size_t from, size_t to) : first(from), end(to) {
    for (size_t n = from; n < to; n++) {
      places.emplace_back();
      for (const Term& term : graph.nodes[n].terms) places.back().push_back(add(graph, term));
    }
  }

 private:
  int add(const Graph& graph, const Term& term) {
    // Nothing that a ReLU left is less than the zeros around it, so that they do for a maximum, too.
    const bool isRectified = term.source >= 0 && graph.nodes[term.source].hasNorm;
    const bool isMax = !term.layers.empty() && term.layers[0].kind == MAX_POOL;
    const float outside = isMax && !isRectified ? std::numeric_limits<float>::lowest() : 0.0f;
    size_t place = 0;
    while (place < readings.size() && (readings[place].source != term.source || readings[place].outside != outside))
      place++;
    if (place == readings.size()) readings.push_back({term.source, outside, {}});
    if (!term.layers.empty()) readings[place].border.include(term.layers[0].border());
    return place;
  }
};

// A graph's nodes in groups, in their order.
inline std::vector<Group> groupsOf(const Graph& graph) {
  std::vector<Group> groups;
  const auto& nodes = graph.nodes;
  const auto isSingle = [&](size_t n) { return nodes[n].terms.size() == 1; };
  for (size_t first = 0, end; first < nodes.size(); first = end) {
    end = first + 1;
    while (end < nodes.size() && isSingle(first) && isSingle(end) &&
           nodes[end].terms[0].source == nodes[first].terms[0].source)
      end++;
    groups.emplace_back(graph, first, end);
  }
  return groups;
}

}  // namespace oneshot
