import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { kernelName, kernelSpec, kernelStep, nativeEnvironment } from "../../lib/setup/kernel.ts";
import { projectRoot, venvPython } from "../../lib/project.ts";
import { stampText } from "../../lib/setup/stamp.ts";
import { inFolder, namesIn } from "../runs/folder.ts";

Deno.test("kernelSpec() starts the given Deno on Jupyter's connection file, where it finds the library", () =>
  inFolder(async (folder) => {
    const root = `${folder}/my, data ü`;
    // Says where it runs and what it was given, in place of being a kernel.
    await Deno.writeTextFile(`${folder}/deno`, '#!/bin/sh\npwd\necho "$@"\n', { mode: 0o755 });
    const { argv, ...rest } = kernelSpec(root, `${folder}/deno`);
    assertEquals(rest, { display_name: "Deno (oneshot)", language: "typescript", env: nativeEnvironment });
    const start = async (cwd: string) => {
      const [program = "", ...args] = argv.map((word) => word.replace("{connection_file}", "/a file.json"));
      const { success, stdout, stderr } = await new Deno.Command(program, { args, cwd }).output();
      const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)) as [string, string];
      if (success) assertEquals(out.split("\n")[1], "jupyter --kernel --conn /a file.json");
      return { place: out.split("\n")[0], err };
    };
    const inside = ["", "/notebooks", "/notebooks/mine"];
    for (const name of [root, `${folder}/another copy`]) {
      await Deno.mkdir(`${name}/notebooks/mine`, { recursive: true });
      await Deno.mkdir(`${name}/lib/setup`, { recursive: true });
      await Deno.writeTextFile(`${name}/lib/setup/kernel.ts`, "");
      for (const place of inside) assertEquals((await start(name + place)).place, name + place);
    }
    const { place, err } = await start(folder);
    assertEquals(place, `${root}/notebooks`);
    assertStringIncludes(err, `The kernel runs in ${root}/notebooks`);
    await Deno.remove(root, { recursive: true });
    assertStringIncludes((await start(folder)).err, "run 'deno task kernel' in the folder of oneshot again");
  }));

Deno.test("kernelStep() is done when the description names this Deno and this folder", async () => {
  const root = await Deno.makeTempDir();
  const step = kernelStep({ root, gpu: false });
  assert(!await step.isDone());
  await step.run(() => {});
  assert(await step.isDone());
  const path = `${root}/.venv/share/jupyter/kernels/${kernelName}/kernel.json`;
  for (const spec of [kernelSpec(root, "/another/deno"), kernelSpec("/moved")]) {
    await Deno.writeTextFile(path, stampText(spec));
    assert(!await step.isDone());
  }
});

/** A kernel of the user's, with the name that Deno gives its own. */
const own = '{ "argv": ["/opt/mine/deno"], "display_name": "Deno (mine)", "language": "typescript" }';

/** Runs a cell with the kernel that the user's Jupyter has. */
async function useKernel(cell: string, cwd: string, env: Record<string, string>) {
  const client = new Deno.Command(venvPython(projectRoot), {
    args: [join(import.meta.dirname!, "use_kernel.py"), cwd],
    ...{ env, stdin: "piped", stdout: "piped", stderr: "piped" },
  }).spawn();
  const writer = client.stdin.getWriter();
  await writer.write(new TextEncoder().encode(cell));
  await writer.close();
  const { stdout, stderr } = await client.output();
  const said = new TextDecoder().decode(stdout);
  assert(said !== "", new TextDecoder().decode(stderr));
  return JSON.parse(said);
}

Deno.test("deno task kernel describes a kernel for VS Code, which runs cells in and out of the project", () =>
  inFolder(async (home) => {
    // What is fetched once per user stays where it is.
    const cache = Deno.env.get("DENO_DIR") ?? join(Deno.env.get("HOME")!, ".cache", "deno");
    const env = { HOME: home, DENO_DIR: cache, JUPYTER_PREFER_ENV_PATH: "0", NO_COLOR: "1" };
    const kernels = `${home}/.local/share/jupyter/kernels`;
    await Deno.mkdir(`${kernels}/deno`, { recursive: true });
    await Deno.writeTextFile(`${kernels}/deno/kernel.json`, own);
    const installed = await new Deno.Command(Deno.execPath(), {
      args: ["task", "kernel"],
      cwd: projectRoot,
      env: { ...env, PYTHONPATH: home, PYTHONHOME: home },
    }).output();
    assert(installed.success, new TextDecoder().decode(installed.stderr));
    assertEquals(namesIn(kernels), ["deno", kernelName]);
    assertEquals(await Deno.readTextFile(`${kernels}/deno/kernel.json`), own);
    const cell = `import { htmlTable } from "oneshot/display/table.ts";
const variables = ${JSON.stringify(Object.keys(nativeEnvironment))};
console.log(JSON.stringify(variables.map((name) => Deno.env.get(name))));
htmlTable(["a"], [[7]]);`;
    for (const cwd of [join(projectRoot, "notebooks"), projectRoot, home]) {
      const { folder, name, status, info, results, printed } = await useKernel(cell, cwd, env);
      assert(folder.startsWith(home), folder);
      assertEquals([name, status, info.name], ["Deno (oneshot)", "ok", "typescript"]);
      // glibc and TensorFlow read them when the process starts, so they must be in its description.
      assertEquals(JSON.parse(printed), Object.values(nativeEnvironment));
      assertEquals(results.length, 1);
      assertStringIncludes(results[0]["text/html"], '<td class="number">7</td>');
      assertEquals(results[0]["text/plain"], "a\n-\n7");
    }
  }));
