/**
 * `deno task lab`: opens JupyterLab at `notebooks/`. Arguments go to JupyterLab, such as `--no-browser`.
 * @module
 */
import { delimiter, join } from "node:path";
import { cleanEnvironment } from "../command.ts";
import { projectRoot, venvPython } from "../project.ts";

/** Where the project's Jupyter keeps its own. */
const kept = join(projectRoot, ".venv", "share", "jupyter");

/** Runs a Python module of the project until it ends; returns its exit code. */
async function runModule(
  module: string,
  args: readonly string[],
  stdout: "inherit" | "null" = "inherit",
): Promise<number> {
  // The kernels of the user's JUPYTER_PATH, but this project's before one of the same name there or at home.
  const path = [kept, Deno.env.get("JUPYTER_PATH")].filter(Boolean).join(delimiter);
  const { code } = await new Deno.Command(venvPython(), {
    args: ["-m", module, ...args],
    cwd: projectRoot,
    clearEnv: true,
    env: cleanEnvironment({ JUPYTER_PATH: path, JUPYTER_PREFER_ENV_PATH: "1" }),
    stdout,
  }).spawn().status;
  return code;
}

if (import.meta.main) {
  const notebooks = join(projectRoot, "notebooks");
  // JupyterLab takes styles and scripts out of what was saved in a notebook that was not run here, unless it is trusted.
  // The series comes with the library, which its cells run. The signatures stay in this folder.
  const series = Array.from(Deno.readDirSync(notebooks), ({ name }) => name)
    .filter((name) => /^\d\d_\w+\.ipynb$/.test(name));
  const notary = [
    `--NotebookNotary.db_file=${join(kept, "nbsignatures.db")}`,
    `--NotebookNotary.secret_file=${join(kept, "notebook_secret")}`,
  ];
  await runModule("nbformat.sign", [...notary, ...series.map((name) => join(notebooks, name))], "null");

  const code = await runModule("jupyterlab", [
    notebooks,
    // Jupyter asks root, who is the only user of many containers, to say that it is meant.
    ...Deno.uid() === 0 ? ["--allow-root"] : [],
    ...notary,
    // No question about news on the first page, and no look for them on machines without a network.
    `--LabApp.app_settings_dir=${join(projectRoot, "lib", "setup", "jupyterlab")}`,
    "--LabApp.default_url=/lab/tree/00_overview.ipynb",
    ...Deno.args,
  ]);
  Deno.exit(code);
}
