/**
 * Where the project keeps runs.
 * @module
 */
import { fileURLToPath } from "node:url";

/** Runs made on this machine; git ignores them. */
export const runsFolder: string = fileURLToPath(new URL("../../data/runs", import.meta.url));

/** Recorded runs that come with the project. */
export const recordsFolder: string = fileURLToPath(new URL("../../data/records", import.meta.url));
