// Optimiser steps with right and with hostile tables.
#pragma once

#include <cstring>

#include "descend.h"
#include "hostile.h"

struct Descent {
  Reals weights, velocity, gradients;
  Ints segments, uses, numbers;
};

// Some segments side by side, and a gap after each.
inline Descent randomDescent(Random& random) {
  const int64_t count = 1 + below(random, 5), size = 1 + below(random, 20), ghosts = 1 + below(random, 4);
  const int64_t length = count * (size + 1);
  Descent made{normals(random, length), normals(random, length), normals(random, ghosts * length), {}, {}, Ints(10)};
  for (int64_t s = 0; s < count; s++) {
    for (const int64_t value : {s * (size + 1), size, below(random, 2)}) made.segments.push_back(value);
  }
  for (int64_t use = 0; use < ghosts * count; use++) made.uses.push_back(below(random, 2));
  const double numbers[] = {0.01, 1, 1, 0.1, 0.9};
  std::memcpy(made.numbers.data(), numbers, sizeof numbers);
  made.segments = exact(made.segments), made.uses = exact(made.uses);
  return made;
}

inline void damage(Random& random, Descent& made) {
  switch (below(random, 6)) {
    case 0: made.weights = resized(random, made.weights); return;
    case 1: made.velocity = resized(random, made.velocity); return;
    case 2: made.gradients = resized(random, made.gradients); return;
    case 3: made.segments = damaged(random, made.segments, made.segments); return;
    case 4: made.uses = damaged(random, made.uses, made.uses); return;
    case 5: made.numbers = damaged(random, made.numbers, made.numbers); return;
  }
}

inline Tally runDescents(Random& random, int64_t rounds) {
  Tally tally;
  for (int64_t round = 0; round < rounds; round++) {
    Descent made = randomDescent(random);
    if (round % 8 > 0) damage(random, made);
    attempt(tally, [&] {
      oneshot::descend({writable(made.weights), writable(made.velocity), rowOf(made.gradients), rowOf(made.segments),
                        rowOf(made.uses), rowOf(made.numbers)});
    });
  }
  return tally;
}
