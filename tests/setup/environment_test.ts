import { assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { cleanEnvironment, runCommand } from "../../lib/command.ts";
import { workVariables } from "../../lib/setup/project.ts";
import { withVariables } from "./fakes.ts";

/** What a program is given that set-up starts. */
async function givenToProgram(): Promise<Record<string, string>> {
  const lines: string[] = [];
  await runCommand(["env"], { log: (line) => lines.push(line) });
  return Object.fromEntries(lines.slice(1).map((line) => line.split(/=(.*)/s)));
}

Deno.test("cleanEnvironment() drops what sends work elsewhere and keeps how registries are reached", async () => {
  const sent = ["PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_USER", "PIP_REQUIRE_VIRTUALENV", "PIP_PYTHON"];
  const chosen = ["PIP_CONSTRAINT", "PIP_NO_BINARY", "PIP_DRY_RUN", "PIP_target"];
  const python = ["PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "PYTHONUSERBASE", "PYTHONWARNINGS"];
  const others = ["VIRTUAL_ENV", "CONDA_PREFIX", "JUPYTER_PATH", "CPATH", "LIBRARY_PATH", "NODE_OPTIONS"];
  const kept = ["PIP_INDEX_URL", "PIP_index_url", "PIP_CERT", "PIP_NO_INDEX", "PIP_CONFIG_FILE"];
  const theirs = ["HTTPS_PROXY", "NPM_CONFIG_REGISTRY", "DENO_CERT", "SSL_CERT_FILE", "JUPYTER_DATA_DIR"];
  const names = [...sent, ...chosen, ...python, ...others, ...kept, ...theirs];
  const given = await withVariables(Object.fromEntries(names.map((name) => [name, ""])), givenToProgram);
  assertEquals(names.filter((name) => name in given), [...kept, ...theirs]);
  assertEquals(given["PATH"], Deno.env.get("PATH"));
  assertEquals(cleanEnvironment({ PIP_TARGET: "ours" })["PIP_TARGET"], "ours");
});

Deno.test("cleanEnvironment() has no LD_ variable where Deno would not let a program pass it on", async () => {
  const code = `import { cleanEnvironment } from ${
    JSON.stringify(import.meta.resolve("../../lib/command.ts"))
  };
const env = cleanEnvironment();
const { success } = await new Deno.Command("true", { clearEnv: true, env }).output();
console.log(success, env.LD_LIBRARY_PATH);`;
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  await Deno.writeTextFile(file, code);
  const run = async (permission: string) => {
    const config = import.meta.resolve("../../deno.json");
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--config", fileURLToPath(config), "--allow-env", "--allow-read", permission, file],
    }).output();
    return new TextDecoder().decode(stdout).trim();
  };
  const said = await withVariables({ LD_LIBRARY_PATH: "/somewhere" }, async () => [
    await run("--allow-run=true"),
    await run("--allow-run"),
  ]);
  assertEquals(said, ["true undefined", "true /somewhere"]);
  await Deno.remove(file);
});

Deno.test("workVariables() keeps temporary files in the project, in a folder that is there", async () => {
  const root = await Deno.makeTempDir();
  const { TMPDIR } = await workVariables(root);
  assertEquals(TMPDIR, `${root}/.build/tmp`);
  assertEquals((await Deno.stat(TMPDIR)).isDirectory, true);
  await Deno.remove(root, { recursive: true });
});
