/**
 * Runs a {@linkcode Graph} with our own CPU kernels (`native/`), forward and back, as one operation: image by
 * image through each chain of layers, so that what is between two norms stays in the processor's cache, and without
 * a call into TensorFlow for each layer.
 * @module
 */
import {
  type Graph,
  type GraphNode,
  IMAGES,
  type Layer,
  neededNodes,
  type NodeShape,
  type Segment,
  type Sources,
  type Term,
} from "../../graph/mod.ts";
import type { Runtime } from "../runtime.ts";
import { type Tensor, withWorkspace, type Workspace } from "../workspace.ts";

/** A node's values that are known from an earlier run, or are to be kept for a later one, by number. */
export interface NodeMemory {
  readonly known: ReadonlyMap<number, number>;
  readonly kept: ReadonlyMap<number, number>;
}

const NO_MEMORY: NodeMemory = { known: new Map(), kept: new Map() };

// As `layer.h` has them.
const MOST_TAPS = 128;
const MOST_WINDOW = 127;

/**
 * Whether our kernels can run a graph: they want channels in eights, windows of odd size up to 127 pixels, a
 * convolution over the images and stride 2 only there, and a 1x1 convolution alone where several sources are read,
 * since they run it source by source. They check it once more and refuse what does not fit.
 */
export function fitsNative({ nodes, head }: Graph): boolean {
  return !head.sources.includes(IMAGES) && nodes.every(nodeFits);
}

function nodeFits({ shape, terms }: GraphNode): boolean {
  const readsNothing = terms.every(({ sources }) => sources.every((source) => source === undefined));
  return shape.channels % 8 === 0 && !readsNothing && terms.every(termFits);
}

function termFits({ sources, layers }: Term): boolean {
  const [first] = layers;
  if (sources.includes(IMAGES) && first?.kind !== "conv") return false;
  const isProjection = layers.length === 1 && first!.kind === "conv" &&
    windowOf(first!).every((side) => side === 1);
  const ofImages = sources.every((source) => source === IMAGES);
  return (sources.length === 1 || isProjection) &&
    layers.every((layer, index) => layerFits(layer, ofImages && index === 0));
}

function layerFits(layer: Layer, ofImages: boolean): boolean {
  if (layer.kind === "halve") return true;
  const [high, wide] = windowOf(layer);
  if (high % 2 === 0 || wide % 2 === 0 || high > MOST_WINDOW || wide > MOST_WINDOW) return false;
  if (layer.kind !== "conv") return true;
  return high * wide <= MOST_TAPS && layer.filter.shape[3]! % 8 === 0 && (layer.stride === 1 || ofImages);
}

// The numbers that `layer.h` has for the kinds of layers.
const KINDS: Readonly<Record<Layer["kind"], number>> = {
  conv: 0,
  depthwise: 1,
  maxPool: 2,
  averagePool: 3,
  halve: 4,
};

/**
 * A graph as the row of integers that `graph.h` reads, without the nodes that are not needed.
 *
 * @param used the parameter tensors whose gradients are wanted
 */
