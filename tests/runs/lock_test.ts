import { assertEquals, assertRejects } from "@std/assert";
import { exclusively } from "../../lib/runs/lock.ts";
import { inFolder, namesIn } from "./folder.ts";

Deno.test("exclusively() lets one work at a time, tells who waits, and leaves no file", () =>
  inFolder(async (directory) => {
    const path = `${directory}/made/when/needed/run.lock`;
    let atWork = 0;
    let most = 0;
    let waited = 0;
    const one = (index: number) =>
      exclusively(path, async () => {
        most = Math.max(most, ++atWork);
        await new Promise((resolve) => setTimeout(resolve, 2));
        atWork--;
        return index;
      }, () => waited++);
    const indices = [...Array(20).keys()];
    assertEquals(await Promise.all(indices.map(one)), indices);
    assertEquals([most, waited], [1, 19]);
    assertEquals(namesIn(`${directory}/made/when/needed`), []);
  }));

Deno.test("exclusively() frees the lock when the work fails", () =>
  inFolder(async (directory) => {
    const path = `${directory}/run.lock`;
    const fail = () => Promise.reject(new Error("no"));
    await assertRejects(() => exclusively(path, fail, () => {}), Error, "no");
    assertEquals(await exclusively(path, () => Promise.resolve(3), () => {}), 3);
  }));

Deno.test("exclusively() goes on when the process that held the lock was killed", () =>
  inFolder(async (directory) => {
    const path = `${directory}/run.lock`;
    const command = new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--allow-read",
        "--allow-write",
        new URL("holds_lock.ts", import.meta.url).pathname,
        path,
      ],
      ...{ stdout: "piped", stderr: "null" },
    });
    const holder = command.spawn();
    const reader = holder.stdout.getReader();
    await reader.read(); // it holds the lock
    let waited = 0;
    const work = exclusively(path, () => Promise.resolve("done"), () => waited++);
    await new Promise((resolve) => setTimeout(resolve, 50));
    holder.kill("SIGKILL");
    assertEquals(await work, "done");
    assertEquals(waited, 1);
    await reader.cancel();
    await holder.status;
  }));
