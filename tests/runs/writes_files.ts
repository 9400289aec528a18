/** A child of atomic_files_test.ts: writes files that belong together to a folder until it is killed. */
import { writeFilesAtomically } from "../../lib/runs/mod.ts";
import { filesOf } from "./belonging.ts";

const [folder, first] = Deno.args;
for (let writing = Number(first);; writing += 2) {
  await writeFilesAtomically(folder!, filesOf(writing));
  if (writing < 2) console.log("begun");
}
