import { assertEquals } from "@std/assert";
import { askToStop, watchForStop } from "../../lib/runs/mod.ts";
import { inFolder } from "./folder.ts";

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

Deno.test("watchForStop() tells once of each request, and of none before it began", () =>
  inFolder(async (folder) => {
    const path = `${folder}/made/when/needed/stop`;
    const looks = async (isStopped: () => boolean) => {
      await pause(510);
      return isStopped();
    };
    const early = watchForStop(path);
    assertEquals(early(), false);
    await askToStop(path);
    assertEquals(early(), false); // too soon after the last look
    const late = watchForStop(path);
    assertEquals([await looks(early), await looks(early), late()], [true, false, false]);
    await askToStop(path);
    assertEquals([await looks(early), await looks(late), await looks(late)], [true, true, false]);
  }));
