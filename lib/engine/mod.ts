/**
 * The engine room: TensorFlow's kernels, tensors with owners, the walk back through a forward pass, weights in one
 * flat buffer, and workers. Only this room names a tfjs package; it knows nothing of architectures.
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
export * from "./crew.ts";
export * from "./kernels.ts";
export * from "./native_descend.ts";
export * from "./native_program.ts";
export * from "./parameters.ts";
export * from "./pool.ts";
export * from "./program.ts";
export * from "./runtime.ts";
export * from "./serve.ts";
export * from "./tape.ts";
export * from "./workspace.ts";
