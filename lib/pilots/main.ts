/**
 * `deno task pilots`: makes the pilots, or loads them, and prints what they found.
 * @module
 */
import { join } from "node:path";
import { runCli } from "../cli.ts";
import { recordsFolder, runsFolder } from "../project.ts";
import { archiveRuns } from "../runs/mod.ts";
import { quantile } from "../stats/mod.ts";
import { findPilot, type PilotResult, PILOTS } from "./find.ts";
import { pilots } from "./pilots.ts";

const usage = `deno task pilots [options]   print what the pilots for the profile cifar found

  --run    make those that are not recorded; each takes minutes, and needs CIFAR-10
  --save   keep what was made with the project`;

await runCli({
  usage,
  options: { run: { type: "boolean" }, save: { type: "boolean" } },
  async run({ run, save }) {
    for (const pilot of pilots) {
      const found = await findPilot(pilot, run ?? false);
      const text = found === undefined ? "not recorded" : describe(found);
      console.log(`${pilot.name.padEnd(36)}  ${text}`);
    }
    if (save) {
      const isKept = ({ kind }: { readonly kind: string }) => kind !== "weights";
      await archiveRuns(join(recordsFolder, PILOTS), join(runsFolder, PILOTS), isKept);
    }
  },
});

function describe(found: PilotResult): string {
  if (!("allOn" in found)) return `networks ${spread(found)}`;
  const { allOn, candidates, seconds } = found;
  return `all on ${allOn.accuracy.toFixed(3)}, candidates ${spread(candidates)}; ${Math.round(seconds)} s`;
}

function spread(networks: readonly { readonly accuracy: number }[]): string {
  const accuracies = networks.map(({ accuracy }) => accuracy);
  const [least, median, most] = [0, 0.5, 1].map((share) => quantile(accuracies, share).toFixed(3));
  return `${least} to ${most}, median ${median}`;
}
