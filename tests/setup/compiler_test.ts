import { assert, assertEquals, assertRejects } from "@std/assert";
import { findCompiler, zigPackage } from "../../lib/setup/compiler.ts";
import { pipInstall } from "../../lib/setup/venv.ts";
import { withCompiler } from "./fakes.ts";

Deno.test("findCompiler() takes CXX with its arguments, or says that it does not compile", async () => {
  await withCompiler("exit 0", async (root, compiler) => {
    Deno.env.set("CXX", `${compiler} -fancy`);
    assertEquals(await findCompiler(root, () => {}), [compiler, "-fancy"]);
    await Deno.copyFile(compiler, `${root}/my compiler`);
    Deno.env.set("CXX", `${root}/my compiler`);
    assertEquals(await findCompiler(root, () => {}), [`${root}/my compiler`]);
    Deno.env.set("CXX", "no-such-compiler");
    await assertRejects(
      () => findCompiler(root, () => {}),
      Error,
      'Cannot compile C++ with CXX="no-such-compiler"',
    );
  });
});

Deno.test("findCompiler() passes over compilers that are absent or do not compile", async () => {
  await withCompiler("exit 1", async (root, broken) => {
    const log: string[] = [];
    const candidates = ["/no/such/compiler", broken, "true"];
    assertEquals(await findCompiler(root, (line) => log.push(line), candidates), ["true"]);
    assert(log.some((line) => line.startsWith(`${broken} does not compile`)));
  });
});

Deno.test("findCompiler() installs Zig's where there is no other", async () => {
  await withCompiler("exit 0", async (root) => {
    const python = `${root}/.venv/bin/python`;
    await Deno.mkdir(`${root}/.venv/bin`, { recursive: true });
    await Deno.writeTextFile(python, `#!/bin/sh\necho "$@" >> ${root}/asked\n`, { mode: 0o755 });
    assertEquals(await findCompiler(root, () => {}, []), [python, "-m", "ziglang", "c++"]);
    const asked = await Deno.readTextFile(`${root}/asked`);
    assertEquals(asked, `${pipInstall(`${root}/.venv`, zigPackage).join(" ")}\n`);
    const [locked] = (await Deno.readTextFile(zigPackage)).split("\n");
    assert(/^ziglang==\d+\.\d+\.\d+ \\$/.test(locked!), locked);
  });
});
