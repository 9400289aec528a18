/**
 * Loads TensorFlow: the addon of `@tensorflow/tfjs-node-gpu`, a package that only this room may name.
 * @module
 */
import nodeUtil from "node:util";

/** An attribute of a TensorFlow operation, in the form the addon takes. */
export interface OpAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/** The part of the addon's interface that {@linkcode Workspace} stands on. */
export interface Binding {
  readonly TF_FLOAT: number;
  readonly TF_INT32: number;
  readonly TF_Version: string;
  createTensor(shape: number[], dtype: number, values: Float32Array | Int32Array): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): Float32Array | Int32Array;
  executeOp(
    name: string,
    attributes: OpAttribute[],
    inputs: number[],
    outputs: number,
  ): { readonly id: number; readonly shape: readonly number[] }[];
  getNumOfTensors(): number;
}

/** TensorFlow, loaded. */
export interface Runtime {
  readonly tf: typeof import("@tensorflow/tfjs-node-gpu");
  readonly binding: Binding;
  /** Whether tensors live on a GPU, so that they can't share memory with JavaScript. */
  readonly gpu: boolean;
  /** Whether our own CPU kernels (`native/`) are to be used where they fit. */
  readonly native: boolean;
}

/**
 * One TensorFlow thread in each worker: at these sizes two workers of one thread do about twice the work of one
 * with two threads. Both variables are read once, when the library is loaded.
 */
function setThreads(): void {
  for (const name of ["TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"]) {
    if (Deno.env.get(name) === undefined) Deno.env.set(name, "1");
  }
  if (Deno.env.get("TF_CPP_MIN_LOG_LEVEL") === undefined) Deno.env.set("TF_CPP_MIN_LOG_LEVEL", "3");
}

/** Puts back the checks of `node:util` that Node 23 removed and `@tensorflow/tfjs-node-gpu` still calls. */
export function repairNodeUtil(): void {
  const removed: Record<string, (value: unknown) => boolean> = {
    isArray: Array.isArray,
    isBoolean: (value) => typeof value === "boolean",
    isFunction: (value) => typeof value === "function",
    isNullOrUndefined: (value) => value === null || value === undefined,
    isNumber: (value) => typeof value === "number",
    isObject: (value) => typeof value === "object" && value !== null,
    isString: (value) => typeof value === "string",
  };
  const util = nodeUtil as unknown as Record<string, unknown>;
  for (const [name, check] of Object.entries(removed)) util[name] ??= check;
}

/**
 * Loads the library, once per thread of JavaScript; about a second.
 *
 * @throws {Error} if the addon is not built, with the command that builds it
 */
export async function loadRuntime(): Promise<Runtime> {
  setThreads();
  repairNodeUtil();
  let tf: Runtime["tf"];
  try {
    tf = await import("@tensorflow/tfjs-node-gpu");
  } catch (cause) {
    throw new Error("Cannot load TensorFlow's addon: run `deno task setup` once to build it", { cause });
  }
  // By its name: another copy of tfjs, such as the export's, may have put its own backend in use for a while.
  const backend = tf.findBackend("tensorflow") as unknown as { binding: Binding; isUsingGpuDevice: boolean };
  const { binding, isUsingGpuDevice: gpu } = backend;
  return { tf, binding, gpu, native: !gpu && hasNativeKernels(binding) };
}

/** Whether the addon was built with our own kernels: asks one to forget what is not there. */
function hasNativeKernels(binding: Binding): boolean {
  const nothing = binding.createTensor([1], binding.TF_INT32, Int32Array.of(-1));
  try {
    for (const { id } of binding.executeOp("OneShotForget", [], [nothing], 1)) binding.deleteTensor(id);
    return true;
  } catch {
    return false;
  } finally {
    binding.deleteTensor(nothing);
  }
}
