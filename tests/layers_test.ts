import { assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";

/**
 * Which rooms each room may import from; a file directly in `lib/`, such as random.ts, is a room of its own. All
 * may import `random` and `options`, which stand on nothing of ours. Rooms are files until they need three.
 */
const arrows: Readonly<Record<string, readonly string[]>> = {
  random: [],
  options: [],
  errors: [],
  files: [],
  project: [],
  command: [],
  parameters: [],
  cli: [],
  // Of training only its settings and the types of its results: profiles and records are plain data.
  profiles: ["runs", "space", "training"],
  records: ["profiles", "space", "graph", "training"],
  stats: [],
  space: [],
  runs: ["cli"],
  graph: ["space"],
  workers: [],
  engine: ["graph", "workers"],
  datasets: [],
  search: ["space", "graph"],
  claims: ["stats", "space", "datasets", "profiles", "records", "graph", "display", "experiments", "cli"],
  tricks: ["graph", "space"],
  training: ["stats", "space", "graph", "tricks", "datasets", "engine", "workers", "runs"],
  experiments: [
    "stats",
    "space",
    "search",
    "runs",
    "engine",
    "datasets",
    "graph",
    "workers",
    "training",
    "export",
    "profiles",
    "records",
    "display",
  ],
  pilots: ["experiments", "profiles", "cli", "records", "runs", "space", "stats", "training"],
  // Of the engine only the loading of TensorFlow, which danfojs brings with it.
  display: ["space", "stats", "engine"],
  export: ["datasets", "graph", "engine", "runs"],
  setup: ["datasets", "cli"],
  site: ["setup", "runs", "claims", "experiments", "profiles", "records", "display", "cli"],
};

const everyones = ["random", "options", "errors", "files", "project", "command"];

/** Only this room may name the package of TensorFlow, so that the others can be read and tested without it. */
const engineRoom = "engine";
const tensorflow = "@tensorflow/tfjs-node-gpu";

const lib = fileURLToPath(new URL("../lib/", import.meta.url));

Deno.test("every room is listed and imports only from the rooms it may", async () => {
  const faults: string[] = [];
  const unused = new Set(
    Object.entries(arrows).flatMap(([room, others]) => others.map((other) => `${room} -> ${other}`)),
  );
  for (const path of await sources(lib)) {
    const room = roomOf(path);
    const allowed = arrows[room];
    if (allowed === undefined) {
      faults.push(`${path}: the room ${room} has no arrows`);
      continue;
    }
    for (const specifier of specifiers(await Deno.readTextFile(lib + path))) {
      if (specifier === tensorflow && room !== engineRoom) faults.push(`${path} imports ${specifier}`);
      // What is no code is data of the project, such as the folder of runs.
      if (!specifier.startsWith(".") || !/\.[jt]s$/.test(specifier)) continue;
      const target = fileURLToPath(new URL(specifier, `file://${lib}${path}`));
      const other = target.startsWith(lib) ? roomOf(target.slice(lib.length)) : target;
      unused.delete(`${room} -> ${other}`);
      if (other !== room && !everyones.includes(other) && !allowed.includes(other)) {
        faults.push(
          `${path} imports ${specifier}: ${room} may import ${[...everyones, ...allowed].join(", ")}`,
        );
      }
    }
  }
  assertEquals(faults, []);
  assertEquals([...unused], [], "arrows that no import needs");
});

Deno.test("the arrows have no circle", () => {
  // Rooms are taken away as soon as all they import from is gone: what remains is on a circle or before one.
  const left = new Set(Object.keys(arrows));
  for (let taken = -1; taken !== 0;) {
    const free = [...left].filter((room) => arrows[room]!.every((other) => !left.has(other)));
    for (const room of free) left.delete(room);
    taken = free.length;
  }
  assertEquals([...left], []);
});

Deno.test("no two files import each other", async () => {
  const imports = new Map<string, string[]>();
  for (const path of await sources(lib)) {
    const own = specifiers(await Deno.readTextFile(lib + path)).filter((one) => /^\..*\.ts$/.test(one));
    imports.set(
      path,
      own.map((one) => fileURLToPath(new URL(one, `file://${lib}${path}`)).slice(lib.length)),
    );
  }
  const pairs = [...imports].flatMap(([path, others]) =>
    others.filter((other) => path < other && imports.get(other)?.includes(path)).map((other) =>
      `${path}, ${other}`
    )
  );
  assertEquals(pairs, []);
});

Deno.test("no file that we write is longer than 250 lines", async () => {
  const long: string[] = [];
  for (const path of await sources(lib, /\.(ts|js|py|h|cc|css|j2)$/)) {
    const { length } = (await Deno.readTextFile(lib + path)).trimEnd().split("\n");
    if (length > 250) long.push(`${path}: ${length}`);
  }
  assertEquals(long, []);
});

Deno.test("specifiers() finds every form of import and no other string", () => {
  const code = `
import { a } from "./a.ts";
import "../b.ts";
import type { C } from './c.ts';
export { d } from "./d.ts";
export * from "./e.ts";
const f = await import("./f.ts");
type G = typeof import("./g.ts");
import {
  h,
} from "./h.ts";
const worker = new Worker(new URL("./i.ts", import.meta.url));
const text = "from nowhere";
// import { j } from "./j.ts"
 * import { k } from "./k.ts";
`;
  assertEquals(
    specifiers(code),
    ["./a.ts", "../b.ts", "./c.ts", "./d.ts", "./e.ts", "./f.ts", "./g.ts", "./h.ts", "./i.ts"],
  );
});

/** The specifiers that a module imports from, or starts a worker with; comments left out. */
function specifiers(code: string): string[] {
  const bare = code.replaceAll(/^\s*(\/\/|\/?\*).*$/gm, "");
  const form = /(?:\bfrom\s*|\bimport\s*\(?\s*|\bnew URL\(\s*)(["'])([^"'\n]+)\1/g;
  return [...bare.matchAll(form)].map(([, , specifier]) => specifier!).filter((text) => !text.endsWith("/"));
}

/** The room of a path below `lib/`. */
function roomOf(path: string): string {
  return path.split("/")[0]!.replace(/\.ts$/, "");
}

async function sources(folder: string, kind = /\.ts$/, prefix = ""): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder + prefix)) {
    if (isDirectory) found.push(...await sources(folder, kind, `${prefix}${name}/`));
    else if (kind.test(name)) found.push(prefix + name);
  }
  return found.sort();
}
