/**
 * Workers: threads that take jobs, plain data in and plain data out, and are replaced when they die.
 * @module
 */
export * from "./pool.ts";
export * from "./serve.ts";
