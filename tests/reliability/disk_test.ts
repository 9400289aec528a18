import { assertEquals } from "@std/assert";
import { resultsIn } from "../experiments/tiny.ts";
import { inFolder } from "../runs/folder.ts";
import { canMount, fillDisk, lockFolder } from "./mishaps.ts";
import { finish } from "./processes.ts";

const ignore = !await canMount();

Deno.test({
  name: "a full disk stops all experiments with what to do, and they go on when there is room",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      for (const name of ["full", "whole"]) await Deno.mkdir(`${folder}/${name}`);
      await finish(`${folder}/whole`);
      assertEquals(await fillDisk(`${folder}/full`, await resultsIn(`${folder}/whole`), 200), []);
    }),
});

Deno.test({
  name: "a folder that can't be written stops all experiments at once, with what to do",
  ignore,
  fn: () => inFolder(async (folder) => assertEquals(await lockFolder(folder), [])),
});
