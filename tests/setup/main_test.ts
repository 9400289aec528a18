import { assertEquals, assertStringIncludes } from "@std/assert";
import { datasets } from "../../lib/datasets/dataset.ts";
import { projectRoot } from "../../lib/project.ts";

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
  for (const option of ["--cifar", "--gpu"]) assertStringIncludes(out, option);
});

Deno.test("deno task setup refuses an option it does not know", async () => {
  const { code, err } = await setup("--gpus");
  assertEquals(code, 1);
  assertStringIncludes(err, "--gpus");
});

Deno.test("deno task setup and reproduce may write in the project alone, and reach the hosts of the data alone", async () => {
  const { tasks } = JSON.parse(await Deno.readTextFile(`${projectRoot}deno.json`));
  const hosts = Object.values(datasets).flatMap(({ sources }) => sources).flatMap((source) =>
    source.kind === "debian" ? [] : [new URL(source.address).hostname]
  );
  for (const { command } of [tasks.setup, tasks.reproduce]) {
    const words = command.split(" ");
    assertEquals(words.filter((word: string) => word.startsWith("--allow-write")), ["--allow-write=."]);
    assertEquals(words.filter((word: string) => word.startsWith("--allow-net")), [`--allow-net=${hosts}`]);
  }
});
