import { assert, assertEquals } from "@std/assert";
import { resultsIn } from "../experiments/tiny.ts";
import { inFolder } from "../runs/folder.ts";
import { killAtRandom } from "./kills.ts";
import { interruptTwice, jumpClock, startTwice } from "./mishaps.ts";
import { finish } from "./processes.ts";

Deno.test("experiments that are killed, started twice or see the clock jump find what others find", async (t) => {
  await inFolder(async (folder) => {
    await finish(`${folder}/whole`);
    const wanted = await resultsIn(`${folder}/whole`);
    assert(Object.keys(wanted).length > 30);

    await t.step("killed at random moments", async () => {
      const { kills, finished, different, failed } = await killAtRandom(`${folder}/killed`, 8, wanted);
      assert(kills === 8 && finished > 0);
      assertEquals([different, failed], [[], []]);
    });

    await t.step("two processes at the same time, both killed once, then both to the end", async () => {
      assertEquals(await startTwice(`${folder}/twice`, wanted, 3), []);
    });

    await t.step("stopped by Ctrl-C, and by another at once", async () => {
      assertEquals(await interruptTwice(`${folder}/interrupted`, wanted, 3), []);
    });

    await t.step("with a clock that jumps", async () => {
      assertEquals(await jumpClock(`${folder}/clock`, wanted), []);
    });
  });
});
