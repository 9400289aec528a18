import { assert, assertAlmostEquals, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { removePartials } from "../../lib/files.ts";
import { openCheckpoints } from "../../lib/runs/checkpoint.ts";
import { integer, prng } from "../../lib/random.ts";
import { inFolder, namesIn } from "./folder.ts";

/** As in the process that `saves_until_killed.ts` is. */
const work = "kind/0123456789abcdef";

/** Checkpoints whose complaints are collected. */
function listening(path: string) {
  const said: string[] = [];
  return { said, checkpoints: openCheckpoints(path, work, { say: (message) => said.push(message) }) };
}

async function flipByte(path: string, index: number): Promise<void> {
  const bytes = await Deno.readFile(path);
  bytes[index]! ^= 0x10;
  await Deno.writeFile(path, bytes);
}

const state = (step: number) => ({ w: new Float32Array(3).fill(step) });

Deno.test("openCheckpoints() loads what was saved last, to the bit, in another session", () =>
  inFolder(async (directory) => {
    const path = `${directory}/kind/work`;
    assertEquals(await openCheckpoints(path, work).load(), undefined);
    const bits = Uint32Array.from({ length: 1000 }, (_, index) => integer(prng(1, index), 2 ** 32));
    const first = openCheckpoints(path, work);
    await first.save(1, state(1), null);
    await first.save(2, { w: new Float32Array(bits.buffer) }, { loss: -0 });
    const loaded = (await openCheckpoints(path, work).load())!;
    assertEquals([loaded.step, loaded.meta], [2, { loss: -0 }]);
    assertEquals(new Uint32Array(loaded.arrays.w!.buffer), bits);
  }));

Deno.test("openCheckpoints() keeps the newest and the one before, and clear() removes both", () =>
  inFolder(async (directory) => {
    const path = `${directory}/work`;
    const checkpoints = openCheckpoints(path, work);
    for (const step of [1, 2, 3]) await checkpoints.save(step, state(step), step);
    assertEquals(namesIn(directory), ["work", "work.previous"]);
    // As a kill leaves it.
    await Deno.writeFile(`${path}.1.partial`, Uint8Array.of(1));
    await checkpoints.clear();
    assertEquals(namesIn(directory), []);
    assertEquals(await checkpoints.load(), undefined);
    await checkpoints.clear();
    await checkpoints.save(7, state(7), null);
    assertEquals((await checkpoints.load())?.step, 7);
  }));

Deno.test("openCheckpoints() sets each damaged file aside, says so, and uses the one before", () =>
  inFolder(async (directory) => {
    const path = `${directory}/work`;
    const writer = openCheckpoints(path, work);
    await writer.save(1, state(1), null);
    await writer.save(2, state(2), null);
    const whole = await Deno.readFile(path);
    const before = await Deno.readFile(`${path}.previous`);
    for (let index = 0; index < whole.length; index++) {
      await Deno.writeFile(path, whole);
      await flipByte(path, index);
      const changed = await Deno.readFile(path);
      const { checkpoints, said } = listening(path);
      assertEquals((await checkpoints.load())?.step, 1);
      assertEquals(said.length, 1);
      assertStringIncludes(said[0]!, `Cannot use checkpoint ${path}: found `);
      assertStringIncludes(said[0]!, `renamed ${path}.damaged, and the one before is tried`);
      assertEquals(namesIn(directory), ["work.damaged", "work.previous"]);
      assertEquals(await Deno.readFile(`${path}.damaged`), changed);
      assertEquals(await Deno.readFile(`${path}.previous`), before);
      await Deno.remove(`${path}.damaged`);
    }
  }));

Deno.test("openCheckpoints() sets a whole checkpoint of other work aside, says whose it is, and uses the one before", () =>
  inFolder(async (directory) => {
    const [path, other] = [`${directory}/work`, `${directory}/other`];
    const writer = openCheckpoints(path, work);
    await writer.save(1, state(1), null);
    await writer.save(2, state(2), null);
    // The same kind, shapes and steps: only the name tells.
    await openCheckpoints(other, "kind/fedcba9876543210").save(2, state(2), null);
    const foreign = await Deno.readFile(other);
    await Deno.rename(other, path);
    const { checkpoints, said } = listening(path);
    assertEquals((await checkpoints.load())?.step, 1);
    assertEquals(said, [
      `Cannot use checkpoint ${path}: found the work of kind/fedcba9876543210, expected that of ${work}; ` +
      `it was renamed ${path}.damaged, and the one before is tried`,
    ]);
    assertEquals(namesIn(directory), ["work.damaged", "work.previous"]);
    assertEquals(await Deno.readFile(`${path}.damaged`), foreign);
  }));

Deno.test("openCheckpoints() begins anew when both files are damaged, and keeps them", () =>
  inFolder(async (directory) => {
    const path = `${directory}/work`;
    const writer = openCheckpoints(path, work);
    await writer.save(1, state(1), null);
    await writer.save(2, state(2), null);
    await Deno.truncate(path, 50);
    await Deno.writeTextFile(`${path}.previous`, "a file of another program");
    const { checkpoints, said } = listening(path);
    assertEquals(await checkpoints.load(), undefined);
    assertEquals(namesIn(directory), ["work.damaged", "work.damaged.2"]);
    assertStringIncludes(said[1]!, "25 bytes of something else");
    assertStringIncludes(said[1]!, `renamed ${path}.damaged.2, and the work begins at its beginning`);
    await checkpoints.clear();
    assertEquals(namesIn(directory), ["work.damaged", "work.damaged.2"]);
  }));

Deno.test("save() does not let a damaged file take the place of a whole one before it", () =>
  inFolder(async (directory) => {
    const path = `${directory}/work`;
    const writer = openCheckpoints(path, work);
    await writer.save(1, state(1), null);
    await writer.save(2, state(2), null);
    await flipByte(path, 60);
    const { checkpoints, said } = listening(path);
    await checkpoints.save(3, state(3), null);
    assertEquals([said.length, namesIn(directory)], [1, ["work", "work.damaged", "work.previous"]]);
    await Deno.remove(path);
    assertEquals((await checkpoints.load())?.step, 1);
  }));

Deno.test("save() that is refused leaves the earlier checkpoint as it was", () =>
  inFolder(async (directory) => {
    const checkpoints = openCheckpoints(`${directory}/work`, work);
    await checkpoints.save(1, state(1), null);
    await assertRejects(() => checkpoints.save(2, state(2), { loss: NaN }), TypeError, "meta.loss");
    await assertRejects(() => checkpoints.save(-1, state(2), null), RangeError, "step -1");
    assertEquals([(await checkpoints.load())?.step, namesIn(directory)], [1, ["work"]]);
  }));

Deno.test("spent() counts the sessions before, if the work goes on from them", () =>
  inFolder(async (directory) => {
    const path = `${directory}/work`;
    const first = openCheckpoints(path, work);
    await new Promise((done) => setTimeout(done, 120));
    await first.save(1, state(1), null);
    const second = openCheckpoints(path, work);
    assert(second.spent().seconds < 0.1);
    await second.load();
    assert(second.spent().seconds >= 0.119);
    assertEquals(second.spent().startedAt, first.spent().startedAt);
    assertAlmostEquals(Date.parse(first.spent().startedAt), Date.now(), 60_000);
  }));

Deno.test("save() killed at any moment leaves a whole checkpoint, and the work goes on from it", () =>
  inFolder(async (directory) => {
    const path = `${directory}/work`;
    const rng = prng(5, "kills");
    let last = 0;
    let interrupted = 0;
    for (let kill = 0; kill < 20; kill++) {
      const child = new Deno.Command(Deno.execPath(), {
        args: [
          "run",
          "--no-check",
          "--allow-read",
          "--allow-write",
          new URL("saves_until_killed.ts", import.meta.url).href,
          path,
        ],
        stdout: "piped",
        stderr: "inherit",
      }).spawn();
      // The child writes a line when its first save is done: from then on there is always a whole checkpoint.
      await child.stdout.getReader().read();
      await new Promise((done) => setTimeout(done, integer(rng, 15)));
      child.kill("SIGKILL");
      await child.status;
      if (namesIn(directory).some((name) => name.endsWith(".partial"))) interrupted++;
      await removePartials(path);

      const { checkpoints, said } = listening(path);
      const { step, arrays, meta } = (await checkpoints.load())!;
      assertEquals([said, meta], [[], { step }]);
      assert(arrays.weights!.length === 100_000 && arrays.weights!.every((value) => value === step));
      assert(step > last, `The child went on from step ${last} and left step ${step}`);
      last = step;
    }
    // A child does nothing but save, so about every kill hits a save; if none of 20 does, nothing was tested.
    assert(interrupted > 0, "No kill came in the middle of a save");
  }));
