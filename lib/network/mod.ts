/**
 * Networks: the plan that lays out their parameters, and the one builder that runs any paths of a plan.
 *
 * @example The one-shot model holds the parameters of every path, a stand-alone network only its own
 * ```ts
 * import { assert, assertEquals } from "@std/assert";
 * import { paperSpace, parseArchitecture } from "../space/mod.ts";
 * import { planNetwork } from "./mod.ts";
 *
 * const shape = { image: [28, 28, 1], classes: 10, filters: 8, stages: 2, cellsPerStage: 1, stemStride: 2 } as const;
 * const oneShot = planNetwork(paperSpace, shape);
 * const architecture = parseArchitecture(paperSpace, "c1>sep3|c1>identity|c2>max3|b0>avg3");
 * const standAlone = planNetwork(paperSpace, shape, architecture);
 * assert(standAlone.length < oneShot.length / 5);
 * assertEquals(standAlone.segments.some(({ name }) => name.includes("sep5")), false);
 * ```
 * @module
 */
export * from "./executor.ts";
export * from "./layers.ts";
export * from "./plan.ts";
export * from "./program.ts";
export * from "./tensorflow.ts";
