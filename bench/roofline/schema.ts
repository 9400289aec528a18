/**
 * The roofline as it is kept.
 * @module
 */
import { z } from "zod";
import { sizeNames } from "../case.ts";
import { ways } from "./counts.ts";

/** What is run at each size, in one thread. */
export const runNames = ["dropped", "allOn", "alone", "score"] as const;

/** One kind of work in a run, summed over its calls; of one image. */
const part = z.object({
  name: z.string(),
  way: z.enum(ways),
  seconds: z.number(),
  operations: z.number(),
  bytes: z.number(),
  /** Seconds that it takes at least. */
  least: z.number(),
});

/** Where the time of a run goes, of one image. */
const breakdown = z.object({
  size: z.enum(sizeNames),
  run: z.enum(runNames),
  /** Of the whole, measured without the meter. */
  seconds: z.number(),
  parts: z.array(part),
});

/** What the processor can do, and what the kernels make of it. */
export const rooflineSchema = z.object({
  limits: z.object({
    /** Floating-point operations a second. */
    flops: z.number(),
    /** Bytes read and written a second by copies of so many bytes. */
    copies: z.array(z.object({ bytes: z.number(), bytesPerSecond: z.number() })),
  }),
  runs: z.array(breakdown),
});
export type Part = z.infer<typeof part>;
export type Breakdown = z.infer<typeof breakdown>;
export type Roofline = z.infer<typeof rooflineSchema>;
