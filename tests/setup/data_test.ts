import { assert, assertEquals } from "@std/assert";
import { dataStep } from "../../lib/setup/data.ts";
import { projectRoot } from "../../lib/project.ts";
import { setUpSteps } from "../../lib/setup/set_up.ts";

Deno.test("dataStep() is done after set-up, and no more when a file is missing or was changed", async () => {
  const files = await Array.fromAsync(Deno.readDir(`${projectRoot}data/fashion-mnist`));
  const root = await Deno.makeTempDir();
  const folder = `${root}/data/fashion-mnist`;
  const step = dataStep({ root, gpu: false }, "fashion-mnist");
  assert(!await step.isDone());
  await Deno.mkdir(folder, { recursive: true });
  assert(!await step.isDone());
  for (const { name } of files) {
    await Deno.copyFile(`${projectRoot}data/fashion-mnist/${name}`, `${folder}/${name}`);
  }
  // The files are whole: the step finds them so without asking anybody.
  await step.run(() => {});
  assert(await step.isDone());
  assertEquals((await Array.fromAsync(Deno.readDir(folder))).length, files.length);
  const path = `${folder}/${files[0]!.name}`;
  const whole = await Deno.readFile(path);
  // As a disk does that forgets: size and time stay.
  const damaged = whole.slice();
  damaged[damaged.length >> 1]! ^= 1;
  await Deno.utime(path, new Date(2001, 1), new Date(2001, 1));
  await step.run(() => {});
  await Deno.writeFile(path, damaged);
  await Deno.utime(path, new Date(2001, 1), new Date(2001, 1));
  assert(!await step.isDone());
  await Deno.writeFile(path, whole);
  assert(await step.isDone());
  await Deno.remove(path);
  assert(!await step.isDone());
  await Deno.remove(root, { recursive: true });
});

Deno.test("dataStep() of CIFAR-10 says what to do by hand, and is there only when it is asked for", () => {
  const project = { root: "/somewhere", gpu: false };
  const names = (cifar: boolean) => setUpSteps({ ...project, cifar }).map(({ name }) => name);
  assertEquals(names(true).filter((name) => !names(false).includes(name)), ["CIFAR-10"]);
  const { remedy } = dataStep(project, "cifar-10");
  assertEquals(
    remedy,
    "put the 6 files into data/cifar-10/ by hand (data/README.md has their names and SHA-256).",
  );
});
