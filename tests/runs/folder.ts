/** What the tests of this folder share: a folder of their own, and what is in it. */

/** Gives `use` an empty folder and removes it afterwards. */
export async function inFolder(use: (directory: string) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir();
  try {
    await use(directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

/** The names in a folder, sorted. */
export function namesIn(directory: string): string[] {
  return Array.from(Deno.readDirSync(directory), ({ name }) => name).sort();
}
