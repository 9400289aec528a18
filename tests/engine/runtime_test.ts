import { assert, assertEquals } from "@std/assert";
import nodeUtil from "node:util";
import { loadRuntime, repairNodeUtil } from "../../lib/engine/mod.ts";

const removed = [
  "isArray",
  "isBoolean",
  "isFunction",
  "isNullOrUndefined",
  "isNumber",
  "isObject",
  "isString",
];
const checks = nodeUtil as unknown as Record<string, (value: unknown) => boolean>;

Deno.test("repairNodeUtil() puts back the checks of types", () => {
  for (const name of removed) delete checks[name];
  repairNodeUtil();
  const table: [unknown, string[]][] = [
    [[], ["isArray", "isObject"]],
    [{}, ["isObject"]],
    [null, ["isNullOrUndefined"]],
    [undefined, ["isNullOrUndefined"]],
    [false, ["isBoolean"]],
    [0, ["isNumber"]],
    ["", ["isString"]],
    [() => {}, ["isFunction"]],
  ];
  for (const [value, holding] of table) {
    assertEquals(removed.filter((name) => checks[name]!(value)), holding);
  }
});

Deno.test("repairNodeUtil() leaves checks that are there", () => {
  const own = () => true;
  const before = checks.isNumber!;
  checks.isNumber = own;
  repairNodeUtil();
  assertEquals(checks.isNumber, own);
  checks.isNumber = before;
});

Deno.test("loadRuntime() gives the same library again, with tensors counted and no GPU shared", async () => {
  const first = await loadRuntime();
  const tensors = first.binding.getNumOfTensors();
  const second = await loadRuntime();
  assert(first.tf === second.tf && first.binding === second.binding);
  assertEquals([first.gpu, first.native], [second.gpu, second.native]);
  // To ask for our own kernels leaves nothing behind.
  assertEquals(second.binding.getNumOfTensors(), tensors);
});

Deno.test("loadRuntime() finds our own kernels on a CPU", async () => {
  const { gpu, native } = await loadRuntime();
  assertEquals(native, !gpu);
});

Deno.test("loadRuntime() sets one thread where nothing else is set", async () => {
  await loadRuntime();
  for (const name of ["TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"]) {
    assert(Deno.env.get(name) !== undefined);
  }
});
