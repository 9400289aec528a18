/**
 * Activations that candidates share. With one-shot weights a node's values depend only on the layers and nodes before
 * it, so candidates whose first blocks are alike compute the same. From the second time on a node's values are kept,
 * within a budget of memory, and read instead of computed. When the budget is spent, a node evicts those needed less
 * often, since keeping what is never read costs time.
 * @module
 */
import { type Graph, type GraphNode, IMAGES, type Layer, neededNodes } from "../graph/mod.ts";
import { forgetNodes, type NodeMemory } from "./native/run.ts";
import type { Runtime } from "./runtime.ts";
import { withWorkspace } from "./workspace.ts";

/** Shared activations of one set of weights and batches. */
export interface Activations {
  /** Which nodes of a graph are known or to be kept, for each batch; called once a graph, before its batches. */
  plan(graph: Graph): (batch: number) => NodeMemory;
  /** Forgets all; the memory is for this thread's next work. */
  close(): void;
}

/** Options of {@linkcode openActivations}. */
export interface ActivationOptions {
  readonly batches: number;
  readonly batchSize: number;
  /** Bytes that kept values may take in this thread. */
  readonly budget: number;
}

/** A node that was seen. */
interface Entry {
  readonly number: number;
  readonly bytes: number;
  /** How often it was needed, by graphs of long ago the less. */
  count: number;
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
  let free = budget;
  let graphs = 0;

  const forget = (dropped: readonly Entry[]): void => {
    for (const entry of dropped) {
      kept.delete(entry);
      free += entry.bytes;
    }
    const all = dropped.flatMap(({ number }) =>
      Array.from({ length: batches }, (_, batch) => number + batch)
    );
    withWorkspace(runtime, (ws) => forgetNodes(ws, all));
  };
  /** Evicts entries needed less often than `wanted` until it fits; false if it does not. */
  const makeRoom = (wanted: Entry, inUse: ReadonlySet<Entry>): boolean => {
    if (free >= wanted.bytes) return true;
    const rarer = [...kept].filter((entry) => entry.count < wanted.count && !inUse.has(entry));
    const dropped: Entry[] = [];
    let room = free;
    for (const entry of rarer.sort((a, b) => a.count - b.count)) {
      if (room >= wanted.bytes) break;
      dropped.push(entry);
      room += entry.bytes;
    }
    if (room < wanted.bytes) return false;
    forget(dropped);
    return true;
  };
  const halveCounts = (): void => {
    for (const [key, entry] of entries) {
      entry.count /= 2;
      if (entry.count < 1 && !kept.has(entry)) entries.delete(key);
    }
  };
  const entryOf = (node: GraphNode, before: readonly Entry[]): Entry => {
    const key = nodeKey(node, before);
    let entry = entries.get(key);
    if (entry === undefined) {
      const { height, width, channels } = node.shape;
      entry = { number: numbers, bytes: 4 * batches * batchSize * height * width * channels, count: 0 };
      numbers += batches;
      entries.set(key, entry);
    }
    return entry;
  };
  const ofBatch = (numbered: ReadonlyMap<number, number>, batch: number): Map<number, number> =>
    new Map(Array.from(numbered, ([index, number]) => [index, number + batch]));

  return {
    plan(graph) {
      if (++graphs % GENERATION === 0) halveCounts();
      const mine: Entry[] = [];
      for (const node of graph.nodes) mine.push(entryOf(node, mine));
      const known = new Map(
        mine.flatMap((entry, index) => kept.has(entry) ? [[index, entry.number] as const] : []),
      );
      const needed = neededNodes(graph, known);
      for (const index of needed) mine[index]!.count++;
      const toKeep = new Map<number, number>();
      const inUse = new Set(mine);
      for (const index of needed) {
        const entry = mine[index]!;
        if (kept.has(entry) || entry.count < 2 || !makeRoom(entry, inUse)) continue;
        kept.add(entry);
        free -= entry.bytes;
        toKeep.set(index, entry.number);
      }
      return (batch) => ({ known: ofBatch(known, batch), kept: ofBatch(toKeep, batch) });
    },
    close() {
      forget([...kept]);
      entries.clear();
    },
  };
}

/** What a node computes, in terms of the entries of its sources. */
function nodeKey({ terms, norm, shape }: GraphNode, entries: readonly Entry[]): string {
  const source = (index: number | undefined): number | string =>
    index === undefined ? "-" : index === IMAGES ? "images" : entries[index]!.number;
  const layer = (layer: Layer): string => {
    const size = "filter" in layer ? layer.filter.offset : "size" in layer ? layer.size : "";
    return `${layer.kind}${size}`;
  };
  const summed = terms.map(({ sources, layers }) => `${sources.map(source)}>${layers.map(layer)}`);
  return `${summed.join("+")};${norm?.slot};${shape.height}`;
}
