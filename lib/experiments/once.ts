/**
 * Finding a run or computing it, with a note of the images that it used.
 * @module
 */
import { type UsedImages, usedImages } from "../datasets/mod.ts";
import type { RunSpec } from "../records/mod.ts";
import type { Checkpoints, Run } from "../runs/mod.ts";
import { type Laboratory, quiet } from "./laboratory.ts";

/** The recorded run, if there is one. */
export function load<R>(
  { store }: Pick<Laboratory, "store">,
  { kind, configuration, schema }: RunSpec<R>,
): Promise<Run<R> | undefined> {
  return store.load(kind, configuration, schema);
}

/**
 * The run: loaded, or computed and kept.
 *
 * @param compute gets the laboratory in which it should work: it notes the images that the run uses, and shows nothing
 * @throws {NotRecorded} if it is not recorded and the laboratory only reads
 */
export function once<R>(
  lab: Laboratory,
  { kind, configuration, schema, seed }: RunSpec<R>,
  compute: (lab: Laboratory, checkpoints: Checkpoints) => Promise<R>,
): Promise<{ readonly run: Run<R>; readonly loaded: boolean }> {
  const images: UsedImages[] = [];
  const noting: Laboratory = {
    ...lab,
    watch: quiet,
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
