import { assertEquals, assertThrows } from "@std/assert";
import { joinCrew } from "../../lib/engine/mod.ts";
import { prng } from "../../lib/random.ts";
import { runtime } from "./fixtures.ts";
import { assertAgree, nativePass, nativeTest, randomBatch, randomWeights, tensorflowPass } from "./graphs.ts";
import { randomGraph } from "./random_graph.ts";

/** Numbers of crews that nobody else has joined. */
let crews = 0;

/** Runs with the cores of so many workers, all but one of them idle. */
function withWorkers<T>(workers: number, work: () => T): T {
  joinCrew(runtime, { crew: crews++, workers, worker: 0 }, true);
  try {
    return work();
  } finally {
    joinCrew(runtime, { crew: crews++, workers: 1, worker: 0 }, false);
  }
}

nativeTest(
  "a batch that is cut into shares of images gives what TensorFlow gives, for graphs by chance",
  () => {
    for (let seed = 0; seed < 20; seed++) {
      const made = randomGraph(prng(seed, "shares"));
      const [weights, batch] = [randomWeights(made, seed), randomBatch(made, 8 + seed)];
      assertAgree(nativePass(made, weights, batch), tensorflowPass(made, weights, batch), `seed ${seed}`);
    }
  },
);

nativeTest("one thread and several give the same answers, gradients and statistics, to the bit", () => {
  for (let seed = 0; seed < 20; seed++) {
    const made = randomGraph(prng(seed, "threads"));
    const [weights, batch] = [randomWeights(made, seed), randomBatch(made, 7 + 3 * seed)];
    const alone = nativePass(made, weights, batch);
    for (const workers of [2, 5]) {
      assertEquals(withWorkers(workers, () => nativePass(made, weights, batch)), alone, `seed ${seed}`);
    }
  }
});

nativeTest("joinCrew() refuses a place that is none", () => {
  const crew = crews++;
  const join = (workers: number, worker: number) => joinCrew(runtime, { crew, workers, worker }, true);
  assertThrows(() => join(0, 0), Error, "workers of a crew: found 0, wanted 1 to 1024");
  assertThrows(() => join(2, 2), Error, "worker of a crew: found 2, wanted 0 to 1");
});