export function encodeGraph(
  graph: Graph,
  used: Iterable<Segment>,
  { known, kept }: NodeMemory = NO_MEMORY,
): Int32Array {
  const { image, nodes, head } = graph;
  const needed = neededNodes(graph, known);
  const numbers = new Map(needed.map((index, number) => [index, number]));
  const numberOf = (source: number): number => source === IMAGES ? IMAGES : numbers.get(source)!;
  const images: NodeShape = { height: image[0], width: image[1], channels: image[2] };
  const shapeOf = (source: number): NodeShape => source === IMAGES ? images : nodes[source]!.shape;

  const integers: number[] = [...image, head.bias.size, head.bias.offset, needed.length];
  for (const index of needed) {
    const { shape, norm, terms } = nodes[index]!;
    integers.push(shape.height, shape.width, shape.channels, norm === undefined ? 0 : 1);
    integers.push(norm?.scale.offset ?? 0, norm?.offset.offset ?? 0, norm?.slot ?? 0);
    integers.push(known.get(index) ?? -1, kept.get(index) ?? -1);
    // What is known needs no sources. A 1x1 convolution of several side by side is a sum: each with its own rows.
    const parts = known.has(index)
      ? []
      : terms.flatMap(({ sources, layers }) =>
        presentSources(sources, shapeOf).map((present) => ({ ...present, layers }))
      );
    integers.push(parts.length);
    for (const { source, layers, row } of parts) {
      integers.push(numberOf(source), layers.length);
      let { height, width, channels } = shapeOf(source);
      layers.forEach((layer, position) => {
        const stride = layer.kind === "halve" ? 2 : layer.kind === "conv" ? layer.stride : 1;
        [height, width] = [Math.ceil(height / stride), Math.ceil(width / stride)];
        let filter = "filter" in layer ? layer.filter.offset : 0;
        if (layer.kind === "conv") {
          channels = layer.filter.shape[3]!;
          if (position === 0) filter += row * channels;
        }
        integers.push(KINDS[layer.kind], ...windowOf(layer), stride, filter, height, width, channels);
      });
    }
  }
  const read = presentSources(head.sources, shapeOf);
  integers.push(read.length);
  for (const { source, row } of read) {
    integers.push(numberOf(source), head.weights.offset + row * head.bias.size);
  }
  const stretches = [...used].flatMap(({ offset, size }) => [offset, size]);
  integers.push(stretches.length / 2, ...stretches);
  return Int32Array.from(integers);
}

function windowOf(layer: Layer): readonly [high: number, wide: number] {
  if ("filter" in layer) return [layer.filter.shape[0]!, layer.filter.shape[1]!];
  const size = layer.kind === "halve" ? 2 : layer.size;
  return [size, size];
}

/** The sources that are not absent, all of one shape, and how many channels are before each. */
function presentSources(sources: Sources, shapeOf: (source: number) => NodeShape) {
  return sources.flatMap((source, index) =>
    source === undefined ? [] : [{ source, row: index * shapeOf(source).channels }]
  );
}

/** What {@linkcode runNative} works on. */
export interface NativeInputs {
  readonly graph: Int32Array;
  /** All parameters. */
  readonly weights: Tensor;
  /** [batch, height, width, channels]. */
  readonly images: Tensor;
  /** [batch]. */
  readonly labels: Tensor;
  /** Statistics to normalise with in place of the batch's own. */
  readonly fixed?: Tensor | undefined;
  /**
   * Where to leave the gradients of the mean cross-entropy by the parameters; a tensor over memory of the caller.
   * Without it there is no backward pass.
   */
  readonly gradients?: Tensor | undefined;
}

/**
 * Runs an encoded graph: [batch, classes] logits, [batch] losses, and each norm's statistics at its slot.
 *
 * @throws {Error} if the inputs do not fit together: labels that are no classes, images or weights of another
 * network, gradients together with fixed statistics or with nodes that are known or to be kept
 */
export function runNative(
  ws: Workspace,
  { graph, weights, images, labels, fixed, gradients }: NativeInputs,
): { readonly logits: Tensor; readonly losses: Tensor; readonly statistics: Tensor } {
  const none = ws.floats([0], new Float32Array(0));
  const program = ws.integers([graph.length], graph);
  const inputs = [program, weights, images, labels, fixed ?? none, gradients ?? none];
  const [logits, losses, statistics] = ws.run("OneShotNetwork", [], inputs, 3);
  return { logits: logits!, losses: losses!, statistics: statistics! };
}

/** Forgets kept nodes of this thread; their memory is used for others. */
export function forgetNodes(ws: Workspace, numbers: readonly number[]): void {
  if (numbers.length > 0) forget(ws, numbers);
}

/** Gives memory that our kernels have to spare in this thread back to the system. */
export function freeSpareMemory(runtime: Runtime): void {
  if (runtime.native) withWorkspace(runtime, (ws) => forget(ws, []));
}

function forget(ws: Workspace, numbers: readonly number[]): void {
  ws.run("OneShotForget", [], [ws.integers([numbers.length], Int32Array.from(numbers))]);
}
