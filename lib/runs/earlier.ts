/**
 * Runs that an earlier version of the mathematics made, read beside those of this one.
 * @module
 */
import type { Json } from "./configuration.ts";
import { mathsVersion } from "./provenance.ts";
import { loadOr, type Store } from "./store.ts";

/**
 * A store that looks for a run among earlier ones before it computes it. A loaded run's provenance names the version that
 * made it.
 *
 * @param earlier runs of an earlier version; they are only read
 * @param library that version, which their configurations have in place of {@linkcode mathsVersion}
 */
export function withEarlier(store: Store, earlier: Store, library: number): Store {
  const load: Store["load"] = async (kind, configuration, schema) =>
    await store.load(kind, configuration, schema) ??
      await earlier.load(kind, madeBy(library, configuration as Json), schema);
  return { ...store, load, once: loadOr(load, store.once) };
}

/** The same configuration of another version, and of the models in it. */
function madeBy(library: number, configuration: Json): Json {
  if (Array.isArray(configuration)) return configuration.map((item) => madeBy(library, item));
  if (typeof configuration !== "object" || configuration === null) return configuration;
  return Object.fromEntries(
    Object.entries(configuration).map(([name, value]) => [
      name,
      name === "library" && value === mathsVersion ? library : madeBy(library, value as Json),
    ]),
  );
}
