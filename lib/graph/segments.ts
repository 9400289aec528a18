/**
 * Weights in one flat buffer, of which a {@linkcode Segment} names a stretch: a checkpoint is one write, an optimiser
 * step a few loops over floats, and a gradient a buffer of the same form.
 * @module
 */
import { gaussian, prng } from "../random.ts";

/** One parameter tensor, a stretch of the flat buffer. */
export interface Segment {
  readonly name: string;
  readonly shape: readonly number[];
  /** First float of the segment. */
  readonly offset: number;
  /** Number of floats. */
  readonly size: number;
  /** Number of inputs that one output sums, for the scale of random initial weights; 0 for the others. */
  readonly fanIn: number;
  /** Initial value where `fanIn` is 0. */
  readonly initial: 0 | 1;
  /** Whether L2 regularisation applies: to the weights of convolutions and the classifier. */
  readonly decays: boolean;
}

// TensorFlow uses foreign memory in place only where it is aligned to 64 bytes.
const ALIGNMENT = 16;

/** Collects segments one after the other. */
export interface SegmentList {
  readonly segments: readonly Segment[];
  /** Floats that a buffer for all segments needs, padding included. */
  readonly length: number;
  /** Convolution or classifier weights, initially normal with variance 2 / fanIn (He et al. 2015). */
  weights(name: string, shape: readonly number[], fanIn: number): Segment;
  /** Scales, offsets or biases, all of one initial value. */
  vector(name: string, size: number, initial: 0 | 1): Segment;
}

/** An empty list. */
export function segmentList(): SegmentList {
  const segments: Segment[] = [];
  let length = 0;
  const add = (name: string, shape: readonly number[], fanIn: number, initial: 0 | 1): Segment => {
    const size = shape.reduce((product, side) => product * side, 1);
    const segment = { name, shape, offset: length, size, fanIn, initial, decays: fanIn > 0 };
    segments.push(segment);
    length += Math.ceil(size / ALIGNMENT) * ALIGNMENT;
    return segment;
  };
  return {
    segments,
    get length() {
      return length;
    },
    weights: (name, shape, fanIn) => add(name, shape, fanIn, 0),
    vector: (name, size, initial) => add(name, [size], 0, initial),
  };
}

/** The segment's stretch of a flat buffer, as a view. */
export function segmentValues(buffer: Float32Array, segment: Segment): Float32Array {
  return buffer.subarray(segment.offset, segment.offset + segment.size);
}

/**
 * Fills `buffer` with initial values. Each segment's draws depend on the seed and its name only, so two networks
 * that share a part start that part alike.
 */
export function initialise(buffer: Float32Array, segments: readonly Segment[], seed: number): void {
  for (const segment of segments) {
    const values = segmentValues(buffer, segment).fill(segment.initial);
    if (segment.fanIn === 0) continue;
    const rng = prng(seed, "initial", segment.name);
    const deviation = Math.sqrt(2 / segment.fanIn);
    for (let index = 0; index < values.length; index++) values[index] = deviation * gaussian(rng);
  }
}
