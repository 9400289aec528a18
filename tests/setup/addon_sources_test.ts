import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { addonInputs, prepareSources, repairAttributeNames } from "../../lib/setup/addon_sources.ts";

const line = "static std::set<std::string> ATTR_NAME_SET;";

Deno.test("repairAttributeNames() changes the one line and fails unless it is there once", () => {
  assertEquals(
    repairAttributeNames(`int a;\n${line}\nint b;\n`),
    "int a;\nstatic thread_local std::set<std::string> ATTR_NAME_SET;\nint b;\n",
  );
  assertThrows(() => repairAttributeNames("int a;\n"), Error, "0 times, wanted once");
  assertThrows(() => repairAttributeNames(line + line), Error, "2 times, wanted once");
});

Deno.test("prepareSources() copies and repairs the package's sources and leaves ours where they are", async () => {
  const root = await Deno.makeTempDir();
  const [binding, native, folder] = ["binding", "native", "build"].map((name) => `${root}/${name}`) as [
    string,
    string,
    string,
  ];
  for (const path of [binding, native, folder]) await Deno.mkdir(path);
  await Deno.writeTextFile(`${binding}/tfjs_backend.cc`, line);
  await Deno.writeTextFile(`${binding}/tfjs_binding.cc`, "binding");
  await Deno.writeTextFile(`${binding}/utils.h`, "utils");
  await Deno.writeTextFile(`${native}/pool.cc`, "pool");
  await Deno.writeTextFile(`${native}/notes.md`, "no source");
  assertEquals(await addonInputs(binding, native), [
    `${binding}/tfjs_backend.cc`,
    `${binding}/tfjs_binding.cc`,
    `${binding}/utils.h`,
    `${native}/pool.cc`,
  ]);
  assertEquals(await prepareSources(binding, native, folder), [
    { path: `${folder}/tfjs_backend.cc`, flags: ["-O2"] },
    { path: `${folder}/tfjs_binding.cc`, flags: ["-O2"] },
    { path: `${native}/pool.cc`, flags: ["-O3", "-march=native", "-fvisibility=hidden"] },
  ]);
  assertStringIncludes(await Deno.readTextFile(`${folder}/tfjs_backend.cc`), "thread_local");
  assertEquals(await Deno.readTextFile(`${folder}/utils.h`), "utils");
  // The package's own file is a link into a cache that other projects share.
  assertEquals(await Deno.readTextFile(`${binding}/tfjs_backend.cc`), line);
  await Deno.remove(root, { recursive: true });
});

Deno.test("prepareSources() works without kernels of ours", async () => {
  const root = await Deno.makeTempDir();
  await Deno.mkdir(`${root}/binding`);
  await Deno.writeTextFile(`${root}/binding/tfjs_binding.cc`, "");
  const sources = await prepareSources(`${root}/binding`, `${root}/absent`, root);
  assertEquals(sources.map(({ path }) => path), [`${root}/tfjs_binding.cc`]);
  await Deno.remove(root, { recursive: true });
});
