/** A bug to plant, and the test that is about it. */
export interface Mutant {
  /** What the library then does wrong, in a few words. */
  readonly bug: string;
  /** The file with the bug, from the project's root. */
  readonly file: string;
  /** Text that stands in the file exactly once, and what takes its place. */
  readonly search: string;
  readonly replace: string;
  /** The file of the test that must fail, and a part of the test's name. */
  readonly test: readonly [file: string, name: string];
}

/** Whether a mutant is one of our own kernels, so that the addon has to be built with it. */
export function isNative({ file }: Mutant): boolean {
  return /\.(cc|h)$/.test(file);
}
