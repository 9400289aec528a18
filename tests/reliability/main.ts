/**
 * `deno task reliability [--kills 200] [--flips 150] [--save]`: kills and damage, more of both than the tests do.
 * Prints a table; `--save` keeps it with the project.
 * @module
 */
import { parseArgs } from "node:util";
import { prng } from "../../lib/random.ts";
import { resultsIn } from "../experiments/tiny.ts";
import { damageFiles } from "./damage.ts";
import { finish, killAtRandom } from "./kills.ts";
import { type ReliabilityReport, saveReport } from "./report.ts";
import { makeTargets } from "./targets.ts";

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "200" },
    flips: { type: "string", default: "150" },
    save: { type: "boolean", default: false },
  },
});
const [wantedKills, flips] = [values.kills, values.flips].map((text) => {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count > 0) return count;
  throw new RangeError(`Cannot do something ${text} times: expected an integer from 1`);
}) as [number, number];

const folder = await Deno.makeTempDir();
const rows: ReliabilityReport["rows"] = [];
try {
  await finish(`${folder}/whole`);
  const wanted = await resultsIn(`${folder}/whole`);
  const { kills, finished, different } = await killAtRandom(`${folder}/killed`, wantedKills, wanted);
  rows.push({
    what: "killed (SIGKILL) at random moments of training, scoring, searches and trainings from scratch",
    times: kills,
    outcome: `the same results to the bit as without a kill; ${finished} times to the end`,
    faults: different.length,
  });
  const { counts, faults } = await damageFiles(
    prng(1, "damage"),
    await makeTargets(`${folder}/files`),
    flips,
  );
  for (const [kind, times] of Object.entries(counts)) {
    rows.push({
      what: `damaged: a file of ${
        kind === "images" || kind === "labels" ? `the data set's ${kind}` : `kind ${kind}`
      }`,
      times,
      outcome: kind === "checkpoint"
        ? "set aside under another name; the one before is used"
        : "refused in clear words, and kept as it is",
      faults: faults.filter((fault) => fault.startsWith(kind)).length,
    });
  }
  for (const fault of [...different, ...faults]) console.error(fault);
} finally {
  await Deno.remove(folder, { recursive: true });
}
console.table(rows);
if (values.save) await saveReport({ date: new Date().toISOString(), rows });
