/**
 * The engine room: runs graphs forward and back, with our own CPU kernels (`native/`) where they fit, else with
 * TensorFlow's (`tensorflow/`). Only this room names a tfjs package; it knows nothing of architectures.
 *
 * @example A gradient by hand-written backward functions
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { constant, loadRuntime, openTape, relu, reluGradient, withWorkspace } from "./mod.ts";
 *
 * const runtime = await loadRuntime();
 * withWorkspace(runtime, (workspace) => {
 *   const tape = openTape(workspace);
 *   const x = constant(workspace.floats([3], Float32Array.of(-1, 2, 3)));
 *   const value = relu(workspace, x.value);
 *   const y = tape.record(value, (dy) => x.gradients.push(reluGradient(workspace, value, dy)));
 *   y.gradients.push(workspace.floats([3], Float32Array.of(10, 20, 30)));
 *   tape.backward();
 *   assertEquals(workspace.read(x.gradients[0]!), Float32Array.of(0, 20, 30));
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
export * from "./tensorflow/kernels.ts";
export * from "./tensorflow/layers.ts";
export * from "./tensorflow/norm.ts";
export * from "./tensorflow/parameters.ts";
export * from "./tensorflow/run.ts";
export * from "./tensorflow/tape.ts";
export * from "./workspace.ts";
