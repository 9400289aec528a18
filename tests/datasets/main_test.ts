import { assertEquals, assertStringIncludes } from "@std/assert";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../lib/datasets/main.ts", import.meta.url));

/** Runs the command without the permission to write or to reach the network. */
async function run(...args: string[]): Promise<{ code: number; printed: string; faults: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--allow-read", main, ...args],
    env: { NO_COLOR: "1" },
  }).output();
  const [printed, faults] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { code, printed: printed!, faults: faults! };
}

Deno.test("main prints how it is used", async () => {
  for (const args of [[], ["--help"]]) {
    const { code, printed } = await run(...args);
    assertEquals(code, 0);
    assertStringIncludes(printed, "fashion-mnist or cifar-10");
  }
});

Deno.test("main refuses an unknown data set before it fetches another", async () => {
  const { code, printed, faults } = await run("fashion-mnist", "imagenet");
  assertEquals([code, printed], [1, ""]);
  assertStringIncludes(faults, 'Cannot find data set "imagenet": wanted one of fashion-mnist, cifar-10');
});
