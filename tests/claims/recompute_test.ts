/** The published estimates, recomputed from the raw records by a program in Python that shares no code with the library. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { archivedStore, chooseGroups, NotRecorded, openReadOnly } from "../../lib/experiments/mod.ts";
import { ledger } from "../../lib/claims/mod.ts";
import { type Profile, profiles } from "../../lib/profiles/mod.ts";
import { projectRoot, recordsFolder, venvPython } from "../../lib/project.ts";

const program = fileURLToPath(new URL("recompute.py", import.meta.url));

/** The folders of the records that come with the project. */
function recordsOf({ name, earlier }: Profile) {
  return [name, ...(earlier === undefined ? [] : [earlier.profile])].map((name) => join(recordsFolder, name));
}

async function recompute(profile: Profile, groups: unknown): Promise<Record<string, number | null>> {
  const child = new Deno.Command(venvPython(projectRoot), {
    args: ["-I", program],
    ...{ stdin: "piped", stdout: "piped", stderr: "piped" },
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(
    new TextEncoder().encode(JSON.stringify({ profile, folders: recordsOf(profile), groups })),
  );
  await writer.close();
  const { code, stdout, stderr } = await child.output();
  assertEquals(code, 0, new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}

for (const profile of [profiles.standard]) {
  Deno.test(`another program finds the same estimates in the records of ${profile.name}`, async () => {
    const lab = openReadOnly(profile, archivedStore(profile));
    const groups = await chooseGroups(lab).catch((error) => {
      if (error instanceof NotRecorded) return undefined;
      throw error;
    });
    const entries = await ledger(profile, lab);
    const found = await recompute(profile, groups);
    assertEquals(Object.keys(found), entries.map(({ id }) => id));
    let compared = 0;
    for (const { id, estimate } of entries) {
      if (estimate === null || found[id] === null) {
        assertEquals(found[id], estimate, id);
      } else {
        assertAlmostEquals(found[id]!, estimate, 1e-9, id);
        compared++;
      }
    }
    assert(compared > 0);
  });
}
