import { assertEquals, assertStringIncludes } from "@std/assert";
import { projectRoot } from "../../lib/setup/project.ts";

async function setup(...args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "setup", ...args],
    cwd: projectRoot,
    env: { NO_COLOR: "1" },
  }).output();
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)) as [string, string];
  return { code, out, err };
}

Deno.test("deno task setup --help explains its options", async () => {
  const { code, out } = await setup("--help");
  assertEquals(code, 0);
  assertStringIncludes(out, "--gpu");
});

Deno.test("deno task setup refuses an option it does not know", async () => {
  const { code, err } = await setup("--gpus");
  assertEquals(code, 1);
  assertStringIncludes(err, "--gpus");
});
