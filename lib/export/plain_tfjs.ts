/**
 * Plain tfjs beside TensorFlow's: all copies of tfjs in a program share one list of backends and which is in use.
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/** Does work with tfjs's own backend, written in JavaScript, and leaves in use what was in use before. */
export async function withPlainTfjs<T>(work: () => Promise<T>): Promise<T> {
  // Else tfjs advises a faster way to compute; the files are for those who have no other.
  tf.enableProdMode();
  const before = tf.getBackend();
  await tf.setBackend("cpu");
  try {
    return await work();
  } finally {
    await tf.setBackend(before);
  }
}
