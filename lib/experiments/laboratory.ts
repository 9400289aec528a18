/**
 * What experiments work with: the profile's data, the workers, and the store of runs. Nothing costly is opened before
 * something must be computed, so that a notebook whose runs are all recorded never loads TensorFlow.
 * @module
 */
import {
  type Images,
  loadTraining,
  measureNormalisation,
  type Normalisation,
  type Split,
  splitTraining,
} from "../datasets/mod.ts";
import { loadRuntime, openPool, type Pool, type Runtime } from "../engine/mod.ts";
import type { Profile } from "../profiles.ts";
import { openStore, type ProvenancePieces, runsFolder, type Store } from "../runs/mod.ts";

/** What is open while something is computed. */
export interface Bench {
  readonly runtime: Runtime;
  readonly pool: Pool;
  readonly images: Images;
  readonly split: Split;
  readonly normalisation: Normalisation;
}

/** A place to run a profile's experiments. */
export interface Laboratory {
  readonly profile: Profile;
  readonly store: Store;
  /** Opens what computing needs, once. */
  bench(): Promise<Bench>;
  /** What the records say of where they were made. */
  provenance(seed: number): ProvenancePieces;
  /** Ends the workers. */
  close(): Promise<void>;
}

/** Options of {@linkcode openLaboratory}. */
export interface LaboratoryOptions {
  /** Where finished runs are kept. @default data/runs of the project */
  readonly store?: Store;
  /** Workers. @default one for each core */
  readonly workers?: number;
}

const worker = new URL("../training/worker.ts", import.meta.url);

/** Opens a laboratory; costs nothing yet. */
export function openLaboratory(
  profile: Profile,
  { store = openStore(runsFolder), workers = navigator.hardwareConcurrency }: LaboratoryOptions = {},
): Laboratory {
  let opened: Promise<Bench> | undefined;
  let tensorflow: string | undefined;
  const open = async (): Promise<Bench> => {
    const images = await loadTraining(profile.dataset);
    const split = splitTraining(images, profile.split);
    const normalisation = measureNormalisation(images, split.training);
    const runtime = await loadRuntime();
    tensorflow = runtime.binding.TF_Version;
    return { runtime, pool: openPool(worker, workers), images, split, normalisation };
  };
  return {
    profile,
    store,
    // What failed, for want of data say, is tried again when it is asked for again.
    bench: () =>
      opened ??= open().catch((error) => {
        opened = undefined;
        throw error;
      }),
    provenance: (seed) => ({
      seed,
      workers,
      // Known once something was computed, and asked for after that.
      get tensorflow() {
        return tensorflow;
      },
    }),
    async close() {
      (await opened)?.pool.close();
      opened = undefined;
    },
  };
}
