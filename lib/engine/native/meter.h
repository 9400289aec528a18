// Where a run's time goes, for the benchmark's roofline. It is there only if ONESHOT_METER is defined.
#pragma once

#include "layer.h"

#ifdef ONESHOT_METER
#include <x86intrin.h>

#include <array>
#include <map>
#endif

namespace oneshot {

// What is done to an image besides running layers over it.
enum Step { IDENTITY = 10, NORM = 11, STATISTICS = 12, CLASSIFIER = 13 };

// Which way: forward, or back to the gradient of what was read or of the filter.
enum Way { FORWARD = 0, INPUT = 1, FILTER = 2 };

#ifdef ONESHOT_METER

// Kind or step, way, window, stride, the shapes read and written, and whether values are added to what is there.
using Work = std::array<int, 12>;

struct Spent {
  int64_t calls = 0, ticks = 0;
};

inline thread_local std::map<Work, Spent> spent;

// Counts the processor's ticks from here to the end of its block.
class Meter {
 public:
  Meter(const Layer& layer, Way way, bool add)
      : Meter(layer.kind, way, layer.tapsHigh, layer.tapsWide, layer.stride, layer.from, layer.to, add) {}
  Meter(Step step, Way way, Shape shape, bool add = false) : Meter(step, way, 1, 1, 1, shape, shape, add) {}
  ~Meter() {
    to_.ticks += __rdtsc() - begin_;
    to_.calls++;
  }

 private:
  Meter(int what, Way way, int high, int wide, int stride, Shape from, Shape to, bool add)
      : to_(spent[{what, way, high, wide, stride, from.height, from.width, from.channels, to.height, to.width,
                   to.channels, add}]),
        begin_(__rdtsc()) {}
  Spent& to_;
  const int64_t begin_;
};

#else

struct Meter {
  Meter(const Layer&, Way, bool) {}
  Meter(Step, Way, Shape, bool = false) {}
};

#endif

}  // namespace oneshot
