/**
 * `deno task lab`: opens JupyterLab at `notebooks/`. Arguments go to JupyterLab, such as `--no-browser`.
 * @module
 */
import { join } from "node:path";
import { projectRoot, venvPython } from "./project.ts";

if (import.meta.main) {
  // Jupyter asks root, who is the only user of many containers, to say that it is meant.
  const root = Deno.uid() === 0 ? ["--allow-root"] : [];
  // No question about news on the first page, and no look for them on machines without a network.
  const quiet = ["--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"];
  const { code } = await new Deno.Command(venvPython(projectRoot), {
    args: ["-m", "jupyterlab", join(projectRoot, "notebooks"), ...root, ...quiet, ...Deno.args],
    cwd: projectRoot,
    // This project's kernel, not one of the same name in the user's home.
    env: { JUPYTER_PREFER_ENV_PATH: "1" },
  }).spawn().status;
  Deno.exit(code);
}
