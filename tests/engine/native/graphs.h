// Graphs run as they are and as they should not be.
#pragma once

#include <cmath>
#include <fstream>
#include <sstream>

#include "hostile.h"
#include "network.h"

// A graph, what it is run with, and, where it reads nodes that were kept, the graph that keeps them.
struct Case {
  int64_t weights, batch;
  bool training, fixed;
  Ints before, row;
};

// Each line: number of weights, batch size, whether there is a backward pass, whether there are fixed statistics, the
// length of the graph before, and the integers of both.
inline std::vector<Case> readCases(const char* path) {
  std::ifstream file(path);
  std::vector<Case> cases;
  for (std::string line; std::getline(file, line);) {
    std::istringstream in(line);
    Case next;
    int64_t before;
    in >> next.weights >> next.batch >> next.training >> next.fixed >> before;
    for (int32_t value; in >> value;) (before-- > 0 ? next.before : next.row).push_back(value);
    cases.push_back(next);
  }
  return cases;
}

struct Inputs {
  Reals weights, images, fixed, gradients;
  std::vector<int64_t> shape;
  Ints labels;
};

inline Inputs inputsOf(Random& random, const Case& from) {
  const Ints& row = from.before.empty() ? from.row : from.before;
  Inputs inputs;
  inputs.shape = {from.batch, row[0], row[1], row[2]};
  inputs.weights = normals(random, from.weights);
  inputs.images = normals(random, from.batch * row[0] * row[1] * row[2]);
  for (int64_t image = 0; image < from.batch; image++) inputs.labels.push_back(below(random, row[3]));
  inputs.labels = exact(inputs.labels);
  if (from.fixed) inputs.fixed.assign(from.weights, 0.5f);
  if (from.training) inputs.gradients.assign(from.weights, 0.0f);
  return inputs;
}

// Makes one of the inputs another than the graph has.
inline void damage(Random& random, Inputs& inputs) {
  switch (below(random, 8)) {
    case 0: inputs.weights = resized(random, inputs.weights); return;
    case 1: inputs.fixed = resized(random, inputs.fixed); return;
    case 2: inputs.gradients = resized(random, inputs.gradients); return;
    case 3: inputs.labels[below(random, inputs.labels.size())] = extreme(random); return;
    case 4: inputs.labels.pop_back(), inputs.labels = exact(inputs.labels); return;
    case 5: inputs.shape[below(random, 4)] = below(random, 9); break;
    case 6: inputs.shape.resize(below(random, 6), 1); break;
    case 7: inputs.shape[0] = below(random, 9), inputs.labels = Ints(inputs.shape[0]); break;
  }
  // As many as their sizes say: they are of one tensor.
  int64_t size = 1;
  for (const int64_t side : inputs.shape) size *= side;
  inputs.images = normals(random, size);
}

inline bool allFinite(const Reals& values) {
  return std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); });
}

// All that a graph answers, gradients among it. Fresh memory is filled with NaN here (see the test): none may reach
// what comes out.
inline Reals run(const Ints& row, Inputs& inputs) {
  const oneshot::NetworkInputs given{
      rowOf(row),           rowOf(inputs.weights), inputs.images.data(),      inputs.shape,
      rowOf(inputs.labels), rowOf(inputs.fixed),   writable(inputs.gradients)};
  const oneshot::Graph graph = oneshot::readGraph(given);
  Reals logits(inputs.shape[0] * graph.classes), losses(inputs.shape[0]), statistics(graph.statisticsLength());
  oneshot::runNetwork(graph, given, {logits.data(), losses.data(), statistics.data()});
  Reals answers;
  for (const Reals* values : std::initializer_list<const Reals*>{&logits, &losses, &statistics, &inputs.gradients}) {
    if (!allFinite(*values)) throw std::runtime_error("a graph computes what is not finite");
    answers.insert(answers.end(), values->begin(), values->end());
  }
  return answers;
}

// Forgets whatever these rows may have kept, and gives all spare memory back: what is used thereafter is seen.
inline void forget(const Ints& before, const Ints& row) {
  for (const Ints* numbers : {&before, &row}) {
    if (!numbers->empty()) oneshot::forgetNodes(rowOf(*numbers));
  }
  oneshot::forgetNodes({});
}

inline void runValid(Random& random, const std::vector<Case>& cases) {
  for (const Case& each : cases) {
    Inputs inputs = inputsOf(random, each);
    if (!each.before.empty()) run(each.before, inputs);
    run(each.row, inputs);
    forget(each.before, each.row);
  }
}

inline Tally runHostile(Random& random, const std::vector<Case>& cases, int64_t rounds) {
  Tally tally;
  for (int64_t round = 0; round < rounds; round++) {
    const Case& each = choose(random, cases);
    Inputs inputs = inputsOf(random, each);
    if (!each.before.empty()) run(each.before, inputs);
    const int64_t what = below(random, 8);
    const Ints row = what < 2 ? each.row : damaged(random, each.row, choose(random, cases).row);
    if (what < 3) damage(random, inputs);
    attempt(tally, [&] { run(row, inputs); });
    forget(each.before, row);
  }
  return tally;
}
