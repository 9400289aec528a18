/**
 * The plan of a network: where each layer's parameters are in a flat buffer. The plan of all paths is the one-shot
 * model's; the plan of one architecture is its stand-alone network's, with no room for anything else.
 * @module
 */
import { allPaths, type NetworkShape, type Paths, type Space } from "../space/mod.ts";
import { buildGraph, type Layout } from "./build.ts";
import type { Graph, Norm } from "./graph.ts";
import { type Segment, segmentList } from "./segments.ts";

/** A network, before its parameters are laid out. */
export interface NetworkSpec {
  readonly space: Space;
  readonly shape: NetworkShape;
  /** The one-shot model's network has all paths; a stand-alone one has an architecture's and no others. */
  readonly holds: Paths | "all paths";
}

/** Parameters of a whole network. */
export interface NetworkPlan extends Omit<NetworkSpec, "holds"> {
  /** The paths that have parameters; only these can be run. */
  readonly paths: Paths;
  /** The graph of all of them. */
  readonly graph: Graph;
  readonly segments: readonly Segment[];
  /** Floats in a buffer of all parameters. */
  readonly length: number;
  /** Every batch norm of the network. */
  readonly norms: readonly Norm[];
  /** Floats in a buffer of all running statistics. */
  readonly statisticsLength: number;
  /** The parameters by name. */
  readonly layout: Layout;
}

/** Lays out the network of a task. */
export function planOf({ space, shape, holds }: NetworkSpec): NetworkPlan {
  return planNetwork(space, shape, holds === "all paths" ? undefined : holds);
}

/** Lays out a network that holds `paths`. */
export function planNetwork(space: Space, shape: NetworkShape, paths: Paths = allPaths(space)): NetworkPlan {
  const list = segmentList();
  const normsByName = new Map<string, Norm>();
  let statisticsLength = 0;
  const graph = buildGraph(space, shape, paths, {
    weights: list.weights,
    norm(name, channels) {
      const norm = {
        scale: list.vector(`${name}.scale`, channels, 1),
        offset: list.vector(`${name}.offset`, channels, 0),
        slot: statisticsLength,
      };
      statisticsLength += 2 * channels;
      normsByName.set(name, norm);
      return norm;
    },
  });
  const { segments, length } = list;
  const norms = [...normsByName.values()];
  const byName = new Map(segments.map((segment) => [segment.name, segment]));
  const layout: Layout = { weights: (name) => byName.get(name)!, norm: (name) => normsByName.get(name)! };
  return { space, shape, paths, graph, segments, length, norms, statisticsLength, layout };
}

/**
 * What a network computes when it keeps some of its plan's paths: any for the one-shot model, all for a stand-alone
 * network.
 *
 * @throws {RangeError} if a kept path is none of the plan's
 */
export function networkGraph({ space, shape, layout, paths: planned }: NetworkPlan, paths: Paths): Graph {
  for (const [block, { inputs, operations }] of paths.entries()) {
    const input = inputs.find((one) => !planned[block]!.inputs.includes(one));
    const operation = operations.find((one) => !planned[block]!.operations.includes(one));
    if (input === undefined && operation === undefined) continue;
    const path = input === undefined ? space.operations[operation!]!.name : `input ${input}`;
    throw new RangeError(`Cannot run the path of ${path}: the network was planned without it`);
  }
  return buildGraph(space, shape, paths, layout);
}
