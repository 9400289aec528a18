import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { addonStep } from "../../lib/setup/addon.ts";
import { runCommand } from "../../lib/command.ts";
import { findCompiler } from "../../lib/setup/compiler.ts";
import { projectRoot, venvPython } from "../../lib/project.ts";
import { withVariables } from "./fakes.ts";

/** A package as small as can be: its addon has one property, which is the size of the set of names. */
const backend = `#include <set>
#include <string>
static std::set<std::string> ATTR_NAME_SET;
int cc();
int framework();
const char* version() {
  for (int times = cc() + framework(); times > 0; times--) ATTR_NAME_SET.insert("a");
  return ATTR_NAME_SET.size() == 1 ? "small" : "wrong";
}
`;
const binding = `#include <node_api.h>
const char* version();
NAPI_MODULE_INIT() {
  napi_value text;
  napi_create_string_utf8(env, version(), NAPI_AUTO_LENGTH, &text);
  napi_set_named_property(env, exports, "TF_Version", text);
  return exports;
}
`;

/** A project of this path with that package and two small libraries for TensorFlow's, which it needs. */
async function makeProject(root: string): Promise<{ root: string; addon: string; wheel: string }> {
  const source = `${root}/node_modules/@tensorflow/tfjs-node-gpu`;
  const wheel = `${root}/.venv/lib/python3.12/site-packages/tensorflow`;
  for (const path of [`${source}/binding`, `${wheel}/include`, `${root}/.venv/bin`, `${root}/.build`]) {
    await Deno.mkdir(path, { recursive: true });
  }
  await Deno.symlink(`${projectRoot}node_modules/node-api-headers`, `${root}/node_modules/node-api-headers`);
  // Only for a machine without a compiler, where Zig's is taken from there.
  await Deno.symlink(venvPython(projectRoot), `${root}/.venv/bin/python`);
  await Deno.writeTextFile(`${source}/binding/tfjs_backend.cc`, backend);
  await Deno.writeTextFile(`${source}/binding/tfjs_binding.cc`, binding);
  const log = () => {};
  const compiler = await findCompiler(root, log);
  for (const name of ["cc", "framework"]) {
    const [source, library] = [`${root}/${name}.cc`, `${wheel}/libtensorflow_${name}.so.2`];
    await Deno.writeTextFile(source, `int ${name}() { return 1; }\n`);
    await runCommand([...compiler, "-shared", "-fPIC", source, "-o", library], { log });
  }
  return { root, addon: `${await Deno.realPath(source)}/lib/napi-v8/tfjs_binding.node`, wheel };
}

Deno.test("addonStep() builds an addon that loads, and builds it again when a source changes", async () => {
  const { root, addon, wheel } = await makeProject(await Deno.makeTempDir());
  const step = addonStep({ root, gpu: false });
  const log: string[] = [];
  const run = async () => {
    log.length = 0;
    await step.run((line) => log.push(line));
  };
  assert(!await step.isDone());
  await run();
  assert(await step.isDone());
  assert(log.includes("TensorFlow small"), log.join("\n"));

  // Kernels of ours go into the same library, compiled for this processor.
  await Deno.mkdir(`${root}/lib/engine/native`, { recursive: true });
  await Deno.writeTextFile(`${root}/lib/engine/native/own.cc`, 'extern "C" int own() { return 1; }\n');
  assert(!await step.isDone());
  await run();
  assert(await step.isDone());
  const compiled = log.filter((line) => line.includes(" -c ")).toSorted();
  assertEquals(compiled.length, 3);
  assert(compiled.every((line) => line.includes("-O3 -march=native") === line.includes("own.cc")));
  assertMatch(new TextDecoder("latin1").decode(await Deno.readFile(addon)), /\0own\0/);

  // Another's addon, a library that is gone: the stamp still fits.
  const built = await Deno.readFile(addon);
  await Deno.writeFile(addon, built.with(built.length >> 1, 7));
  assert(!await step.isDone());
  await Deno.writeFile(addon, built);
  assert(await step.isDone());
  await Deno.remove(`${wheel}/libtensorflow_framework.so.2`);
  assert(!await step.isDone());
  await Deno.remove(root, { recursive: true });
});

Deno.test("addonStep() finds TensorFlow in a folder of any name, and before another of LD_LIBRARY_PATH", async () => {
  const folder = await Deno.makeTempDir();
  const name = "my, data: ü $HOME 'quoted' \"twice\" 50% #?";
  const { root, addon } = await makeProject([folder, name, ..."abc"].join(`/${"x".repeat(90)}`));
  assert(root.length > 300);
  await Deno.mkdir(`${folder}/others`);
  for (const name of ["cc", "framework"]) {
    await Deno.writeTextFile(`${folder}/others/libtensorflow_${name}.so.2`, "no library");
  }
  await Deno.writeTextFile(`${folder}/others/node_api.h`, "#error a header of the user");
  const variables = { LD_LIBRARY_PATH: `${folder}/others`, CPLUS_INCLUDE_PATH: `${folder}/others` };
  const log: string[] = [];
  await withVariables(variables, () => addonStep({ root, gpu: false }).run((line) => log.push(line)));
  assert(log.includes("TensorFlow small"), log.join("\n"));
  assert(!new TextDecoder("latin1").decode(await Deno.readFile(addon)).includes(root));
  await Deno.remove(folder, { recursive: true });
});

Deno.test("addonStep() keeps the addon that was there when the new one does not compile or load", async () => {
  const { root, addon } = await makeProject(await Deno.makeTempDir());
  const step = addonStep({ root, gpu: false });
  await step.run(() => {});
  const good = await Deno.readFile(addon);
  const source = `${root}/node_modules/@tensorflow/tfjs-node-gpu/binding/tfjs_binding.cc`;
  for (
    const fault of ["no C++", binding.replace("version();", "absent();").replace("version(),", "absent(),")]
  ) {
    await Deno.writeTextFile(source, fault);
    await assertRejects(() => step.run(() => {}), Error, "ended with exit code");
    assert(!await step.isDone());
    assertEquals(await Deno.readFile(addon), good);
  }
  await Deno.remove(root, { recursive: true });
});
