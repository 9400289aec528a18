/**
 * Files damaged in one place, and what is made of them.
 * @module
 */
import { integer, type Prng } from "../../lib/random.ts";

/** Ways to damage a file's content; `other` is that of another whole file of the kind. */
export const damages = {
  "bit flipped": (rng: Prng, bytes: Uint8Array, _other: Uint8Array) => {
    const damaged = Uint8Array.from(bytes);
    damaged[integer(rng, bytes.length)]! ^= 1 << integer(rng, 8);
    return damaged;
  },
  "cut off": (rng: Prng, bytes: Uint8Array, _other: Uint8Array) => bytes.slice(0, integer(rng, bytes.length)),
  "foreign": (_rng: Prng, _bytes: Uint8Array, other: Uint8Array) => other,
  "noise": (rng: Prng, bytes: Uint8Array, _other: Uint8Array) =>
    Uint8Array.from({ length: integer(rng, bytes.length) + 1 }, () => integer(rng, 256)),
} as const;

/** In turn, most of them the flip of a bit. */
const turns = ["bit flipped", "cut off", "bit flipped", "foreign", "bit flipped", "noise"] as const;

/** A file of a kind, and how it is used. */
export interface Target {
  readonly kind: string;
  readonly path: string;
  /** Another whole file of the same kind, for whose content the file's may be mistaken. */
  readonly other: string;
  /** Uses the file; returns the result. Throws if the file is refused. */
  use(): Promise<unknown>;
  /** What else may come of some damaged content than of the whole file. @default nothing */
  readonly instead?: (damaged: Uint8Array) => readonly unknown[];
  /** Words that a refusal must have. */
  readonly refusal: RegExp;
  /**
   * Whether the damaged file may be given another name and the work begin at an earlier place: so with checkpoints.
   * Else the file must stay where it is, as it is.
   */
  readonly setAside: boolean;
}

/** How often something was damaged, by kind of file, and what went wrong. */
export interface DamageReport {
  readonly counts: Readonly<Record<string, number>>;
  readonly faults: readonly string[];
}

/** Damages files, each so many times in all ways; after each the file is put back as it was. */
export async function damageFiles(
  rng: Prng,
  targets: readonly Target[],
  times: number,
): Promise<DamageReport> {
  const counts: Record<string, number> = {};
  const faults: string[] = [];
  for (const { kind, path, other, use, instead = () => [], refusal, setAside } of targets) {
    const [whole, foreign] = [await Deno.readFile(path), await Deno.readFile(other)];
    const result = await use();
    for (let time = 0; time < times; time++) {
      const how = turns[time % turns.length]!;
      const damaged = damages[how](rng, whole, foreign);
      const expected = [result, ...instead(damaged)].map((value) => JSON.stringify(value));
      await Deno.writeFile(path, damaged);
      counts[kind] = (counts[kind] ?? 0) + 1;
      const fault = await faultOf(use, expected, refusal);
      if (fault !== undefined) faults.push(`${kind}, ${how}: ${fault}`);
      const kept = await stillThere(path, damaged);
      if (!kept && !setAside) faults.push(`${kind}, ${how}: the damaged file was changed or removed`);
      await Deno.writeFile(path, whole);
    }
  }
  return { counts, faults };
}

/** Nothing if the use was refused in clear words, or gave what the whole file gives. */
async function faultOf(
  use: () => Promise<unknown>,
  expected: readonly (string | undefined)[],
  refusal: RegExp,
): Promise<string | undefined> {
  try {
    const found = JSON.stringify(await use());
    return expected.includes(found) ? undefined : `used, and gave ${found?.slice(0, 200)}`;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return refusal.test(message) ? undefined : `refused without saying what to do: ${message}`;
  }
}

async function stillThere(path: string, content: Uint8Array): Promise<boolean> {
  try {
    const found = await Deno.readFile(path);
    return found.length === content.length && found.every((byte, index) => byte === content[index]);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
