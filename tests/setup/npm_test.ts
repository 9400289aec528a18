import { assert, assertEquals } from "@std/assert";
import { npmPackages, npmStep } from "../../lib/setup/npm.ts";
import { projectRoot } from "../../lib/project.ts";

Deno.test("npmPackages() reads names and versions of every form of specifier", () => {
  assertEquals(
    npmPackages({
      zod: "npm:zod@4.6.7",
      "pure-rand/": "npm:/pure-rand@8.4.2/",
      "@observablehq/plot": "npm:@observablehq/plot@0.6.17",
      "@std/assert": "./tests/assert.ts",
      other: "jsr:@std/assert@1",
    }),
    [
      { name: "zod", version: "4.6.7" },
      { name: "pure-rand", version: "8.4.2" },
      { name: "@observablehq/plot", version: "0.6.17" },
    ],
  );
});

Deno.test("npmStep() is done when every package is there in its version", async () => {
  const root = await Deno.makeTempDir();
  await Deno.writeTextFile(`${root}/deno.json`, JSON.stringify({ imports: { "@a/b": "npm:@a/b@1.2.3" } }));
  const step = npmStep({ root, gpu: false });
  assert(!await step.isDone());
  await Deno.mkdir(`${root}/node_modules/@a/b`, { recursive: true });
  await Deno.writeTextFile(`${root}/node_modules/@a/b/package.json`, JSON.stringify({ version: "1.2.2" }));
  assert(!await step.isDone());
  await Deno.writeTextFile(`${root}/node_modules/@a/b/package.json`, JSON.stringify({ version: "1.2.3" }));
  assert(await step.isDone());
  await Deno.remove(root, { recursive: true });
});

Deno.test("npmStep() brings a package anew whose description was cut off, or that is gone", async () => {
  const root = await Deno.makeTempDir();
  const { imports } = JSON.parse(await Deno.readTextFile(`${projectRoot}deno.json`));
  await Deno.writeTextFile(
    `${root}/deno.json`,
    JSON.stringify({ nodeModulesDir: "auto", imports: { zod: imports.zod } }),
  );
  const step = npmStep({ root, gpu: false });
  await step.run(() => {});
  assert(await step.isDone());
  const path = `${root}/node_modules/zod/package.json`;
  const whole = await Deno.readTextFile(path);
  // Another file of the name: this one is linked from the cache that other projects share.
  await Deno.remove(path);
  await Deno.writeTextFile(path, whole.slice(0, 100));
  assert(!await step.isDone());
  await step.run(() => {});
  assert(await step.isDone());
  assertEquals(await Deno.readTextFile(path), whole);
  await Deno.remove(`${root}/node_modules/zod`);
  assert(!await step.isDone());
  await step.run(() => {});
  assert(await step.isDone());
  await Deno.remove(root, { recursive: true });
});
