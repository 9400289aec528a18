/** A copy of the project, in which bugs can be planted. */
import { dirname, join } from "node:path";
import { addonStep } from "../../lib/setup/addon.ts";
import { exists } from "../../lib/files.ts";
import { isNative, type Mutant } from "./mutant.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";

/** What set-up made and no test of a planted bug writes to. */
const linked = [".venv", "data/fashion-mnist"];

/** Seconds after which a test is taken to hang. */
const PATIENCE = 600;

/** Copies the files that git knows, changed or not, those that it would add, and the packages, which hold the addon. */
export async function copyProject(root: string, to: string): Promise<void> {
  const list = await run("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], root);
  for (const name of list.split("\0").filter(Boolean)) {
    // A link into a set-up project is no file of ours, nor is what was removed.
    if (linked.includes(name) || !await exists(join(root, name))) continue;
    await Deno.mkdir(dirname(join(to, name)), { recursive: true });
    await Deno.copyFile(join(root, name), join(to, name));
  }
  for (const name of linked) {
    if (await exists(join(root, name))) await Deno.symlink(join(root, name), join(to, name));
  }
  await run("cp", ["-a", join(root, "node_modules"), to], root);
}

/**
 * Plants a bug in a copy, runs the test that should see it, and takes the bug out again. An addon with a planted bug stays
 * in the copy until the next one is built.
 */
export async function tryMutant(copy: string, mutant: Mutant): Promise<Outcome> {
  const path = join(copy, mutant.file);
  const text = await Deno.readTextFile(path);
  const parts = text.split(mutant.search);
  if (parts.length !== 2) return "not found";
  await Deno.writeTextFile(path, parts.join(mutant.replace));
  try {
    if (isNative(mutant) && !await builds(copy)) return "broke";
    return await runTest(copy, mutant.test);
  } finally {
    await Deno.writeTextFile(path, text);
  }
}

async function builds(copy: string): Promise<boolean> {
  try {
    await Deno.mkdir(join(copy, ".build"), { recursive: true });
    await addonStep({ root: copy, gpu: false }).run(() => {});
    return true;
  } catch {
    return false;
  }
}

/** Runs a test of a copy as the gate does, but for the check of types, which a bug need not pass. */
export async function runTest(copy: string, [file, name]: Mutant["test"]): Promise<Outcome> {
  const report = await Deno.makeTempFile({ suffix: ".xml" });
  try {
    const signal = AbortSignal.timeout(1000 * PATIENCE);
    await new Deno.Command(Deno.execPath(), {
      args: ["task", "unit", "--no-check", "--filter", name, "--junit-path", report, file],
      ...{ cwd: copy, stdin: "null", stdout: "null", stderr: "null", signal } as const,
    }).output();
    if (signal.aborted) return "hung";
    const text = await Deno.readTextFile(report);
    return outcomeOf(text === "" ? undefined : text);
  } finally {
    await Deno.remove(report);
  }
}

async function run(program: string, args: readonly string[], cwd: string): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(program, { args: [...args], cwd }).output();
  if (success) return new TextDecoder().decode(stdout);
  throw new Error(`Cannot copy the project: ${program} failed\n${new TextDecoder().decode(stderr)}`);
}
