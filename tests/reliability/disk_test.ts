import { assert, assertEquals, assertMatch } from "@std/assert";
import { fileURLToPath } from "node:url";
import { resultsIn } from "../experiments/tiny.ts";
import { inFolder } from "../runs/folder.ts";
import { differences, finish, startVictim } from "./kills.ts";

const script = fileURLToPath(new URL("in_small_disk.sh", import.meta.url));
/** A space of names in which anybody may mount, where the system allows it. */
const unshare = ["unshare", "--map-root-user", "--mount"];

async function canMount(): Promise<boolean> {
  try {
    const { success } = await new Deno.Command("unshare", {
      args: [...unshare.slice(1), "mount", "-t", "tmpfs", "tmpfs", "/mnt"],
      ...{ stdout: "null", stderr: "null" },
    }).output();
    return success;
  } catch {
    return false;
  }
}
const ignore = !await canMount();

Deno.test({
  name: "a full disk stops all experiments with what to do, and they go on when there is room",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      for (const name of ["disk", "copy", "whole"]) await Deno.mkdir(`${folder}/${name}`);
      await finish(`${folder}/whole`);
      const wanted = await resultsIn(`${folder}/whole`);
      const disk = `${folder}/disk`;
      const [small, large] = ["200k", "100m"];
      const { code, stderr } = await startVictim(disk, [
        ...unshare,
        ...["sh", script, disk, small, large, `${folder}/copy`],
      ]).output();
      const said = new TextDecoder().decode(stderr);
      assertEquals(code, 0, said);
      assertMatch(said, /Cannot write \S+: No space left on device.*; make room on the disk and start again/);
      assertEquals(await differences(`${folder}/copy`, wanted), []);
    }),
});

Deno.test({
  name: "a folder that can't be written stops all experiments at once, with what to do",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const mount = `mount -t tmpfs -o ro tmpfs ${folder} && exec "$@"`;
      const { success, stderr } = await startVictim(folder, [...unshare, "sh", "-c", mount, "sh"]).output();
      assert(!success);
      assertMatch(
        new TextDecoder().decode(stderr),
        /Cannot write \S+: Read-only file system.*; make the folder writable and start again/,
      );
    }),
});
