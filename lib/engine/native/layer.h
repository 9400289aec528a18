// A layer of an operation.
#pragma once

#include "image.h"

namespace oneshot {

enum Kind { CONV = 0, DEPTHWISE = 1, MAX_POOL = 2, AVERAGE_POOL = 3, HALVE = 4 };

struct Layer {
  Kind kind;
  int tapsHigh, tapsWide, stride;
  Shape from, to;
  // Where its filter, [tapsHigh, tapsWide, in, out] or [tapsHigh, tapsWide, channels], stands among the weights.
  int64_t filter;

  bool hasFilter() const { return kind == CONV || kind == DEPTHWISE; }
  int64_t filterSize() const {
    return static_cast<int64_t>(tapsHigh) * tapsWide * from.channels * (kind == CONV ? to.channels : 1);
  }
  // What a layer reads around its image, so that every tap of its filter is a fixed distance away: SAME padding, where
  // what is odd about it stands at the end. With stride 1 the gradient of its output gets the same.
  Border border() const {
    if (kind == HALVE) return {};
    const int high = padding(from.height, to.height, tapsHigh), wide = padding(from.width, to.width, tapsWide);
    return {high / 2, wide / 2, high - high / 2, wide - wide / 2};
  }

 private:
  int padding(int in, int out, int taps) const { return std::max(0, (out - 1) * stride + taps - in); }
};

// Limits that callers keep (`check_graph.h`): of a filter over all channels, of a window's height and width, and of
// an image's height, width and channels. With them a product of two channel counts, or of a window and channels, is
// an `int`.
constexpr int MOST_TAPS = 128, MOST_WINDOW = 127, MOST_LENGTH = 1 << 15;

}  // namespace oneshot
