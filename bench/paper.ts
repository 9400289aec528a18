/**
 * The one-shot model of the paper's shape in training, in a process of its own: how far it comes in the seconds of the
 * argument, and the most memory it held. Run by the benchmark.
 * @module
 */
import { loadRuntime } from "../lib/engine/mod.ts";
import { makeCase } from "./case.ts";
import { openOurs } from "./ours.ts";

const seconds = Number(Deno.args[0]);
const made = makeCase("paper", 1);
const { count, size } = made.task.dropped.settings.ghosts;
const ours = openOurs(await loadRuntime(), made, navigator.hardwareConcurrency);
const steps = Math.max(1, Math.floor(2 * seconds / await ours.train("dropped", 2)));
const taken = await ours.train("dropped", steps);
const status = await Deno.readTextFile("/proc/self/status");
const peakBytes = 1024 * Number(/VmHWM:\s+(\d+)/.exec(status)![1]);
ours.close();
console.log(JSON.stringify({ steps, images: steps * count * size, seconds: taken, peakBytes }));
Deno.exit(0);
