/** All bugs that `deno task mutants` plants. */
import type { Mutant } from "./mutant.ts";
import { trainingMutants } from "./training.ts";

export const mutants: readonly Mutant[] = [...trainingMutants];
