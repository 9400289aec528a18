/**
 * What a training does, as plain data: it is part of a run's configuration, so it says everything that the result
 * depends on, and nothing else (no worker count, no paths of files).
 * @module
 */
import { z } from "zod";
import type { Augmentation } from "../datasets/mod.ts";
import type { Decay, GhostBatches, PathDropout } from "../tricks/mod.ts";

/** Settings of a training, of the one-shot model or of a stand-alone network. */
export interface TrainingSettings {
  /** Optimiser steps. */
  readonly steps: number;
  readonly ghosts: GhostBatches;
  /** Largest learning rate; see {@linkcode learningRate}. */
  readonly learningRate: number;
  /** Share of the steps over which the learning rate rises from 0. */
  readonly warmUp: number;
  /** Nesterov momentum, 0 to less than 1. */
  readonly momentum: number;
  /** Largest Euclidean norm of a step's gradient; longer ones are shortened to it. */
  readonly clipNorm: number;
  readonly decay: Decay;
  /** Rate 0 for stand-alone networks. */
  readonly dropout: PathDropout;
  /** Normalise with the batch's own statistics, as in the paper, or in evaluation with running averages. */
  readonly statistics: "batch" | "running";
  readonly augmentation: Augmentation;
}

const number = (holds: (value: number) => boolean, wanted: string) =>
  z.custom<number>((value) => typeof value === "number" && holds(value), wanted);
const positiveInteger = number((value) => Number.isSafeInteger(value) && value > 0, "a positive integer");
const below1 = (name: string) => number((value) => value >= 0 && value < 1, `0 <= ${name} < 1`);
const oneOf = (...words: readonly string[]) =>
  z.custom<string>((value) => words.some((word) => word === value), words.map(write).join(" or "));

function members<Shape extends z.ZodRawShape>(shape: Shape) {
  const names = Object.keys(shape).join(", ");
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? `found ${(issue["keys"] as string[]).map(write).join(", ")} among them, expected ${names} only`
        : `an object with ${names}`,
  });
}

/** A value as it would stand in code, on one line and not at length. */
function write(value: unknown): string {
  const options = { breakLength: Infinity, depth: 1, iterableLimit: 4, strAbbreviateSize: 40 };
  return Deno.inspect(value, options).replaceAll("\n", " ");
}

const schema = members({
  steps: positiveInteger,
  ghosts: members({ count: positiveInteger, size: positiveInteger, masks: oneOf("ghost", "batch") }),
  learningRate: number((value) => value > 0 && value < Infinity, "a positive number"),
  warmUp: below1("warmUp"),
  momentum: below1("momentum"),
  clipNorm: number((value) => value > 0, "a positive number"),
  decay: members({
    strength: number((value) => value >= 0 && value < Infinity, "0 or more"),
    on: oneOf("retained", "all"),
  }),
  dropout: members({ rate: below1("rate"), ramp: oneOf("linear", "none") }),
  statistics: oneOf("batch", "running"),
  augmentation: members({
    flip: z.boolean("true or false"),
    crop: number((value) => Number.isSafeInteger(value) && value >= 0, "an integer from 0"),
  }),
});

/**
 * Checks settings, their names and words, too: a notebook's cells run without a check of types.
 *
 * @throws {RangeError} naming the first setting that is unknown or out of range, its value and what is accepted
 */
export function validateSettings(settings: TrainingSettings): void {
  const [issue] = schema.safeParse(settings, { reportInput: true }).error?.issues ?? [];
  if (issue === undefined) return;
  const name = issue.path.length === 0 ? "settings" : issue.path.join(".");
  const fault = issue.code === "unrecognized_keys"
    ? `: ${issue.message}`
    : ` = ${write(issue.input)}: expected ${issue.message}`;
  throw new RangeError(`Cannot train with ${name}${fault}`);
}
