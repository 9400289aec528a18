import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { kernelSpec, kernelStep, nativeEnvironment } from "../../lib/setup/kernel.ts";
import { projectRoot, venvPython } from "../../lib/setup/project.ts";

Deno.test("kernelSpec() starts the given Deno on Jupyter's connection file", () => {
  assertEquals(JSON.parse(kernelSpec("/opt/deno")), {
    argv: ["/opt/deno", "jupyter", "--kernel", "--conn", "{connection_file}"],
    display_name: "Deno",
    language: "typescript",
    env: nativeEnvironment,
  });
});

Deno.test("kernelStep() is done when the description names this Deno", async () => {
  const root = await Deno.makeTempDir();
  const step = kernelStep({ root, gpu: false });
  assert(!await step.isDone());
  await step.run(() => {});
  assert(await step.isDone());
  const path = `${root}/.venv/share/jupyter/kernels/deno/kernel.json`;
  await Deno.writeTextFile(path, kernelSpec("/another/deno"));
  assert(!await step.isDone());
  await Deno.remove(root, { recursive: true });
});

Deno.test("deno task kernel describes a kernel for VS Code, which runs the cells of notebooks/", async () => {
  const home = await Deno.makeTempDir();
  // What is fetched once per user stays where it is.
  const cache = Deno.env.get("DENO_DIR") ?? join(Deno.env.get("HOME")!, ".cache", "deno");
  const env = { HOME: home, DENO_DIR: cache, JUPYTER_PREFER_ENV_PATH: "0", NO_COLOR: "1" };
  const installed = await new Deno.Command(Deno.execPath(), {
    args: ["task", "kernel"],
    ...{ cwd: projectRoot, env },
  }).output();
  assert(installed.success, new TextDecoder().decode(installed.stderr));
  const client = new Deno.Command(venvPython(projectRoot), {
    args: [join(import.meta.dirname!, "use_kernel.py"), join(projectRoot, "notebooks")],
    ...{ env, stdin: "piped", stdout: "piped", stderr: "piped" },
  }).spawn();
  const writer = client.stdin.getWriter();
  await writer.write(new TextEncoder().encode(
    `import { htmlTable } from "../lib/display/html_table.ts";
const variables = ${JSON.stringify(Object.keys(nativeEnvironment))};
console.log(JSON.stringify(variables.map((name) => Deno.env.get(name))));
htmlTable(["a"], [[7]]);`,
  ));
  await writer.close();
  const { stdout, stderr } = await client.output();
  const said = new TextDecoder().decode(stdout);
  assert(said !== "", new TextDecoder().decode(stderr));
  const { folder, name, status, info, results, printed } = JSON.parse(said);
  assert(folder.startsWith(home), folder);
  assertEquals([name, status, info.name, info.file_extension], ["Deno", "ok", "typescript", ".ts"]);
  // glibc and TensorFlow read them when the process starts, so they must be in its description.
  assertEquals(JSON.parse(printed), Object.values(nativeEnvironment));
  assertEquals(results.length, 1);
  assertStringIncludes(results[0]["text/html"], '<td class="number">7</td>');
  assertEquals(results[0]["text/plain"], "a\n-\n7");
  await Deno.remove(home, { recursive: true });
});
