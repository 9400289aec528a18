import { assert, assertEquals, assertNotEquals } from "@std/assert";
import {
  type ActivationOptions,
  type Answers,
  type Binding,
  type NodeMemory,
  openActivations,
  openExecutor,
  openWorkspace,
  withWorkspace,
  type Workspace,
} from "../../lib/engine/mod.ts";
import {
  type Graph,
  IMAGES,
  type Layer,
  networkGraph,
  planNetwork,
  type Sources,
  type Term,
} from "../../lib/graph/mod.ts";
import { prng, uniform } from "../../lib/random.ts";
import { allPaths, mutateArchitecture, type Paths, sampleArchitecture } from "../../lib/space/mod.ts";
import { initialiseRunning } from "../../lib/training/running.ts";
import { normals, randomWeights, runtime, shape, space } from "./fixtures.ts";
import { graphMaker, type Maker, nativeTest, term } from "./graphs.ts";

/**
 * Activations that are watched: numbers are kept once until they are forgotten, only kept ones are known, and they
 * never take more than the budget.
 */
function watchedActivations(options: ActivationOptions) {
  const { batches, batchSize, budget } = options;
  /** Bytes of what is kept, by number. */
  const live = new Map<number, number>();
  let spareFreed = 0;
  const { binding } = runtime;
  const executeOp: Binding["executeOp"] = (name, attributes, inputs, outputs) => {
    assertEquals(name, "OneShotForget");
    const numbers = binding.tensorDataSync(inputs[0]!);
    if (numbers.length === 0) spareFreed++;
    for (const number of numbers) {
      assert(live.delete(number), `${number} is not kept`);
    }
    return binding.executeOp(name, attributes, inputs, outputs);
  };
  const watching: Binding = Object.create(binding, { executeOp: { value: executeOp } });
  const activations = openActivations({ ...runtime, binding: watching }, options);
  return {
    live,
    spareFreed: () => spareFreed,
    close: () => activations.close(),
    plan(graph: Graph): (batch: number) => NodeMemory {
      const memory = activations.plan(graph);
      const memories = Array.from({ length: batches }, (_, batch) => memory(batch));
      for (const { known } of memories) {
        for (const number of known.values()) assert(live.has(number), `${number} is not kept`);
      }
      for (const { kept } of memories) {
        for (const [index, number] of kept) {
          assert(!live.has(number), `${number} is kept already`);
          const { height, width, channels } = graph.nodes[index]!.shape;
          live.set(number, 4 * batchSize * height * width * channels);
        }
      }
      const bytes = [...live.values()].reduce((sum, bytes) => sum + bytes, 0);
      assert(bytes <= budget, `${bytes} of ${budget} bytes`);
      return memory;
    },
  };
}

const [batches, batchSize] = [2, 3];
const network = planNetwork(space, { ...shape, image: [7, 6, 1], cellsPerStage: 2 });

/** An executor of random weights, two batches of images, and what it answers with and without shared activations. */
function openEvaluation(own: Workspace, seed: number, fixed?: Float32Array) {
  const executor = openExecutor(own, network, randomWeights(network, seed), fixed);
  assert(executor.native);
  const inputs = Array.from({ length: batches }, (_, batch) => ({
    images: own.floats([batchSize, 7, 6, 1], normals(batchSize * 42, "batch", batch, seed)),
    labels: own.integers([batchSize], Int32Array.from({ length: batchSize }, (_, i) => (i + batch) % 3)),
  }));
  const evaluate = (graph: Graph, memory?: (batch: number) => NodeMemory): Answers[] =>
    inputs.map((batch, index) => executor.infer(graph, batch, memory?.(index)));
  return {
    alone: (paths: Paths) => evaluate(networkGraph(network, paths)),
    shared: (paths: Paths, activations: { plan(graph: Graph): (batch: number) => NodeMemory }) => {
      const graph = networkGraph(network, paths);
      const memory = activations.plan(graph);
      return { answers: evaluate(graph, memory), ...memory(0) };
    },
  };
}

/** Candidates as searches propose them: by chance, chains of mutations, some again, and ghost batches' paths. */
function candidates(seed: number): Paths[] {
  const rng = prng(seed, "candidates");
  const random = Array.from({ length: 60 }, () => sampleArchitecture(space, rng));
  const chains = [0, 1].flatMap(() => {
    const chain = [sampleArchitecture(space, rng)];
    for (let step = 0; step < 60; step++) chain.push(mutateArchitecture(space, chain.at(-1)!, rng));
    return chain;
  });
  const partial = Array.from({ length: 40 }, () =>
    allPaths(space).map(({ inputs, operations }) => ({
      inputs: inputs.filter(() => uniform(rng) < 0.5),
      operations: operations.filter(() => uniform(rng) < 0.3),
    })));
  return [...random, ...chains, ...partial, allPaths(space), ...random.slice(0, 5), ...chains.slice(0, 10)];
}

