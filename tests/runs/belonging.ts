/** Files that say of which writing they are. */
const names = ["model", "weights", "classes"];

/** Three files of a writing; some are long, so that a writer can be killed within them. */
export function filesOf(writing: number): Record<string, Uint8Array> {
  return Object.fromEntries(
    names.map((name, index) => [name, new Uint8Array(10 ** (2 * index)).fill(writing % 251)]),
  );
}

/** Which writings the files of a folder that are there are of, and how many are there. */
export function writingsIn(folder: string): { readonly writings: number[]; readonly count: number } {
  const found = names.flatMap((name) => {
    try {
      return [[...new Set(Deno.readFileSync(`${folder}/${name}`))]];
    } catch {
      return [];
    }
  });
  return { writings: [...new Set(found.flat())], count: found.length };
}
