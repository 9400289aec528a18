/**
 * All experiments of the tiny profile in the folder that the first argument names, with checkpoints as often as can be:
 * a process to be killed, starved of disk, or started twice. Prints a line whenever something is done. With a second
 * argument the clock on the wall jumps, back and forth by up to a year at each look.
 * @module
 */
import { openLaboratory } from "../../lib/experiments/mod.ts";
import { openStore } from "../../lib/runs/mod.ts";
import { everything, tiny } from "../experiments/tiny.ts";

if (Deno.args.length > 1) {
  const YEAR = 366 * 24 * 3600 * 1000;
  const Real = Date;
  const look = () => Real.now() + YEAR * (2 * Math.random() - 1);
  globalThis.Date = class extends Real {
    constructor(...when: [] | [number]) {
      super(...(when.length === 0 ? [look()] as const : when));
    }
    static override now = look;
  } as DateConstructor;
}

const lab = openLaboratory(tiny, { store: openStore(Deno.args[0]!), workers: 2, checkpointSeconds: 0 });
await everything(lab, (experiment, done) => console.log(experiment, done));
await lab.close();
