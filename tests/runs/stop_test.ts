import { assert, assertEquals, assertThrows } from "@std/assert";
import { askToStop, keepWork, Stopped, watchForStop } from "../../lib/runs/mod.ts";
import { inFolder } from "./folder.ts";

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

Deno.test("watchForStop() tells of each request, to what begins right after it, too, and of none before it began", () =>
  inFolder(async (folder) => {
    const path = `${folder}/made/when/needed/stop`;
    const looks = async (isStopped: () => boolean) => {
      await pause(510);
      return isStopped();
    };
    /** Longer than what is queued behind stopped work takes to begin. */
    const later = () => pause(2100);
    const early = watchForStop(path);
    assertEquals(early(), false);
    await askToStop(path);
    assertEquals(early(), false); // too soon after the last look
    const late = watchForStop(path);
    assertEquals([await looks(early), early(), await looks(early), late()], [true, true, true, false]);
    await later();
    assertEquals([early(), late()], [false, false]);
    await askToStop(path);
    assertEquals([await looks(early), await looks(late)], [true, true]);
    await later();
    assertEquals([early(), late()], [false, false]);
  }));

Deno.test("work that waits behind stopped work does not begin, and says so without a trace", () => {
  const error = assertThrows(() => keepWork({ seconds: 10, isStopped: () => true }), Stopped);
  assertEquals(error.stack, `Stopped: ${error.message}`);
});

Deno.test("deno task stop --help stops nothing", async () => {
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "stop", "--help"],
    cwd: new URL("../../", import.meta.url),
    env: { NO_COLOR: "1" },
  }).output();
  assertEquals(code, 0);
  assert(!new TextDecoder().decode(stdout).includes("Asked"));
});
