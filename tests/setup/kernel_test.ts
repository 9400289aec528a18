import { assert, assertEquals } from "@std/assert";
import { kernelSpec, kernelStep, nativeEnvironment } from "../../lib/setup/kernel.ts";

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
