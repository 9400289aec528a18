/**
 * Where the numbers of a run come from: seed, code, machine, time.
 * @module
 */
import { availableParallelism, cpus } from "node:os";
import { z } from "zod";

/**
 * The version of the library's mathematics, raised whenever a change makes an equal configuration give other numbers. It
 * belongs in every configuration that is hashed, so that old records are not mistaken for new ones.
 */
export const mathsVersion = 3;

/** Where the numbers of a run come from. */
export interface Provenance {
  /** The seed of every draw of the run. */
  readonly seed: number;
  /** The {@linkcode mathsVersion} of the run. */
  readonly library: number;
  /** Version of Deno, e.g. `2.9.6`. */
  readonly deno: string;
  /** Version of TensorFlow; absent if the run needed none. */
  readonly tensorflow?: string;
  readonly machine: {
    /** What the processor calls itself. */
    readonly cpu: string;
    /** Processors that the process may use. */
    readonly cores: number;
    /** Operating system and instruction set, e.g. `linux x86_64`. */
    readonly os: string;
  };
  /** When the work began, ISO 8601 in UTC. */
  readonly startedAt: string;
  /** Wall time of the work in seconds, over all sessions of a run that was interrupted. */
  readonly seconds: number;
  /** Workers that computed side by side. */
  readonly workers: number;
  /** The images that were used; absent in runs that were recorded before this was noted. */
  readonly images?: readonly {
    /** What they are for, e.g. `training` or `test`. */
    readonly part: string;
    readonly count: number;
    /** 16 hexadecimal digits: a digest of the images' indices. */
    readonly indices: string;
  }[];
}

const word = z.string().min(1);

const imagesSchema = z.strictObject({
  part: word,
  count: z.int().nonnegative(),
  indices: z.string().regex(/^[0-9a-f]{16}$/),
});

/** Checks a {@linkcode Provenance} that was read from a file. */
export const provenanceSchema: z.ZodType<Provenance> = z.strictObject({
  seed: z.int(),
  library: z.int().positive(),
  deno: word,
  tensorflow: z.exactOptional(word),
  machine: z.strictObject({ cpu: word, cores: z.int().positive(), os: word }),
  startedAt: z.iso.datetime(),
  seconds: z.number().nonnegative(),
  workers: z.int().positive(),
  images: z.exactOptional(z.array(imagesSchema)),
});

/** The part of a {@linkcode Provenance} that only the caller knows; one worker is the default. */
export type ProvenancePieces =
  & Pick<Provenance, "seed">
  & { readonly [Name in "workers" | "tensorflow" | "images"]?: Provenance[Name] | undefined };

/** The provenance of a run on this machine. */
export function collectProvenance(
  { seed, workers = 1, tensorflow, images, startedAt, seconds }:
    & ProvenancePieces
    & Pick<Provenance, "startedAt" | "seconds">,
): Provenance {
  return {
    seed,
    library: mathsVersion,
    deno: Deno.version.deno,
    ...(tensorflow === undefined ? {} : { tensorflow }),
    machine: {
      cpu: cpus()[0]?.model.trim() || "unknown",
      cores: availableParallelism(),
      os: `${Deno.build.os} ${Deno.build.arch}`,
    },
    startedAt,
    seconds: Math.round(seconds * 1000) / 1000,
    workers,
    ...(images === undefined ? {} : { images }),
  };
}
