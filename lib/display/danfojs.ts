/**
 * danfojs, for joining, grouping and describing rows; {@linkcode table} shows what it makes.
 * @module
 */

/**
 * Loads danfojs-node. It brings TensorFlow with it, which reads only then how many threads it may use: so our engine
 * loads that first.
 *
 * @throws {Error} if TensorFlow's addon is not built, with the command that builds it
 */
export async function loadDanfojs(): Promise<typeof import("./danfojs.d.ts")> {
  const { loadRuntime } = await import("../engine/runtime.ts");
  await loadRuntime();
  // deno-lint-ignore no-explicit-any -- the package's own types would bring those of Node, which clash with Deno's
  return await import("danfojs-node") as any;
}
