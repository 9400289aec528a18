import { assertThrows } from "@std/assert";
import { type TrainingSettings, validateSettings } from "../../lib/training/mod.ts";
import { settings } from "./tiny.ts";

/** Settings with one value, named by its path, changed. */
function withValue(path: string, value: unknown): TrainingSettings {
  const changed = structuredClone(settings) as unknown as Record<string, unknown>;
  const names = path.split(".");
  const last = names.pop()!;
  const owner = names.reduce((part, name) => part[name] as Record<string, unknown>, changed);
  owner[last] = value;
  return changed as unknown as TrainingSettings;
}

const bad: readonly (readonly [string, readonly unknown[], string])[] = [
  ["steps", [0, -1, 1.5, NaN, Infinity, undefined, null, true], "a positive integer"],
  ["ghosts.count", [0, 2.5, NaN], "a positive integer"],
  ["ghosts.size", [0, -4, Infinity], "a positive integer"],
  ["learningRate", [0, -0.1, NaN, Infinity], "a positive number"],
  ["warmUp", [-0.1, 1, NaN], "0 or more and less than 1"],
  ["momentum", [-0.1, 1, NaN], "0 or more and less than 1"],
  ["clipNorm", [0, -1, NaN], "a positive number"],
  ["decay.strength", [-1e-4, NaN, Infinity], "0 or more"],
  ["dropout.rate", [-0.1, 1, NaN], "0 or more and less than 1"],
  ["ghosts", [undefined, 3, null], "an object with count, size, masks"],
  ["augmentation.crop", [-1, 0.5, undefined], "an integer from 0"],
  ["augmentation.flip", [0, undefined], "true or false"],
];
const words: readonly (readonly [string, string])[] = [
  ["ghosts.masks", '"ghost" or "batch"'],
  ["decay.on", '"retained" or "all"'],
  ["dropout.ramp", '"linear" or "none"'],
  ["statistics", '"batch" or "running"'],
];

for (const [path, values, wanted] of bad) {
  Deno.test(`validateSettings() refuses ${path} out of range and says what it wants`, () => {
    for (const value of values) {
      const message = `Cannot train with ${path} = ${value}: expected ${wanted}`;
      assertThrows(() => validateSettings(withValue(path, value)), RangeError, message);
    }
  });
}

Deno.test("validateSettings() refuses words that mean nothing", () => {
  for (const [path, wanted] of words) {
    assertThrows(
      () => validateSettings(withValue(path, "rising")),
      RangeError,
      `Cannot train with ${path} = "rising": expected ${wanted}`,
    );
  }
});

Deno.test("validateSettings() refuses names that it doesn't know", () => {
  assertThrows(
    () => validateSettings(withValue("dropout.rte", 0.1)),
    RangeError,
    "Cannot train with dropout.rte = 0.1: expected a name among rate, ramp; did you mean rate?",
  );
  assertThrows(
    () => validateSettings("fast" as unknown as TrainingSettings),
    RangeError,
    'Cannot train with settings = "fast": expected an object with steps, ghosts, learningRate',
  );
});

Deno.test("validateSettings() accepts the ends of the ranges", () => {
  const good: readonly (readonly [string, number])[] = [
    ["steps", 1],
    ["ghosts.count", 1],
    ["ghosts.size", 1],
    ["warmUp", 0],
    ["momentum", 0],
    ["clipNorm", Infinity],
    ["decay.strength", 0],
    ["dropout.rate", 0],
  ];
  for (const [path, value] of good) validateSettings(withValue(path, value));
});
