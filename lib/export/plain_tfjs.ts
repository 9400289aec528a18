/**
 * Plain tfjs beside TensorFlow's: all copies of tfjs in a program share one list of backends and which is in use.
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/** The end of the work before: which backend is in use is one thing for all, so one work waits for the other. */
let last: Promise<unknown> = Promise.resolve();

/** Does work with tfjs's own backend, written in JavaScript, and leaves in use what was in use before. */
export function withPlainTfjs<T>(work: () => Promise<T>): Promise<T> {
  const done = last.then(async () => {
    // Else tfjs advises a faster way to compute; the files are for those who have no other.
    tf.enableProdMode();
    const before = tf.getBackend();
    await tf.setBackend("cpu");
    try {
      return await work();
    } finally {
      // None was chosen if nothing was computed yet.
      if (before) await tf.setBackend(before);
    }
  });
  last = done.catch(() => {});
  return done;
}
