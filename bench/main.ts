/**
 * `deno task bench [--parts compare,scaling,long] [--sizes pilot,small,middle,paper] [--candidates 20000] [--json]
 * [--save]`: the library against PyTorch, how its cost grows, and a long search, on this machine. Prints a table, or
 * with `--json` the rows; `--save` keeps what was measured with the project.
 * @module
 */
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { loadRuntime } from "../lib/engine/mod.ts";
import { allPaths, networkCost, paperSpace } from "../lib/space/mod.ts";
import { type SizeName, sizeNames, sizes } from "./case.ts";
import { compareSize } from "./compare.ts";
import { benchFolder, installPeer, openPeer } from "./peer.ts";
import { type Report, type Row, saveReport } from "./report.ts";
import { scoreLong } from "./long.ts";
import { measureScaling } from "./scaling.ts";

const { values } = parseArgs({
  options: {
    parts: { type: "string", default: "compare,scaling,long" },
    candidates: { type: "string", default: "20000" },
    sizes: { type: "string", default: "pilot,small,middle" },
    json: { type: "boolean", default: false },
    save: { type: "boolean", default: false },
  },
});
const chosen = listOf("size", sizeNames, values.sizes);
const parts = listOf("part", ["compare", "scaling", "long"] as const, values.parts);
const candidates = Number(values.candidates);
if (!Number.isSafeInteger(candidates) || candidates < 100) {
  throw new RangeError(`Cannot score ${values.candidates} candidates: expected an integer from 100`);
}
const log = (line: string): void => console.error(line);

const runtime = await loadRuntime();
const python = parts.includes("compare") ? await installPeer(log) : "";
const rows: Row[] = [];
const costs: Report["costs"] = [];
// Saved part by part: the whole takes most of an hour.
const save = async (part: Partial<Report>): Promise<void> => {
  if (!values.save) return;
  await saveReport({
    date: new Date().toISOString(),
    machine: await machineText(),
    versions: { deno: Deno.version.deno, tensorflow: runtime.binding.TF_Version, torch: "2.13.0" },
    ...part,
  });
};
if (parts.includes("compare")) {
  for (const size of chosen) {
    await compareSize(runtime, python, size, (row) => {
      rows.push(row);
      log(
        `  ${row.name}: ${row.ours.toPrecision(3)} against ${
          row.peer.toPrecision(3)
        } ${row.unit}, ${row.setting}`,
      );
    }, log);
    costs.push(await costOf(size));
    await save({ rows: rows.filter((row) => row.size === size), costs: costs.slice(-1) });
  }
}
if (parts.includes("scaling")) await save({ scaling: await measureScaling(runtime, log) });
if (parts.includes("long")) await save({ long: await scoreLong(runtime, candidates, log) });
if (values.json) console.log(JSON.stringify(rows));
else {
  console.table(
    rows.map(({ name, size, cores, ours, peer, unit, ratio }) => ({
      name,
      size,
      cores,
      ours,
      peer,
      unit,
      ratio,
    })),
  );
}
Deno.exit(0);

/** Cores, processor and the widest vectors it computes with, which speed depends on most. */
async function machineText(): Promise<string> {
  // Deno itself may read /proc only with all permissions.
  const flags = await new Deno.Command("cat", { args: ["/proc/cpuinfo"], stderr: "null" }).output()
    .then(({ stdout }) => new TextDecoder().decode(stdout), () => "");
  const vectors = [["avx512f", "AVX-512"], ["avx2", "AVX2"]].find(([flag]) => flags.includes(` ${flag} `))
    ?.[1];
  const machine = `${navigator.hardwareConcurrency} x ${cpus()[0]?.model.trim()}`;
  return vectors === undefined ? machine : `${machine} (${vectors})`;
}

/** The names in a list, checked. */
function listOf<Name extends string>(what: string, names: readonly Name[], list: string): Name[] {
  return list.split(",").map((name) => {
    if ((names as readonly string[]).includes(name)) return name as Name;
    throw new RangeError(`Cannot measure ${what} "${name}": expected some of ${names.join(", ")}`);
  });
}

/** Start-up, memory and utilisation of both sides at a size, after it was compared. */
async function costOf(size: SizeName) {
  const output = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", join(import.meta.dirname!, "start.ts"), size],
    stderr: "null",
  }).output();
  const ours = JSON.parse(new TextDecoder().decode(output.stdout).trim().split("\n").at(-1)!);
  const setting = {
    ...{
      kind: "sparse",
      compile: false,
      channelsLast: false,
      together: false,
      processes: 1,
      threads: 2,
    } as const,
  };
  const began = performance.now();
  const peer = await openPeer(python, join(benchFolder, size), setting);
  await peer.ask({ do: "train", drop: "allOn", count: 1 });
  const firstStepSeconds = (performance.now() - began) / 1000;
  await peer.ask({ do: "train", drop: "allOn", count: 4 });
  const [memory] = await peer.ask({ do: "memory" });
  const [peak] = await peer.ask({ do: "peak" });
  await peer.close();
  const { multiplyAdds } = networkCost(paperSpace, sizes[size].shape, allPaths(paperSpace));
  // Forward once and backward twice, two operations each.
  const perImage = 6 * multiplyAdds;
  const row = rows.find((row) => row.name === "train-all-on" && row.size === size && row.cores === 2)!;
  const flops = peak!.flops as number;
  return {
    size,
    ours: { ...ours, utilisation: row.ours * perImage / flops },
    peer: { firstStepSeconds, peakBytes: memory!.bytes as number, utilisation: row.peer * perImage / flops },
    matrixPeakFlops: flops,
  };
}
