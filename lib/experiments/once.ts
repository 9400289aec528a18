/**
 * Finding a run or computing it, with a note of the images that it used.
 * @module
 */
import type { z } from "zod";
import { type UsedImages, usedImages } from "../datasets/mod.ts";
import type { Checkpoints, Run } from "../runs/mod.ts";
import type { Laboratory } from "./laboratory.ts";

/** What is asked for. */
export interface Asked<R> {
  readonly kind: string;
  readonly configuration: unknown;
  readonly schema: z.ZodType<R>;
  /** Seed of the run's draws. */
  readonly seed: number;
}

/**
 * The run of a configuration: loaded, or computed and kept.
 *
 * @param compute gets the laboratory in which it should work, which notes the images that it uses
 */
export function once<R>(
  lab: Laboratory,
  { kind, configuration, schema, seed }: Asked<R>,
  compute: (lab: Laboratory, checkpoints: Checkpoints) => Promise<R>,
): Promise<{ readonly run: Run<R>; readonly loaded: boolean }> {
  const images: UsedImages[] = [];
  const noting: Laboratory = {
    ...lab,
    noteImages(data) {
      const used = usedImages(data);
      if (!images.some(({ part, indices }) => part === used.part && indices === used.indices)) {
        images.push(used);
      }
    },
  };
  return lab.store.once(
    kind,
    configuration,
    schema,
    (checkpoints) => compute(noting, checkpoints),
    lab.provenance(seed, images),
  );
}
