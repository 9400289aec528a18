/**
 * Where the numbers of a run come from: seed, code, machine, time.
 * @module
 */
import { availableParallelism, cpus } from "node:os";
import { z } from "zod";

/**
 * The version of the library's mathematics. It is raised whenever a change makes an equal configuration give
 * other numbers, and belongs into every configuration that is hashed, so that old records are not mistaken.
 */
export const mathsVersion = 3;

/** Checks a {@linkcode Provenance} that was read from a file. */
export const provenanceSchema = z.strictObject({
  /** The seed of every draw of the run. */
  seed: z.int(),
  /** The {@linkcode mathsVersion} of the run. */
  library: z.int().positive(),
  /** Version of Deno, e.g. `2.9.6`. */
  deno: z.string().min(1),
  /** Version of TensorFlow; absent if the run needed none. */
  tensorflow: z.exactOptional(z.string().min(1)),
  machine: z.strictObject({
    /** What the processor calls itself. */
    cpu: z.string().min(1),
    /** Processors that the process may use. */
    cores: z.int().positive(),
    /** Operating system and instruction set, e.g. `linux x86_64`. */
    os: z.string().min(1),
  }),
  /** When the work began, ISO 8601 in UTC. */
  startedAt: z.iso.datetime(),
  /** Wall time of the work in seconds, over all sessions of a run that was interrupted. */
  seconds: z.number().nonnegative(),
  /** Workers that computed side by side. */
  workers: z.int().positive(),
  /** The images that were used; absent in runs that were recorded before this was noted. */
  images: z.exactOptional(
    z.array(z.strictObject({
      /** What they are for, e.g. `training` or `test`. */
      part: z.string().min(1),
      count: z.int().nonnegative(),
      /** 16 hexadecimal digits: a digest of the images' indices. */
      indices: z.string().regex(/^[0-9a-f]{16}$/),
    })).readonly(),
  ),
});

/** Where the numbers of a run come from. */
export type Provenance = z.infer<typeof provenanceSchema>;

/** The part of a {@linkcode Provenance} that only the caller knows. */
export interface ProvenancePieces {
  /** The seed of every draw of the run, a safe integer. */
  readonly seed: number;
  /** Workers that compute side by side. @default 1 */
  readonly workers?: number;
  /** Version of TensorFlow, if the run uses it. */
  readonly tensorflow?: string | undefined;
  /** The images that the run used, if they were noted. */
  readonly images?: Provenance["images"] | undefined;
}

/**
 * The provenance of a run on this machine.
 *
 * @param pieces what the caller knows; `startedAt` in ISO 8601, `seconds` of wall time
 */
export function collectProvenance(
  { seed, workers = 1, tensorflow, images, startedAt, seconds }: ProvenancePieces & {
    readonly startedAt: string;
    readonly seconds: number;
  },
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
