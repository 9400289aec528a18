/**
 * The space of architectures as plain data that knows no tensors: operations, spaces, architectures and their string
 * form, counting, sampling and stepping through them, and the shape of a network around its cells.
 *
 * @example One candidate of the paper's space
 * ```ts
 * import { assert, assertEquals } from "@std/assert";
 * import { prng } from "../random.ts";
 * import * as space from "./mod.ts";
 *
 * const { paperSpace } = space;
 * assertEquals(space.countArchitectures(paperSpace), 1_659_571_200n);
 *
 * const candidate = space.parseArchitecture(paperSpace, "c2+c1>identity+sep3|c1>max3|b0+b1>conv7|b2>sep5");
 * assertEquals(candidate[0], { inputs: [0, 1], operations: [0, 1] });
 * const next = space.mutateArchitecture(paperSpace, candidate, prng(1, "step"));
 * assert(space.architectureId(paperSpace, next) !== space.architectureId(paperSpace, candidate));
 * ```
 * @module
 */
export * from "./architecture.ts";
export * from "./canonical.ts";
export * from "./count.ts";
export * from "./format.ts";
export * from "./neighbours.ts";
export * from "./operations.ts";
export * from "./sample.ts";
export * from "./shape.ts";
export * from "./space.ts";
