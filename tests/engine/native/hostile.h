// Rows of integers as nobody should give them, made from right ones, and what must come of them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "check.h"

using Random = std::mt19937;
using Ints = std::vector<int32_t>;
using Reals = std::vector<float>;

inline int64_t below(Random& random, int64_t end) { return random() % static_cast<uint64_t>(end); }

template <typename T>
const T& choose(Random& random, const std::vector<T>& of) {
  return of[below(random, of.size())];
}

// The same values in memory of exactly their length, so that one beyond them is seen.
template <typename T>
std::vector<T> exact(const std::vector<T>& values) {
  return {values.begin(), values.end()};
}

template <typename T>
oneshot::Row<const T> rowOf(const std::vector<T>& values) {
  return {values.data(), static_cast<int64_t>(values.size())};
}

inline oneshot::Row<float> writable(Reals& values) { return {values.data(), static_cast<int64_t>(values.size())}; }

inline Reals normals(Random& random, int64_t length) {
  std::normal_distribution<float> normal;
  Reals values(length);
  for (float& value : values) value = normal(random);
  return values;
}

// Numbers around the ends of what is accepted, and of all that there are.
inline int32_t extreme(Random& random) {
  constexpr int32_t least = std::numeric_limits<int32_t>::min(), most = std::numeric_limits<int32_t>::max();
  static const Ints all{least, -65536, -8,    -2,    -1,    0,     1,       2,       3,        4,
                        5,     7,      8,     9,     16,    24,    45,      99,      127,      128,
                        129,   255,    32767, 32768, 46341, 65536, 1 << 24, 1 << 30, most - 1, most};
  return choose(random, all);
}

// Adds without the overflow that C++ leaves undefined.
inline void add(int32_t& value, int32_t by) { value = static_cast<int32_t>(static_cast<uint32_t>(value) + by); }

// A row with one to three faults; `other` is another row to go on with.
inline Ints damaged(Random& random, Ints row, const Ints& other) {
  for (int64_t faults = 1 + below(random, 3); faults > 0; faults--) {
    if (row.empty()) row.push_back(extreme(random));
    const auto at = row.begin() + below(random, row.size());
    const int32_t another = choose(random, row), sign = below(random, 2) ? 1 : -1;
    switch (below(random, 10)) {
      case 0: *at = static_cast<int32_t>(*at ^ (1u << below(random, 32))); break;
      case 1: *at = extreme(random); break;
      case 2: add(*at, sign); break;
      case 3: add(*at, 8 * sign); break;
      case 4: *at = another; break;
      case 5: row.erase(at); break;
      case 6: row.insert(at, extreme(random)); break;
      case 7: row.erase(at, row.end()); break;
      case 8: row.insert(row.erase(at, row.end()), other.begin() + below(random, other.size()), other.end()); break;
      case 9: {
        // Everywhere, so that what has to be alike stays so.
        const int32_t before = *at;
        add(*at, choose(random, Ints{-4, -1, 1, 4, 8}));
        std::replace(row.begin(), row.end(), before, int32_t{*at});
        break;
      }
    }
  }
  return exact(row);
}

inline Reals resized(Random& random, Reals values) {
  values.resize(std::max<int64_t>(0, static_cast<int64_t>(values.size()) + below(random, 35) - 17));
  return exact(values);
}

struct Tally {
  int64_t computed = 0, refused = 0;
};

// Counts whether `work` computes or refuses its inputs in words; anything else ends the program.
template <typename Work>
void attempt(Tally& tally, Work work) {
  try {
    work();
    tally.computed++;
  } catch (const std::invalid_argument& error) {
    if (std::string(error.what()).find("wanted") == std::string::npos) throw;
    tally.refused++;
  }
}
