/** All bugs that `deno task mutants` plants: most would make a wrong result in silence. */
import { imageMutants } from "./images.ts";
import type { Mutant } from "./mutant.ts";
import { nativeMutants } from "./native.ts";
import { networkMutants } from "./networks.ts";
import { roomMutants } from "./rooms.ts";
import { trainingMutants } from "./training.ts";

export const mutants: readonly Mutant[] = [
  ...imageMutants,
  ...trainingMutants,
  ...networkMutants,
  ...nativeMutants,
  ...roomMutants,
];
