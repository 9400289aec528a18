import { assertMatch, assertStringIncludes } from "@std/assert";
import { projectRoot, venvPython } from "../../lib/setup/project.ts";

const permissions = ["run", "--allow-read", "--allow-run", "--allow-env", "--allow-sys=uid"];

Deno.test("lab passes its arguments on to JupyterLab and sees the Deno kernel", async () => {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: [...permissions, `${projectRoot}lib/setup/lab.ts`, "--version"],
  }).output();
  assertMatch(new TextDecoder().decode(stdout), /^4\.\d+\.\d+/);
  const kernels = await new Deno.Command(venvPython(projectRoot), {
    args: ["-m", "jupyter", "kernelspec", "list", "--json"],
    env: { JUPYTER_PREFER_ENV_PATH: "1" },
  }).output();
  assertStringIncludes(
    new TextDecoder().decode(kernels.stdout),
    `${projectRoot}.venv/share/jupyter/kernels/deno`,
  );
});
