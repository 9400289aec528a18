/**
 * Export: trained networks as files for other frameworks, with the statistics of their batch norms fixed.
 * @module
 */
export * from "./files.ts";
export * from "./graph.ts";
export * from "./layers_model.ts";
export * from "./onnx.ts";
