/**
 * Activations that many candidates share. With one-shot weights a node's values depend only on the layers and nodes
 * before it, so two candidates whose first blocks are alike have them alike. Those of a node that comes up for the
 * second time are kept, in a budget of memory, and are not computed again while they are there.
 * @module
 */
import { forgetNodes, freeSpareMemory, type NodeMemory } from "./native_program.ts";
import { neededNodes, type Program, type ProgramLayer, type ProgramNode } from "./program.ts";
import type { Runtime } from "./runtime.ts";
import { withWorkspace } from "./workspace.ts";

/** Shared activations of one set of weights and batches. */
export interface Activations {
  /** What is known of a program's nodes, for each batch; call it once for each program, and then run every batch. */
  plan(program: Program): (batch: number) => NodeMemory;
  /** Frees all of them. */
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
  kept: boolean;
}

/** Nodes that are remembered by name; beyond it everything is forgotten, so that a long search needs no more memory. */
const MOST_ENTRIES = 50_000;

// Numbers are not used twice in a thread, since what they stand for lives in the thread.
let numbers = 0;

/** Opens an empty memory; the caller closes it. */
export function openActivations(
  runtime: Runtime,
  { batches, batchSize, budget }: ActivationOptions,
): Activations {
  /** By what the node computes. */
  const entries = new Map<string, Entry>();
  /** Kept ones, the one that was not used for longest first. */
  const kept = new Set<Entry>();
  let bytes = 0;

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
  const makeRoom = (wanted: number, inUse: ReadonlySet<Entry>): void => {
    const dropped: Entry[] = [];
    let free = budget - bytes;
    for (const entry of kept) {
      if (free >= wanted) break;
      if (inUse.has(entry)) continue;
      dropped.push(entry);
      free += entry.bytes;
    }
    forget(dropped);
  };
  const enter = (node: ProgramNode, before: readonly Entry[]): { entry: Entry; seen: boolean } => {
    const key = nodeKey(node, (source) => before[source]!.number);
    const found = entries.get(key);
    if (found !== undefined) return { entry: found, seen: true };
    const { height, width, channels } = node.shape;
    const entry = {
      number: numbers,
      bytes: 4 * batches * batchSize * height * width * channels,
      kept: false,
    };
    numbers += batches;
    entries.set(key, entry);
    return { entry, seen: false };
  };

  return {
    plan(program) {
      if (entries.size > MOST_ENTRIES) {
        forget([...kept]);
        entries.clear();
      }
      const mine: Entry[] = [];
      const repeated = new Set<number>();
      program.nodes.forEach((node, index) => {
        const { entry, seen } = enter(node, mine);
        mine.push(entry);
        if (seen) repeated.add(index);
      });
      const known = new Map(
        mine.flatMap(({ kept, number }, index) => kept ? [[index, number] as const] : []),
      );
      const nodes = program.nodes.map((node, index) => known.has(index) ? { ...node, terms: [] } : node);
      const needed = neededNodes({ ...program, nodes });
      for (const index of needed) {
        const entry = mine[index]!;
        // The latest used stand last.
        if (entry.kept) kept.delete(entry), kept.add(entry);
      }
      const toKeep = new Map<number, number>();
      const inUse = new Set(mine);
      for (const index of needed) {
        const entry = mine[index]!;
        if (entry.kept || !repeated.has(index)) continue;
        makeRoom(entry.bytes, inUse);
        if (bytes + entry.bytes > budget) continue;
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
      withWorkspace(runtime, freeSpareMemory);
    },
  };
}

/** What a node computes, given numbers for what its sources compute. */
function nodeKey({ terms, norm, shape }: ProgramNode, numberOf: (source: number) => number): string {
  const source = (index: number | undefined): number | string =>
    index === undefined ? "-" : index < 0 ? "images" : numberOf(index);
  const layer = (layer: ProgramLayer): string => {
    const size = "filter" in layer ? layer.filter.offset : "size" in layer ? layer.size : "";
    return `${layer.kind}${size}`;
  };
  const summed = terms.map(({ sources, layers }) => `${sources.map(source)}>${layers.map(layer)}`);
  return `${summed.join("+")};${norm?.slot};${shape.height}`;
}
