// Prints what the graphs of a file answer, a line each, to be built for several kinds of processors.
//
// usage: answers FILE
#include <cstdio>

#include "graphs.h"

int main(int, char** arguments) {
  for (const Case& each : readCases(arguments[1])) {
    Random random(1);
    Inputs inputs = inputsOf(random, each);
    if (!each.before.empty()) run(each.before, inputs);
    for (const float value : run(each.row, inputs)) std::printf("%.9g ", value);
    std::printf("\n");
    forget(each.before, each.row);
  }
}
