/**
 * What is known of a data set before it is loaded.
 * @module
 */
import type { Images } from "./images.ts";

/** What is in a data set. */
export interface DatasetInfo {
  readonly name: string;
  /** Its name as people write it. */
  readonly title: string;
  /** Shape of each image. */
  readonly shape: Images["shape"];
  /** Names of the classes, in the order of the labels. */
  readonly classes: readonly string[];
}
