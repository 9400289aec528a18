import { assertEquals } from "@std/assert";
import { z } from "zod";
import { collectProvenance, mathsVersion, openStore, withEarlier } from "../../lib/runs/mod.ts";
import { inFolder, namesIn } from "./folder.ts";

const schema = z.number();
const provenance = collectProvenance({ seed: 1, startedAt: "2024-01-01T00:00:00.000Z", seconds: 3 });
const configured = (library: number, seed: number) => ({
  library,
  model: { library, seed },
  list: [{ library }],
  note: { library: "a word" },
});

Deno.test("withEarlier() loads what an earlier version made, computes the rest, and prefers its own", () =>
  inFolder(async (folder) => {
    const older = openStore(`${folder}/older`);
    const store = withEarlier(openStore(`${folder}/newer`), older, 1);
    for (const seed of [1, 2]) {
      await older.save("kind", configured(1, seed), seed, { ...provenance, library: 1 });
    }
    const once = (seed: number) =>
      store.once("kind", configured(mathsVersion, seed), schema, () => Promise.resolve(10 * seed), { seed });
    const found = await store.load("kind", configured(mathsVersion, 1), schema);
    assertEquals([found!.result, found!.provenance.library], [1, 1]);

    const loaded = await once(2);
    assertEquals([loaded.run.result, loaded.run.provenance.library, loaded.loaded], [2, 1, true]);
    const computed = await once(3);
    const { result, provenance: { library } } = computed.run;
    assertEquals([result, library, computed.loaded], [30, mathsVersion, false]);
    assertEquals((await once(3)).loaded, true);
    // Nothing is written among the older ones, and what is both here and there is taken from here.
    assertEquals(namesIn(`${folder}/older/kind`).length, 2);
    await store.save("kind", configured(mathsVersion, 1), 7, provenance);
    assertEquals((await once(1)).run.result, 7);
  }));
