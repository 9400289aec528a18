/**
 * A cold start of the library in a process of its own: seconds from its first line to the end of the first step with
 * two workers, and the most memory it held over a few more. Run by the benchmark; the peer's counterpart is
 * `peer/serve.py`.
 * @module
 */
const began = performance.now();
const { loadRuntime } = await import("../lib/engine/mod.ts");
const { makeCase } = await import("./case.ts");
const { openOurs, WARM_STEPS } = await import("./ours.ts");
const made = makeCase(Deno.args[0] as "pilot", 1);
const ours = openOurs(await loadRuntime(), made, 2);
await ours.train("allOn", 1 - WARM_STEPS);
const firstStepSeconds = (performance.now() - began) / 1000;
await ours.train("allOn", 4);
const status = await Deno.readTextFile("/proc/self/status");
const peakBytes = 1024 * Number(/VmHWM:\s+(\d+)/.exec(status)![1]);
ours.close();
console.log(JSON.stringify({ firstStepSeconds, peakBytes }));
Deno.exit(0);
