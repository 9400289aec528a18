/**
 * Tensors with an owner. A {@linkcode Workspace} makes tensors and frees all it made when it is closed; a
 * {@linkcode Tensor} is a number that TensorFlow knows and a shape. This is the thin path to the addon: one call
 * costs 4 to 8 microseconds, where the same through tfjs's engine costs about twice and its tape ten times that,
 * and at the sizes of a ghost batch the calls cost more than the arithmetic.
 * @module
 */
import type { Binding, OpAttribute, Runtime } from "./runtime.ts";

/** A tensor of TensorFlow; `shape` is in the order [batch, height, width, channels] for images. */
export interface Tensor {
  readonly id: number;
  readonly shape: readonly number[];
}

/** Makes tensors and owns them until it is closed. */
export interface Workspace {
  readonly runtime: Runtime;
  /** A copy of `values` (float32), owned by the workspace. */
  floats(shape: readonly number[], values: Float32Array): Tensor;
  /**
   * A tensor over the memory of `values` itself, where it is aligned ({@linkcode sharedFloats}) and no GPU is
   * used: it sees what is written there later. Else a copy.
   */
  view(shape: readonly number[], values: Float32Array): Tensor;
  /** A copy of `values` (int32), owned by the workspace. */
  integers(shape: readonly number[], values: Int32Array): Tensor;
  /** Runs one TensorFlow operation; its outputs are owned by the workspace. */
  run(operation: string, attributes: OpAttribute[], inputs: readonly Tensor[], outputs?: number): Tensor[];
  /** The values of a float32 tensor, copied out. */
  read(tensor: Tensor): Float32Array;
  /** Frees every tensor the workspace made. It can be used again. */
  close(): void;
}

/** Opens a workspace; the caller closes it. */
export function openWorkspace(runtime: Runtime): Workspace {
  const { binding } = runtime;
  let owned: number[] = [];
  const own = (id: number, shape: readonly number[]): Tensor => {
    owned.push(id);
    return { id, shape };
  };
  return {
    runtime,
    floats: (shape, values) => own(binding.createTensor([...shape], binding.TF_FLOAT, values.slice()), shape),
    view: (shape, values) => own(binding.createTensor([...shape], binding.TF_FLOAT, values), shape),
    integers: (shape, values) =>
      own(binding.createTensor([...shape], binding.TF_INT32, values.slice()), shape),
    run(operation, attributes, inputs, outputs = 1) {
      const made = binding.executeOp(operation, attributes, inputs.map((input) => input.id), outputs);
      for (const output of made) owned.push(output.id);
      return made;
    },
    read: (tensor) => binding.tensorDataSync(tensor.id) as Float32Array,
    close() {
      for (const id of owned) binding.deleteTensor(id);
      owned = [];
    },
  };
}

/** Runs `work` in a new workspace and frees what it made, also when it throws. */
export function withWorkspace<T>(runtime: Runtime, work: (workspace: Workspace) => T): T {
  const workspace = openWorkspace(runtime);
  try {
    return work(workspace);
  } finally {
    workspace.close();
  }
}

/**
 * A float buffer that JavaScript threads share and that TensorFlow can use in place: aligned to the 64 bytes that
 * TensorFlow asks for before it makes a tensor over foreign memory without copying.
 *
 * @param length number of floats
 */
export function sharedFloats(runtime: Runtime, length: number): Float32Array {
  const buffer = new SharedArrayBuffer(4 * length + 64);
  for (let offset = 0; offset < 64; offset += 4) {
    const candidate = new Float32Array(buffer, offset, length);
    if (runtime.gpu || sharesMemory(runtime.binding, candidate)) return candidate;
  }
  throw new Error(
    `Cannot align a shared buffer of ${length} floats for TensorFlow: no offset below 64 bytes works`,
  );
}

/** Whether a tensor made over `values` sees what is written to `values` afterwards. */
function sharesMemory(binding: Binding, values: Float32Array): boolean {
  const first = values.subarray(0, 1);
  const id = binding.createTensor([1], binding.TF_FLOAT, first);
  const before = first[0]!;
  first[0] = before + 1;
  const shared = binding.tensorDataSync(id)[0] === before + 1;
  first[0] = before;
  binding.deleteTensor(id);
  return shared;
}
