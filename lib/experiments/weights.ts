/**
 * Weights from trainings, and as records have them.
 * @module
 */
import { Buffer } from "node:buffer";
import { type Runtime, sharedFloats } from "../engine/mod.ts";
import type { NetworkSpec } from "../graph/mod.ts";
import type { ModelSpec, WeightsResult } from "../records/mod.ts";
import type { Checkpoints } from "../runs/mod.ts";
import { poolRunner, train, type TrainingTask } from "../training/mod.ts";
import type { Laboratory, OnProgress } from "./laboratory.ts";

/**
 * Trains the one-shot model's network or an architecture's on the profile's training images, or goes on from a checkpoint,
 * and gives the weights in a record's form.
 */
export async function computeWeights(
  lab: Laboratory,
  { holds, settings, seed }: ModelSpec & Pick<NetworkSpec, "holds">,
  checkpoints: Checkpoints,
  tell: OnProgress,
): Promise<WeightsResult> {
  const { runtime, pool, parts } = await lab.resources();
  const { space, shape } = lab.profile;
  const task: TrainingTask = { network: { space, shape, holds }, settings, seed, data: parts.training };
  lab.noteImages(task.data);
  const { weights, statistics, curve } = await train(
    runtime,
    task,
    (buffers) => poolRunner(runtime, pool, task, buffers),
    {
      checkpoints,
      checkpointSeconds: lab.checkpointSeconds,
      isStopped: lab.isStopped,
      onProgress: (done, { loss }) => tell(done, settings.steps, `loss ${loss.toFixed(3)}`, loss),
    },
  );
  const running = settings.statistics === "running" ? { statistics: toText(statistics) } : {};
  return { weights: toText(weights), ...running, curve: [...curve] };
}

/** Weights or statistics of a record, in memory that all threads and TensorFlow share. */
export function floatsFrom(runtime: Runtime, text: string): Float32Array {
  const bytes = Buffer.from(text, "base64");
  const shared = sharedFloats(runtime, bytes.length / 4);
  Buffer.from(shared.buffer, shared.byteOffset, shared.byteLength).set(bytes);
  return shared;
}

function toText({ buffer, byteOffset, byteLength }: Float32Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString("base64");
}
