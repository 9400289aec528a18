/**
 * The engine room: runs graphs forward and back, with our own CPU kernels (`native/`) where they fit, else with
 * TensorFlow's (`tensorflow/`). Only this room names a tfjs package; it knows nothing of architectures.
 *
 * @example A gradient by hand-written backward functions
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { constant, loadRuntime, maxPoolLayer, openTape, withWorkspace } from "./mod.ts";
 *
 * const runtime = await loadRuntime();
 * withWorkspace(runtime, (workspace) => {
 *   const tape = openTape(workspace);
 *   const x = constant(workspace.floats([1, 1, 3, 1], Float32Array.of(-1, 2, 3)));
 *   const y = maxPoolLayer(tape, 3, x);
 *   assertEquals(workspace.read(y.value), Float32Array.of(2, 3, 3));
 *   y.gradients.push(workspace.floats([1, 1, 3, 1], Float32Array.of(10, 20, 30)));
 *   tape.backward();
 *   assertEquals(workspace.read(x.gradients[0]!), Float32Array.of(0, 10, 50));
 * });
 * ```
 * @module
 */
export * from "./activations.ts";
export * from "./executor.ts";
export * from "./native/crew.ts";
export * from "./native/descend.ts";
export * from "./native/run.ts";
export * from "./runtime.ts";
export { scale, softmaxCrossEntropy } from "./tensorflow/kernels.ts";
export * from "./tensorflow/layers.ts";
export * from "./tensorflow/norm.ts";
export * from "./tensorflow/parameters.ts";
export * from "./tensorflow/run.ts";
export * from "./tensorflow/tape.ts";
export * from "./workspace.ts";
