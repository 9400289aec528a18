/**
 * The native addon: TensorFlow's C interface for JavaScript.
 * @module
 */
import { cpus } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { runCommand } from "../command.ts";
import { allExist } from "../files.ts";
import { addonInputs, prepareSources } from "./addon_sources.ts";
import { findCompiler } from "./compiler.ts";
import { nativeEnvironment } from "./kernel.ts";
import { type Project, tensorflowFolder, workVariables } from "./project.ts";
import { hashFiles, isStamped, writeStamp } from "./stamp.ts";
import type { Step } from "./step.ts";
import { tensorflowRequirement } from "./venv.ts";

const flags = ["-std=c++17", "-pthread", "-fPIC", "-DNAPI_VERSION=8", "-D_GLIBCXX_USE_CXX11_ABI=1"];

const libraries = ["libtensorflow_cc.so.2", "libtensorflow_framework.so.2"];

/** Loads the library named by the argument, so that what is missing in it is seen here and not in a notebook. */
const loadCode = `import { createRequire } from "node:module";
const { TF_Version } = createRequire(Deno.cwd() + "/")(Deno.args[0]);
console.log("TensorFlow", TF_Version);`;

/**
 * How the addon in one folder is linked to TensorFlow's libraries in another. Where they are is said from the addon's
 * own folder, so that the names of those above do not matter. An old-style tag makes the loader look there first,
 * before the folders of LD_LIBRARY_PATH, which may have another TensorFlow.
 */
function linkArguments(addonFolder: string, tensorflow: string): string[] {
  const libraryPath = `$ORIGIN/${relative(addonFolder, tensorflow)}`;
  // Not `-Wl,`, which ends an argument at a comma.
  const linker = ["--disable-new-dtags", "-rpath", libraryPath].flatMap((word) => ["-Xlinker", word]);
  return [`-L${tensorflow}`, ...libraries.map((name) => `-l:${name}`), ...linker];
}

/** Builds the addon of `@tensorflow/tfjs-node-gpu` and our own kernels against the installed TensorFlow wheel. */
export function addonStep({ root, gpu }: Project): Step {
  const packageLink = join(root, "node_modules", "@tensorflow", "tfjs-node-gpu");
  const native = join(root, "lib", "engine", "native");
  const locate = async () => {
    const folder = await Deno.realPath(packageLink);
    const addon = join(folder, "lib", "napi-v8", "tfjs_binding.node");
    const tensorflow = await tensorflowFolder(root);
    return { binding: join(folder, "binding"), addon, stamp: `${addon}.json`, tensorflow };
  };
  const inputs = async (binding: string, tensorflow: string) => ({
    sources: await hashFiles(await addonInputs(binding, native)),
    // The addon finds the wheel's libraries by where they are.
    tensorflow: `${tensorflowRequirement(gpu)} in ${tensorflow}`,
    compiler: [Deno.env.get("CXX") ?? "", ...flags].join(" "),
    processor: cpus()[0]?.model ?? "",
  });
  return {
    name: "TensorFlow addon",
    remedy: "name another C++17 compiler in CXX (or unset it).",
    after: ["npm packages", "Python packages"],
    async isDone() {
      const { binding, addon, stamp, tensorflow } = await locate();
      if (!await allExist([addon, ...libraries.map((name) => join(tensorflow, name))])) return false;
      const stamped = await inputs(binding, tensorflow);
      return await isStamped(stamp, { ...stamped, addon: await hashFiles([addon]) });
    },
    async run(log) {
      const { binding, addon, stamp, tensorflow } = await locate();
      const stamped = await inputs(binding, tensorflow);
      const folder = join(root, ".build", "addon");
      await Deno.mkdir(folder, { recursive: true });
      const env = await workVariables(root);
      const compiler = await findCompiler(root, log);
      const headers = join(root, "node_modules", "node-api-headers", "include");
      const include = ["-I", headers, "-I", join(tensorflow, "include"), "-I", folder];
      const sources = await prepareSources(binding, native, folder);
      const objects = await Promise.all(sources.map(async ({ path, flags: own }) => {
        const object = join(folder, `${basename(path, ".cc")}.o`);
        const command = [...compiler, ...flags, ...own, ...include, "-c", path, "-o", object];
        await runCommand(command, { log, env });
        return object;
      }));
      await Deno.mkdir(dirname(addon), { recursive: true });
      const unfinished = `${addon}.${Deno.pid}.node`;
      const link = linkArguments(dirname(addon), await Deno.realPath(tensorflow));
      await runCommand([...compiler, "-shared", ...objects, "-o", unfinished, ...link], { log, env });
      await runCommand([Deno.execPath(), "eval", loadCode, unfinished], { log, env: nativeEnvironment });
      await Deno.rename(unfinished, addon);
      await writeStamp(stamp, { ...stamped, addon: await hashFiles([addon]) });
    },
  };
}
