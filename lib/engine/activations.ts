/**
 * Activations that many candidates share. With one-shot weights a node's values depend only on the layers and nodes
 * before it, so two candidates whose first blocks are alike have them alike. Those of a node that comes up for the
 * second time are kept, in a budget of memory, and are not computed again while they are there. When the budget is
 * spent a node takes the place of those that were needed less often: what is kept and never read costs time.
 * @module
 */
import { forgetNodes, type NodeMemory } from "./native/run.ts";
import { type Graph, type GraphNode, type Layer, neededNodes } from "../graph/mod.ts";
import type { Runtime } from "./runtime.ts";
import { withWorkspace } from "./workspace.ts";

/** Shared activations of one set of weights and batches. */
export interface Activations {
  /** What is known of a graph's nodes, for each batch; call it once for each graph, and then run every batch. */
  plan(graph: Graph): (batch: number) => NodeMemory;
  /** Forgets all of them; their memory is for this thread's next work. */
  close(): void;
}

/** Options of {@linkcode openActivations}. */
export interface ActivationOptions {
  readonly batches: number;
  readonly batchSize: number;
  /** Bytes that kept values may take in this thread. */
  readonly budget: number;
}

/** A node that has come up. */
interface Entry {
  readonly number: number;
  readonly bytes: number;
  /** How often it was needed, by graphs of long ago the less. */
  count: number;
  kept: boolean;
}

/** Graphs after which all counts are halved: a search moves on, and what was needed once is forgotten. */
const GENERATION = 500;

// Numbers are not used twice in a thread, since what they stand for lives in the thread.
let numbers = 0;

/** Opens an empty memory; the caller closes it. */
export function openActivations(
  runtime: Runtime,
  { batches, batchSize, budget }: ActivationOptions,
): Activations {
  /** By what the node computes. */
  const entries = new Map<string, Entry>();
  const kept = new Set<Entry>();
  let bytes = 0;
  let graphs = 0;

  const forget = (dropped: readonly Entry[]): void => {
    for (const entry of dropped) {
      kept.delete(entry);
      entry.kept = false;
      bytes -= entry.bytes;
    }
    const all = dropped.flatMap(({ number }) =>
      Array.from({ length: batches }, (_, batch) => number + batch)
    );
    withWorkspace(runtime, (ws) => forgetNodes(ws, all));
  };
  /** Makes room for an entry in place of some that were needed less often, if there is none; whether it has room then. */
  const makeRoom = (wanted: Entry, inUse: ReadonlySet<Entry>): boolean => {
    const dropped: Entry[] = [];
    let free = budget - bytes;
    const rarer = free >= wanted.bytes
      ? []
      : [...kept].filter((entry) => entry.count < wanted.count && !inUse.has(entry));
    for (const entry of rarer.sort((a, b) => a.count - b.count)) {
      if (free >= wanted.bytes) break;
      dropped.push(entry);
      free += entry.bytes;
    }
    if (free < wanted.bytes) return false;
    forget(dropped);
    return true;
  };
  const grow = (): void => {
    for (const [key, entry] of entries) {
      entry.count /= 2;
      if (entry.count < 1 && !entry.kept) entries.delete(key);
    }
  };
  const enter = (node: GraphNode, before: readonly Entry[]): Entry => {
    const key = nodeKey(node, (source) => before[source]!.number);
    const found = entries.get(key);
    if (found !== undefined) return found;
    const { height, width, channels } = node.shape;
    const entry = {
      number: numbers,
      bytes: 4 * batches * batchSize * height * width * channels,
      count: 0,
      kept: false,
    };
    numbers += batches;
    entries.set(key, entry);
    return entry;
  };

  return {
    plan(graph) {
      if (++graphs % GENERATION === 0) grow();
      const mine: Entry[] = [];
      for (const node of graph.nodes) mine.push(enter(node, mine));
      const known = new Map(
        mine.flatMap(({ kept, number }, index) => kept ? [[index, number] as const] : []),
      );
      const nodes = graph.nodes.map((node, index) => known.has(index) ? { ...node, terms: [] } : node);
      const needed = neededNodes({ ...graph, nodes });
      for (const index of needed) mine[index]!.count++;
      const toKeep = new Map<number, number>();
      const inUse = new Set(mine);
      for (const index of needed) {
        const entry = mine[index]!;
        if (entry.kept || entry.count < 2 || !makeRoom(entry, inUse)) continue;
        entry.kept = true;
        kept.add(entry);
        bytes += entry.bytes;
        toKeep.set(index, entry.number);
      }
      const of = (numbered: ReadonlyMap<number, number>, batch: number): Map<number, number> =>
        new Map(Array.from(numbered, ([index, number]) => [index, number + batch]));
      return (batch) => ({ known: of(known, batch), kept: of(toKeep, batch) });
    },
    close() {
      forget([...kept]);
      entries.clear();
    },
  };
}

/** What a node computes, given numbers for what its sources compute. */
function nodeKey({ terms, norm, shape }: GraphNode, numberOf: (source: number) => number): string {
  const source = (index: number | undefined): number | string =>
    index === undefined ? "-" : index < 0 ? "images" : numberOf(index);
  const layer = (layer: Layer): string => {
    const size = "filter" in layer ? layer.filter.offset : "size" in layer ? layer.size : "";
    return `${layer.kind}${size}`;
  };
  const summed = terms.map(({ sources, layers }) => `${sources.map(source)}>${layers.map(layer)}`);
  return `${summed.join("+")};${norm?.slot};${shape.height}`;
}