/** Bytes of the largest node, and of all nodes of all paths. */
const sizes = networkGraph(network, allPaths(space)).nodes.map(({ shape: { height, width, channels } }) =>
  4 * batches * batchSize * height * width * channels
);
const [largest, all] = [Math.max(...sizes), sizes.reduce((sum, size) => sum + size, 0)];
const budgets = {
  "all there is room for": 2 ** 30,
  "as one network needs": all / 4,
  "three nodes": 3 * largest,
  none: 0,
};

for (const [name, budget] of Object.entries(budgets)) {
  nativeTest(`candidates that share activations get the same bits as alone; budget: ${name}`, () => {
    const own = openWorkspace(runtime);
    const evaluation = openEvaluation(own, 1);
    const activations = watchedActivations({ batches, batchSize, budget });
    let known = 0;
    let forgotten = 0;
    for (const paths of candidates(26)) {
      const before = new Set(activations.live.keys());
      const shared = evaluation.shared(paths, activations);
      assertEquals(shared.answers, evaluation.alone(paths));
      known += shared.known.size;
      forgotten += [...before].filter((number) => !activations.live.has(number)).length;
    }
    // What the budget is for happens: much is known without one, nothing with none, and what is too much goes.
    assertEquals(known > 0, budget > 0);
    assertEquals(forgotten > 0, budget > 0 && budget < 2 ** 30);
    activations.close();
    assertEquals(activations.live.size, 0);
    own.close();
  });
}

nativeTest("activations of two networks in one thread, and of fixed statistics, do not mix", () => {
  withWorkspace(runtime, (own) => {
    const statistics = new Float32Array(network.statisticsLength);
    initialiseRunning(statistics, network.norms);
    const evaluations = [openEvaluation(own, 1), openEvaluation(own, 2), openEvaluation(own, 1, statistics)];
    const options = { batches, batchSize, budget: 2 ** 30 };
    const activations = evaluations.map(() => watchedActivations(options));
    const some = candidates(27).slice(55, 90);
    for (const paths of some) {
      const answers = evaluations.map((evaluation, i) => evaluation.shared(paths, activations[i]!).answers);
      evaluations.forEach((evaluation, i) => assertEquals(answers[i], evaluation.alone(paths)));
      assertNotEquals(answers[0], answers[1]);
      assertNotEquals(answers[0], answers[2]);
    }
    // One is closed; the others keep theirs.
    activations[0]!.close();
    for (const i of [1, 2]) {
      assert(evaluations[i]!.shared(some[0]!, activations[i]!).known.size > 0);
      assertEquals(
        evaluations[i]!.shared(some[0]!, activations[i]!).answers,
        evaluations[i]!.alone(some[0]!),
      );
    }
    activations.forEach((one) => one.close());
  });
});

/** What `use` makes of activations for graphs that nobody runs. */
function planning(use: (activations: ReturnType<typeof watchedActivations>) => void, budget = 2 ** 30): void {
  use(watchedActivations({ batches, batchSize, budget }));
}

const pixel = { height: 1, width: 1, channels: 8 };
/** Bytes of a node of one pixel. */
const PIXEL = 4 * batches * batchSize * 8;

/** Graphs that have the first node in common, number 0, and behind it what each of `adds` adds. */
function graphs(...adds: readonly ((maker: Maker) => number | void)[]): Graph[] {
  const maker = graphMaker([1, 1, 8]);
  maker.node(pixel, [term(IMAGES, maker.conv(1, 1, 8, 8))], maker.norm(8));
  const { graph: { image, nodes: [first], head } } = maker.finish([0]);
  return adds.map((add) => {
    const nodes = [first!];
    add({ ...maker, node: (shape, terms, norm) => nodes.push({ shape, terms, norm }) - 1 });
    return { image, nodes, head: { ...head, sources: [nodes.length - 1] } };
  });
}

const indices = (numbered: ReadonlyMap<number, number>): number[] => [...numbered.keys()];

