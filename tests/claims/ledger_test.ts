import { assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { ledger } from "../../lib/claims/mod.ts";
import { profiles } from "../../lib/profiles.ts";
import { correlationConfiguration } from "../../lib/records.ts";
import { collectProvenance, openStore } from "../../lib/runs/mod.ts";
import { inFolder } from "../runs/folder.ts";

const result = {
  candidates: [1, 2, 3].map((rank) => ({
    architecture: `a${rank}`,
    oneShot: rank / 4,
    standAlone: [0.8 + rank / 100],
    parameters: 1,
    multiplyAdds: 1,
  })),
};
const provenance = collectProvenance({ seed: 1, startedAt: "2026-01-01T00:00:00.000Z", seconds: 1 });

Deno.test("ledger() reads the first store that has the run, and says where none has", async () => {
  await inFolder(async (folder) => {
    const stores = [openStore(`${folder}/runs`), openStore(`${folder}/records`)];
    assertEquals((await ledger(profiles.quick, stores))[0]!.verdict, "not run");
    await stores[1]!.save("correlation", correlationConfiguration(profiles.quick), result, provenance);
    assertAlmostEquals((await ledger(profiles.quick, stores))[0]!.estimate!, 1, 1e-12);
    assertEquals((await ledger(profiles.standard, stores))[0]!.estimate, null);
  });
});

Deno.test("ledger() refuses a run of another form", async () => {
  await inFolder(async (folder) => {
    const store = openStore(folder);
    const wrong = { candidates: [{ architecture: "a", oneShot: 2 }] };
    await store.save("correlation", correlationConfiguration(profiles.quick), wrong, provenance);
    await assertRejects(() => ledger(profiles.quick, [store]), Deno.errors.InvalidData, "oneShot");
  });
});
