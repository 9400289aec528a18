// Runs the native code by itself, without TensorFlow, to be built with sanitisers: the graphs of a file as they
// are, then damaged at random. Damaged ones must compute or be refused in words.
//
// usage: sanitised FILE ROUNDS
#include <cstdio>

#include "descents.h"
#include "graphs.h"

int main(int, char** arguments) {
  Random random(1);
  const std::vector<Case> cases = readCases(arguments[1]);
  const int64_t rounds = std::atoll(arguments[2]);
  runValid(random, cases);
  const Tally graphs = runHostile(random, cases, rounds), descents = runDescents(random, rounds);
  std::printf("%ld %ld %ld %ld %ld\n", cases.size(), graphs.computed, graphs.refused, descents.computed,
              descents.refused);
}