nativeTest("plan() keeps a node when it comes up for the second time, and knows it from the third on", () => {
  const [one, other] = graphs(
    (maker) => maker.node(pixel, [term(0, maker.depthwise(3, 3, 8))]),
    (maker) => maker.node(pixel, [term(0, { kind: "maxPool", size: 3 })]),
  );
  planning(({ plan, live }) => {
    const seen = (graph: Graph) => {
      const { known, kept } = plan(graph)(0);
      return { known: indices(known), kept: indices(kept) };
    };
    assertEquals(seen(one!), { known: [], kept: [] });
    // The first node comes up again, the second is new.
    assertEquals(seen(other!), { known: [], kept: [0] });
    assertEquals(seen(other!), { known: [0], kept: [1] });
    assertEquals(seen(other!), { known: [0, 1], kept: [] });
    assertEquals(seen(one!), { known: [0], kept: [1] });
    assertEquals(live.size, 3 * batches);
  });
});

nativeTest("plan() does not keep what known nodes make needless", () => {
  const [chain, other] = graphs(
    (maker) => {
      maker.node(pixel, [term(0, { kind: "maxPool", size: 3 })]);
      maker.node(pixel, [term(1, { kind: "averagePool", size: 3 })]);
    },
    (maker) => maker.node(pixel, [term(IMAGES, maker.conv(1, 1, 8, 8))]),
  );
  planning(({ plan }) => {
    plan(chain!);
    assertEquals(indices(plan(chain!)(0).kept), [0, 1, 2]);
    plan(chain!);
    for (const graph of [other!, other!, other!]) plan(graph);
    // One before the last had to go, but nobody asks for it: the last one is known.
    const { known, kept } = plan(chain!)(0);
    assert(known.size === 2 && known.has(2), `${indices(known)}`);
    assertEquals(indices(kept), []);
  }, 3 * PIXEL);
});

nativeTest("plan() keeps the first of a graph's nodes if there is no room for all", () => {
  const [chain] = graphs((maker) => {
    maker.node(pixel, [term(0, { kind: "maxPool", size: 3 })]);
    maker.node(pixel, [term(1, { kind: "averagePool", size: 3 })]);
  });
  for (const [budget, kept] of [[PIXEL - 1, []], [PIXEL, [0]], [3 * PIXEL - 1, [0, 1]]] as const) {
    planning(({ plan }) => {
      plan(chain!);
      assertEquals(indices(plan(chain!)(0).kept), [...kept]);
      for (let time = 0; time < 3; time++) {
        const memory = plan(chain!)(0);
        assertEquals([indices(memory.known), indices(memory.kept)], [[...kept], []]);
      }
    }, budget);
  }
});

nativeTest("plan() gives each batch numbers of its own", () => {
  const [graph] = graphs(() => {});
  planning(({ plan }) => {
    plan(graph!);
    const kept = plan(graph!);
    const known = plan(graph!);
    assertNotEquals(kept(0).kept.get(0), kept(1).kept.get(0));
    for (const batch of [0, 1]) assertEquals(known(batch).known, kept(batch).kept);
  });
});

nativeTest("plan() gives the place of what came up less often to what came up more often", () => {
  const [a, b, c] = graphs(
    (maker) => maker.node(pixel, [term(IMAGES, maker.conv(1, 1, 8, 8))]),
    (maker) => maker.node(pixel, [term(IMAGES, maker.conv(1, 1, 8, 8))]),
    (maker) => maker.node(pixel, [term(IMAGES, maker.conv(1, 1, 8, 8))]),
  );
  planning(({ plan }) => {
    const knows = (graph: Graph) => plan(graph)(0).known.has(1);
    for (const graph of [a!, a!, b!, b!]) plan(graph);
    assert(knows(a!));
    // There is room for two. Twice is no more than b, the third time c takes its place.
    for (const graph of [c!, c!]) plan(graph);
    assert(!knows(c!));
    assert(knows(a!) && knows(c!));
    assert(!knows(b!));
  }, 2 * PIXEL);
});

nativeTest("plan() forgets nothing that the graph itself knows", () => {
  const [known, joined] = graphs(
    (maker) => maker.node(pixel, [term(0, { kind: "maxPool", size: 3 })]),
    (maker) => {
      maker.node(pixel, [term(0, { kind: "maxPool", size: 3 })]);
      maker.node(pixel, [term(0), term(1)]);
    },
  );
  planning(({ plan }) => {
    plan(known!);
    plan(known!);
    for (let time = 0; time < 3; time++) {
      const memory = plan(joined!)(0);
      assertEquals([indices(memory.known), indices(memory.kept)], [[0, 1], []]);
    }
  }, 2 * PIXEL);
});

