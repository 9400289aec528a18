/**
 * `deno task reliability`: kills, damage and mishaps, more of each than the tests do.
 * @module
 */
import { runCli } from "../../lib/cli.ts";
import { integer, prng, uniform } from "../../lib/random.ts";
import { resultsIn } from "../experiments/tiny.ts";
import { damageFiles } from "./damage.ts";
import { killAtRandom } from "./kills.ts";
import { canMount, fillDisk, interruptTwice, jumpClock, lockFolder, startTwice } from "./mishaps.ts";
import { finish } from "./processes.ts";
import { type ReliabilityReport, saveReport } from "./report.ts";
import { makeTargets } from "./targets.ts";

const usage = `deno task reliability [options]   kill, damage and starve runs at random, and count the results

  --kills N     kills at random moments, 200 by default
  --flips N     damaged files of each kind, 150 by default
  --mishaps N   full disks, double starts and the like, of each, 10 by default
  --save        keep the counts with the project, for the README`;

await runCli({
  usage,
  options: {
    kills: { type: "string", default: "200" },
    flips: { type: "string", default: "150" },
    mishaps: { type: "string", default: "10" },
    save: { type: "boolean" },
  },
  run: ({ kills, flips, mishaps, save = false }) =>
    tryAll({ kills: countOf(kills), flips: countOf(flips), mishaps: countOf(mishaps), save }),
});

function countOf(text: string): number {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count > 0) return count;
  throw new RangeError(`Cannot do something ${text} times: expected an integer from 1`);
}

/** How often, and whether the counts are kept. */
interface Wish {
  readonly kills: number;
  readonly flips: number;
  readonly mishaps: number;
  readonly save: boolean;
}

async function tryAll({ kills: wantedKills, flips, mishaps, save }: Wish): Promise<void> {
  const folder = await Deno.makeTempDir();
  const rows: ReliabilityReport["rows"] = [];
  const say = (what: string, times: number, outcome: string, faults: readonly string[]) => {
    rows.push({ what, times, outcome, faults: faults.length });
    console.log(`${what}: ${times} times, ${faults.length} faults`);
    for (const fault of faults) console.error(`  ${fault}`);
  };

  try {
    await finish(`${folder}/whole`);
    const wanted = await resultsIn(`${folder}/whole`);

    const { kills, finished, different, failed } = await killAtRandom(
      `${folder}/killed`,
      wantedKills,
      wanted,
    );
    say(
      "killed (SIGKILL) at random moments of training, scoring, searches and trainings from scratch",
      kills,
      `the same results to the bit as without a kill; ${finished} times to the end`,
      [...failed, ...different],
    );

    const rng = prng(1, "mishaps");
    /** From the first of the experiments into the last of them, which takes about this long. */
    const moment = () => 1 + 4 * uniform(rng);
    const goesOn = "the same results to the bit";
    const repeat = async (
      what: string,
      outcome: string,
      happen: (place: string) => Promise<readonly string[]>,
    ) => {
      const faults: string[] = [];
      for (let time = 0; time < mishaps; time++) {
        const place = await Deno.makeTempDir({ dir: folder });
        // However much went wrong in it, a time counts once.
        const [fault] = await happen(place);
        if (fault !== undefined) faults.push(fault);
        await Deno.remove(place, { recursive: true });
      }
      say(what, mishaps, outcome, faults);
    };
    await repeat(
      "started twice at once, both killed at a random moment, started twice again",
      goesOn,
      (place) => startTwice(place, wanted, moment()),
    );
    await repeat(
      "Ctrl-C twice at a random moment, started again",
      goesOn,
      (place) => interruptTwice(place, wanted, moment()),
    );
    await repeat(
      "a clock that jumps by up to a year, back and forth, at each look",
      goesOn,
      (place) => jumpClock(place, wanted),
    );
    if (await canMount()) {
      await repeat(
        "a disk that is full after 40 to 200 kB, made larger, started again",
        `an error that says what to do, then ${goesOn}`,
        (place) => fillDisk(place, wanted, 40 + integer(rng, 161)),
      );
      await repeat("a folder that can't be written", "an error that says what to do", lockFolder);
    } else console.error("No disks can be made here: a full and a read-only one are left out");

    const targets = await makeTargets(`${folder}/files`);
    const outcomes: Readonly<Record<string, string>> = {
      "checkpoint": "set aside under another name; the one before is used",
      "archive of runs":
        "refused in clear words, and kept as it is; cut exactly at a line's end, it has fewer runs",
    };
    const { counts, faults } = await damageFiles(prng(1, "damage"), targets, flips);
    for (const [kind, times] of Object.entries(counts)) {
      say(
        `a file damaged by a flipped bit, cut off, or full of another's content or of noise: ${kind}`,
        times,
        outcomes[kind] ?? "refused in clear words, and kept as it is",
        faults.filter((fault) => fault.startsWith(kind)),
      );
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  if (save) await saveReport({ date: new Date().toISOString(), rows });
}
