/**
 * The part of danfojs-node that {@linkcode table} uses. To import it loads TensorFlow.
 * @module
 */
// @ts-types="./danfojs.d.ts"
export { DataFrame } from "danfojs-node";