nativeTest("plan() never takes one node for another that computes something else", () => {
  const layers = (...made: Layer[]): readonly Term[] => [term(0, ...made)];
  const max = (size: number): Layer => ({ kind: "maxPool", size });
  const average = (size: number): Layer => ({ kind: "averagePool", size });
  const side = (sources: Sources, layer: Layer): readonly Term[] => [{ sources, layers: [layer] }];
  const first = graphMaker([1, 1, 8]);
  const [a, b] = [first.conv(1, 1, 16, 8), first.conv(1, 1, 16, 8)];
  const [norm, otherNorm] = [first.norm(8), first.norm(8)];
  const variants: readonly (readonly [readonly Term[], typeof norm?])[] = [
    [layers()],
    [layers(), norm],
    [layers(), otherNorm],
    [layers(max(3))],
    [layers(max(5))],
    [layers(average(3))],
    [layers(average(3), max(3))],
    [layers(max(3), average(3))],
    [[...layers(max(3)), ...layers(average(3))]],
    [[...layers(max(3)), ...layers()]],
    [[...layers(max(3)), ...layers(), ...layers()]],
    [layers({ kind: "halve" })],
    [[term(IMAGES)]],
    [side([0, 0], a)],
    [side([0, 0], b)],
    [side([0, undefined], a)],
    [side([undefined, 0], a)],
    [side([undefined, 0], a), norm],
  ];
  const made = graphs(...variants.map(([terms, norm]) => (maker: Maker) => maker.node(pixel, terms, norm)));
  planning(({ plan }) => {
    for (const graph of made) {
      const { known, kept } = plan(graph)(0);
      assert(!known.has(1) && !kept.has(1));
    }
    // Each is found again, and no two have a number in common.
    for (const graph of made) assert(plan(graph)(0).kept.has(1));
    assertEquals(new Set(made.map((graph) => plan(graph)(0).known.get(1))).size, made.length);
  });
});

nativeTest("plan() takes nodes for the same only if what they read is the same", () => {
  const [one, other] = graphs(
    (maker) => {
      maker.node(pixel, [term(0, { kind: "maxPool", size: 3 })]);
      maker.node(pixel, [term(1, { kind: "averagePool", size: 3 })]);
    },
    (maker) => {
      maker.node(pixel, [term(0, { kind: "maxPool", size: 5 })]);
      maker.node(pixel, [term(1, { kind: "averagePool", size: 3 })]);
    },
  );
  planning(({ plan }) => {
    for (const graph of [one!, one!]) plan(graph);
    assertEquals(indices(plan(other!)(0).known), [0]);
  });
});

nativeTest("plan() finds a node again at another place of another graph", () => {
  const max: Layer = { kind: "maxPool", size: 3 };
  const [one, other] = graphs(
    (maker) => maker.node(pixel, [term(0, max)]),
    (maker) => {
      maker.node(pixel, [term(0, { kind: "averagePool", size: 3 })]);
      maker.node(pixel, [term(0, max)]);
      maker.node(pixel, [term(1), term(2)]);
    },
  );
  planning(({ plan }) => {
    for (const graph of [one!, one!]) plan(graph);
    const { known } = plan(other!)(0);
    assertEquals(indices(known), [0, 2]);
    assertEquals(known.get(2), plan(one!)(0).known.get(1));
  });
});

nativeTest("plan() forgets what came up once and not again for long", () => {
  const [usual] = graphs((maker) => maker.node(pixel, [term(0)]));
  const [other] = graphs((maker) => maker.node(pixel, [term(IMAGES, maker.conv(1, 1, 8, 8))]));
  planning(({ plan }) => {
    plan(usual!);
    for (let time = 0; time < 400; time++) plan(other!);
    assertEquals(plan(usual!)(0).kept.size, 2);
  });
  planning(({ plan }) => {
    plan(usual!);
    for (let time = 0; time < 500; time++) plan(other!);
    assertEquals(plan(usual!)(0).kept.size, 0);
  });
});

nativeTest(
  "close() forgets everything and leaves the memory to the thread; what comes then comes for the first time",
  () => {
    const [graph] = graphs(() => {});
    planning(({ plan, close, live, spareFreed }) => {
      for (let time = 0; time < 2; time++) plan(graph!);
      assertEquals([live.size, spareFreed()], [batches, 0]);
      close();
      assertEquals([live.size, spareFreed()], [0, 0]);
      assertEquals(plan(graph!)(0), { known: new Map(), kept: new Map() });
      close();
    });
  },
);

nativeTest("shared activations leave no tensors behind", () => {
  const before = runtime.binding.getNumOfTensors();
  withWorkspace(runtime, (own) => {
    const evaluation = openEvaluation(own, 1);
    const activations = openActivations(runtime, { batches, batchSize, budget: 3 * largest });
    for (const paths of candidates(28).slice(0, 10)) evaluation.shared(paths, activations);
    activations.close();
  });
  assertEquals(runtime.binding.getNumOfTensors(), before);
});
