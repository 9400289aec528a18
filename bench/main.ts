/**
 * `deno task bench`: the library against PyTorch and JAX, where its time goes, how its cost grows, a long search, and
 * the paper's shape, on this machine.
 * @module
 */
import { cpus } from "node:os";
import { join } from "node:path";
import { runCli } from "../lib/cli.ts";
import { loadRuntime } from "../lib/engine/mod.ts";
import { allPaths, paperSpace } from "../lib/space/mod.ts";
import { networkCost } from "../lib/graph/mod.ts";
import { type SizeName, sizeNames, sizes } from "./case.ts";
import { compareSize } from "./compare.ts";
import { checkDescent } from "./descent.ts";
import { benchFolder, installPeer, jaxVersion, openPeer, torchVersion } from "./peer.ts";
import { type Report, type Row, saveReport } from "./report.ts";
import { scoreLong } from "./long.ts";
import { measureRoofline } from "./roofline/measure.ts";
import { measureScaling } from "./scaling.ts";

const partNames = ["compare", "roofline", "scaling", "long", "paper"] as const;

/** How long the paper's shape is trained. */
const PAPER_SECONDS = 600;

const usage =
  `deno task bench [options]   time the library on this machine, against PyTorch and JAX; two hours

  --parts P        some of compare, roofline (where the time goes), scaling (how cost grows), long (a long search) and
                   paper (ten minutes of training at the paper's shape), with commas; all by default
  --sizes S        networks to compare at: some of ${sizeNames.join(", ")};
                   pilot, small, middle and cifar by default
  --candidates N   of the long search, 20000 by default
  --json           print what was compared as a list
  --save           keep what was measured with the project, for the README and 11_speed`;

await runCli({
  usage,
  options: {
    parts: { type: "string", default: partNames.join(",") },
    sizes: { type: "string", default: "pilot,small,middle,cifar" },
    candidates: { type: "string", default: "20000" },
    json: { type: "boolean" },
    save: { type: "boolean" },
  },
  run: ({ parts, sizes, candidates, json = false, save = false }) =>
    measure({
      parts: listOf("part", partNames, parts),
      sizes: listOf("size", sizeNames, sizes),
      candidates: countOf(candidates),
      ...{ json, save },
    }),
});
Deno.exit(0);

/** What is to be measured, and where it goes. */
interface Wish {
  readonly parts: readonly (typeof partNames[number])[];
  readonly sizes: readonly SizeName[];
  readonly candidates: number;
  readonly json: boolean;
  readonly save: boolean;
}

async function measure({ parts, sizes, candidates, json, save }: Wish): Promise<void> {
  const log = (line: string): void => console.error(line);
  const runtime = await loadRuntime();
  const python = parts.includes("compare") ? await installPeer(log) : "";
  const rows: Row[] = [];
  const costs: Report["costs"] = [];
  // Saved part by part: the whole takes most of an hour.
  const keep = async (part: Partial<Report>): Promise<void> => {
    if (!save) return;
    await saveReport({
      date: new Date().toISOString(),
      machine: await machineText(),
      versions: {
        deno: Deno.version.deno,
        tensorflow: runtime.binding.TF_Version,
        torch: torchVersion,
        jax: jaxVersion,
      },
      ...part,
    });
  };
  if (parts.includes("compare")) {
    const { apart } = await checkDescent(runtime, python);
    log(`the same steps from the same gradients: weights ${apart.toExponential(1)} apart`);
    for (const size of sizes) {
      await compareSize(runtime, python, size, (row) => {
        rows.push(row);
        log(
          `  ${row.name}: ${row.ours.toPrecision(3)} against ${
            row.peer.toPrecision(3)
          } ${row.unit}, ${row.setting}`,
        );
      }, log);
      costs.push(await costOf(python, size, rows));
      await keep({ rows: rows.filter((row) => row.size === size), costs: costs.slice(-1) });
    }
  }
  if (parts.includes("roofline")) await keep({ roofline: await measureRoofline(sizes, log) });
  if (parts.includes("scaling")) await keep({ scaling: await measureScaling(runtime, log) });
  if (parts.includes("long")) await keep({ long: await scoreLong(runtime, candidates, log) });
  if (parts.includes("paper")) {
    log(`paper: ${PAPER_SECONDS} seconds of training`);
    await keep({ paper: await inProcess("paper.ts", `${PAPER_SECONDS}`) });
  }
  if (json) return console.log(JSON.stringify(rows));
  const short = (value: number) => Number(value.toPrecision(3));
  console.table(
    rows.map(({ name, size, cores, ours, peer, unit, ratio }) => ({
      ...{ name, size, cores },
      ...{ ours: short(ours), peer: short(peer), unit, ratio: short(ratio) },
    })),
  );
}

function countOf(text: string): number {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count >= 100) return count;
  throw new RangeError(`Cannot score ${text} candidates: expected an integer from 100`);
}

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
function listOf<const Name extends string>(what: string, names: readonly Name[], list: string): Name[] {
  return list.split(",").map((name) => {
    if ((names as readonly string[]).includes(name)) return name as Name;
    throw new RangeError(`Cannot measure ${what} "${name}": expected some of ${names.join(", ")}`);
  });
}

/** Runs a module beside this one in a process of its own; what it prints last. */
async function inProcess<T>(module: string, argument: string): Promise<T> {
  const { success, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", join(import.meta.dirname!, module), argument],
    stderr: "null",
  }).output();
  if (!success) throw new Error(`Cannot measure: ${module} ${argument} ended early`);
  return JSON.parse(new TextDecoder().decode(stdout).trim().split("\n").at(-1)!);
}

/** Start-up, memory and utilisation of both sides at a size, after it was compared. */
async function costOf(python: string, size: SizeName, rows: readonly Row[]) {
  const ours = await inProcess<{ firstStepSeconds: number; peakBytes: number }>("start.ts", size);
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
