/**
 * The roofline: for each kind of work in a run of our kernels how long it takes, what it must do at least, and how
 * long that takes at the processor's limits.
 * @module
 */
import { join } from "node:path";
import { encodeGraph } from "../../lib/engine/mod.ts";
import { type Graph, networkGraph, planNetwork, usedSegments } from "../../lib/graph/mod.ts";
import { runCommand } from "../../lib/command.ts";
import { findCompiler } from "../../lib/setup/compiler.ts";
import { projectRoot } from "../../lib/project.ts";
import { type Case, makeCase, type SizeName } from "../case.ts";
import { EVALUATION_BATCH, STAND_ALONE_BATCH } from "../ours.ts";
import { benchFolder } from "../peer.ts";
import { leastSeconds, type Limits, needsOf, readWork, workName } from "./counts.ts";
import { type Breakdown, type Part, type Roofline, runNames } from "./schema.ts";

/**
 * Measures the runs of some sizes.
 *
 * @param seconds for which each is repeated
 */
export async function measureRoofline(
  sizes: readonly SizeName[],
  log: (line: string) => void,
  seconds = 3,
): Promise<Roofline> {
  const folder = join(benchFolder, "roofline");
  await Deno.mkdir(folder, { recursive: true });
  const compiler = await findCompiler(projectRoot, () => {});
  const [plain, metered] = [join(folder, "plain"), join(folder, "metered")];
  await Promise.all([
    compile(compiler, plain, []),
    compile(compiler, metered, ["-DONESHOT_METER"]),
  ]);
  const limits = await ask(plain, ["limits"]) as Roofline["limits"];
  const runs: Breakdown[] = [];
  for (const size of sizes) {
    const made = makeCase(size, 8);
    for (const run of runNames) {
      log(`roofline: ${size}, ${run}`);
      const { graphs, length, images, training } = graphsOf(made, run);
      const path = join(folder, `${size}.${run}.i32`);
      await writeGraphs(path, { graphs, length, images, training });
      const { seconds: whole } = await ask(plain, [path, `${seconds}`]) as Answer;
      const { work } = await ask(metered, [path, `${seconds}`]) as Answer;
      const stored = graphs.map(({ nodes }) => nodes.reduce((sum, { shape }) => sum + bytesOf(shape), 0));
      const batchBytes = images * stored.reduce((sum, bytes) => sum + bytes, 0) / stored.length;
      const parts = partsOf(work, images, batchBytes, limits);
      runs.push({ size, run, seconds: whole / images, parts });
    }
  }
  return { limits, runs };
}

interface Answer {
  readonly seconds: number;
  readonly work: readonly {
    readonly work: readonly number[];
    readonly calls: number;
    readonly seconds: number;
  }[];
}

/** Compiles the measuring program as the addon is compiled. */
async function compile(
  compiler: readonly string[],
  program: string,
  flags: readonly string[],
): Promise<void> {
  const native = join(projectRoot, "lib", "engine", "native");
  const sources = [join(import.meta.dirname!, "roofline.cc"), join(native, "network.cc")];
  const all = ["-std=c++17", "-pthread", "-O3", "-march=native", "-Wno-psabi", ...flags, "-I", native];
  await runCommand([...compiler, ...all, ...sources, "-o", program], { log: () => {} });
}

async function ask(program: string, args: string[]): Promise<unknown> {
  const { success, stdout, stderr } = await new Deno.Command(program, { args }).output();
  if (!success) throw new Error(`Cannot measure the roofline: ${new TextDecoder().decode(stderr)}`);
  return JSON.parse(new TextDecoder().decode(stdout));
}

interface Graphs {
  readonly graphs: readonly Graph[];
  /** Weights of the network. */
  readonly length: number;
  readonly images: number;
  readonly training: boolean;
}

function graphsOf(made: Case, run: Breakdown["run"]): Graphs {
  const { plan, task: { dropped: { network: { space, shape }, settings } }, steps, candidates } = made;
  if (run === "score") {
    const graphs = candidates.map((candidate) => networkGraph(plan, candidate));
    return { graphs, length: plan.length, images: EVALUATION_BATCH, training: false };
  }
  if (run === "alone") {
    const own = planNetwork(space, shape, candidates[0]!);
    const graphs = [networkGraph(own, candidates[0]!)];
    return { graphs, length: own.length, images: STAND_ALONE_BATCH, training: true };
  }
  const some = steps[run].slice(0, run === "allOn" ? 1 : 4).flatMap(({ ghosts }) => ghosts);
  const graphs = some.map((paths) => networkGraph(plan, paths));
  return { graphs, length: plan.length, images: settings.ghosts.size, training: true };
}

async function writeGraphs(path: string, { graphs, length, images, training }: Graphs): Promise<void> {
  const encoded = graphs.map((graph) => encodeGraph(graph, training ? usedSegments(graph) : []));
  const integers = [training ? 1 : 0, images, length, encoded.length];
  for (const graph of encoded) integers.push(graph.length, ...graph);
  await Deno.writeFile(path, new Uint8Array(Int32Array.from(integers).buffer));
}

function bytesOf({ height, width, channels }: Graph["nodes"][number]["shape"]): number {
  return 4 * height * width * channels;
}

/** Adds up calls of the same name and way. */
function partsOf(work: Answer["work"], images: number, batchBytes: number, limits: Limits): Part[] {
  const parts = new Map<string, Part>();
  for (const { work: row, calls, seconds } of work) {
    const one = readWork(row);
    const needs = needsOf(one);
    const name = workName(one);
    const before = parts.get(`${name} ${one.way}`);
    const sum = (key: "seconds" | "operations" | "bytes" | "least", value: number) =>
      (before?.[key] ?? 0) + value / images;
    parts.set(`${name} ${one.way}`, {
      name,
      way: one.way,
      seconds: sum("seconds", seconds),
      operations: sum("operations", calls * needs.operations),
      bytes: sum("bytes", calls * (needs.near + needs.far)),
      least: sum("least", calls * leastSeconds(needs, batchBytes, limits)),
    });
  }
  return [...parts.values()].sort((a, b) => b.seconds - a.seconds);
}
