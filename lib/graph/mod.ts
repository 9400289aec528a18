/**
 * Networks as data: the graph of what is computed, the plan of its parameters, and what it costs. Nothing here runs a
 * network; `engine` does.
 *
 * @example The one-shot model holds the parameters of every path, a stand-alone network only its own
 * ```ts
 * import { assert, assertEquals } from "@std/assert";
 * import { paperSpace, parseArchitecture } from "../space/mod.ts";
 * import { networkCost, planNetwork } from "./mod.ts";
 *
 * const shape = { image: [28, 28, 1], classes: 10, filters: 8, stages: 2, cellsPerStage: 1, stemStride: 2 } as const;
 * const oneShot = planNetwork(paperSpace, shape);
 * const architecture = parseArchitecture(paperSpace, "c1>sep3|c1>identity|c2>max3|b0>avg3");
 * const standAlone = planNetwork(paperSpace, shape, architecture);
 * assert(standAlone.length < oneShot.length / 5);
 * assertEquals(standAlone.segments.some(({ name }) => name.includes("sep5")), false);
 * const { parameters } = networkCost(paperSpace, shape, architecture);
 * assertEquals(parameters, standAlone.segments.reduce((sum, { size }) => sum + size, 0));
 * ```
 * @module
 */
export * from "./build.ts";
export * from "./cost.ts";
export * from "./graph.ts";
export * from "./plan.ts";
export * from "./segments.ts";
