import { assert, assertEquals } from "@std/assert";
import { resultsIn } from "../experiments/tiny.ts";
import { inFolder } from "../runs/folder.ts";
import { differences, finish, killAtRandom, startVictim } from "./kills.ts";

Deno.test("experiments that are killed, started twice or see the clock jump find what others find", async (t) => {
  await inFolder(async (folder) => {
    await finish(`${folder}/whole`);
    const wanted = await resultsIn(`${folder}/whole`);
    assert(Object.keys(wanted).length > 30);

    await t.step("killed at random moments", async () => {
      const { kills, finished, different } = await killAtRandom(`${folder}/killed`, 8, wanted);
      assert(kills === 8 && finished > 0);
      assertEquals(different, []);
    });

    await t.step("two processes at the same time, both killed once, then both to the end", async () => {
      const place = `${folder}/twice`;
      const killed = [startVictim(place), startVictim(place)];
      await new Promise((resolve) => setTimeout(resolve, 3000));
      for (const child of killed) child.kill("SIGKILL");
      await Promise.all(killed.map((child) => child.output()));
      const ends = await Promise.all([startVictim(place), startVictim(place)].map((child) => child.output()));
      for (const { success, stderr } of ends) assert(success, new TextDecoder().decode(stderr));
      assertEquals(await differences(place, wanted), []);
    });

    await t.step("stopped by Ctrl-C, and by another at once", async () => {
      const place = `${folder}/interrupted`;
      const child = startVictim(place);
      await new Promise((resolve) => setTimeout(resolve, 3000));
      child.kill("SIGINT");
      await new Promise((resolve) => setTimeout(resolve, 20));
      try {
        child.kill("SIGINT");
      } catch {
        // It has ended already.
      }
      assertEquals((await child.output()).success, false);
      await finish(place);
      assertEquals(await differences(place, wanted), []);
    });

    await t.step("with a clock that jumps", async () => {
      const place = `${folder}/clock`;
      const { success, stderr } = await startVictim(place, [], "jumping clock").output();
      assert(success, new TextDecoder().decode(stderr));
      assertEquals(await differences(place, wanted), []);
    });
  });
});
