/** Graphs for the stand-alone build of our kernels (`native/sanitised.cc`), which has no TensorFlow. */
import { encodeGraph } from "../../lib/engine/mod.ts";
import {
  type Graph,
  IMAGES,
  type Layer,
  neededNodes,
  networkGraph,
  planNetwork,
  usedSegments,
} from "../../lib/graph/mod.ts";
import { choose, integer, type Prng, prng, uniform } from "../../lib/random.ts";
import { type NetworkShape, paperSpace, sampleArchitecture } from "../../lib/space/mod.ts";
import { samplePaths } from "../../lib/tricks/mod.ts";
import { graphMaker, term } from "./graphs.ts";
import { randomGraph } from "./random_graph.ts";

const space = { ...paperSpace, blocks: 2 };

/** A graph and the number of floats of its weights. */
type Sized = readonly [graph: Graph, weights: number];

/** A small network of the paper's space: with all paths, with some dropped, or a stand-alone one. */
function randomNetwork(rng: Prng): Sized {
  const side = () => choose(rng, [1, 2, 3, 5, 8]);
  const shape: NetworkShape = {
    image: [side(), side(), 1 + integer(rng, 3)],
    classes: 2 + integer(rng, 3),
    filters: 8,
    stages: 1 + integer(rng, 2),
    cellsPerStage: 1,
    stemStride: choose(rng, [1, 2]),
  };
  const all = planNetwork(space, shape);
  if (uniform(rng) < 0.2) return [networkGraph(all, all.paths), all.length];
  if (uniform(rng) < 0.6) {
    const dropped = samplePaths(space, { rate: 0.2, ramp: "none" }, 1, rng);
    return [networkGraph(all, dropped), all.length];
  }
  const alone = planNetwork(space, shape, sampleArchitecture(space, rng));
  return [networkGraph(alone, alone.paths), alone.length];
}

/** A first layer and one other: where there is little, a fault hits what matters. Some have room for larger filters. */
function tinyGraph(rng: Prng): Sized {
  const [height, width] = [choose(rng, [1, 4]), choose(rng, [1, 4])];
  const maker = graphMaker([height, width, 1]);
  const shape = { height, width, channels: 8 };
  const stem = maker.node(shape, [term(IMAGES, maker.conv(3, 3, 1, 8))], maker.norm(8));
  const layer = choose<() => Layer>(rng, [
    () => maker.conv(3, 3, 8, 8),
    () => maker.depthwise(3, 3, 8),
    () => ({ kind: "maxPool", size: 3 }),
    () => ({ kind: "averagePool", size: 3 }),
    () => ({ kind: "halve" }),
  ])();
  const halved = { height: Math.ceil(height / 2), width: Math.ceil(width / 2), channels: 8 };
  const last = maker.node(layer.kind === "halve" ? halved : shape, [term(stem, layer)]);
  const { graph, length } = maker.finish([last]);
  return [graph, length + choose(rng, [0, 0, 20_000])];
}

function graphByChance(rng: Prng): Sized {
  const { graph, length } = randomGraph(rng);
  return [graph, length];
}

const kinds = [tinyGraph, randomNetwork, graphByChance];

/**
 * Lines of cases, as `native/graphs.h` reads them: graphs by chance and networks, with a backward pass, with
 * fixed statistics, and with nodes that are known from the run before.
 */
export function nativeCases(count: number): string {
  const lines: string[] = [];
  for (let draw = 0; draw < count; draw++) {
    const rng = prng(25, "native cases", draw);
    const [graph, weights] = kinds[draw % kinds.length]!(rng);
    const write = (
      kind: readonly [training: 0 | 1, fixed: 0 | 1],
      row: Int32Array,
      before: Int32Array = new Int32Array(0),
    ) =>
      lines.push([weights, choose(rng, [1, 2, 3, 5]), ...kind, before.length, ...before, ...row].join(" "));
    write([1, 0], encodeGraph(graph, usedSegments(graph)));
    write([0, choose(rng, [0, 1])], encodeGraph(graph, []));
    const numbers = new Map(
      neededNodes(graph).filter(() => uniform(rng) < 0.4).map((node, place) => [node, 100 + place]),
    );
    const none = new Map<number, number>();
    const keeping = encodeGraph(graph, [], { known: none, kept: numbers });
    write([0, choose(rng, [0, 1])], keeping);
    write([0, choose(rng, [0, 1])], encodeGraph(graph, [], { known: numbers, kept: none }), keeping);
  }
  return lines.map((line) => line + "\n").join("");
}
