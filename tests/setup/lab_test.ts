import { assertEquals, assertMatch } from "@std/assert";
import { kernelName } from "../../lib/setup/kernel.ts";
import { projectRoot, venvPython } from "../../lib/project.ts";

/** The command of `deno task lab`, without the set-up before it, so that it has no other permissions here. */
const { tasks } = JSON.parse(await Deno.readTextFile(`${projectRoot}deno.json`));
const lab: string[] = tasks.lab.command.split("&& deno ")[1].split(" ");

Deno.test("lab passes its arguments on to JupyterLab, trusts the notebooks and sees the Deno kernel", async () => {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: [...lab, "--version"],
    cwd: projectRoot,
    // A variable of those that Deno lets no program pass on that may start but some programs.
    env: { LD_LIBRARY_PATH: "/somewhere", PYTHONHOME: "/somewhere", PYTHONPATH: "/somewhere" },
  }).output();
  assertMatch(new TextDecoder().decode(stdout), /^4\.\d+\.\d+/);
  // What the notebooks were saved with is trusted, so that JupyterLab shows it as it is.
  const kept = `${projectRoot}.venv/share/jupyter`;
  const trust = await new Deno.Command(venvPython(projectRoot), {
    args: [
      "-c",
      "import nbformat, nbformat.sign, sys\n" +
      "notary = nbformat.sign.NotebookNotary(db_file=sys.argv[1], secret_file=sys.argv[2])\n" +
      "print(notary.check_signature(nbformat.read(sys.argv[3], as_version=4)))",
      ...[`${kept}/nbsignatures.db`, `${kept}/notebook_secret`],
      `${projectRoot}notebooks/00_overview.ipynb`,
    ],
  }).output();
  assertEquals(new TextDecoder().decode(trust.stdout), "True\n");
  const kernels = await new Deno.Command(venvPython(projectRoot), {
    args: ["-m", "jupyter_client.kernelspecapp", "list", "--json"],
    env: { JUPYTER_PREFER_ENV_PATH: "1" },
  }).output();
  const { kernelspecs } = JSON.parse(new TextDecoder().decode(kernels.stdout));
  assertEquals(
    kernelspecs[kernelName].resource_dir,
    `${projectRoot}.venv/share/jupyter/kernels/${kernelName}`,
  );
});
