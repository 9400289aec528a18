import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
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

Deno.test("exclusively() frees the lock and tells what went wrong first when its file can't be removed", () =>
  inFolder(async (directory) => {
    const [path, held] = [`${directory}/run.lock`, `${directory}/held`];
    /** Puts something in the place of the lock's file that can't be removed. */
    const block = async () => {
      await Deno.rename(path, held);
      await Deno.mkdir(`${path}/full`, { recursive: true });
    };
    const blockAndFail = async () => {
      await block();
      throw new RangeError("the disk is full");
    };
    for (
      const [work, type, message] of [
        [blockAndFail, RangeError, "the disk is full"],
        [block, Error, "run.lock"],
      ] as const
    ) {
      await assertRejects(() => exclusively(path, work, () => {}), type, message);
      const file = await Deno.open(held, { write: true });
      assertEquals(await file.tryLock(true), true);
      file.close();
      for (const name of [path, held]) await Deno.remove(name, { recursive: true });
    }
  }));

Deno.test("exclusively() goes on when the process that held the lock was killed", () =>
  inFolder(async (directory) => {
    const path = `${directory}/run.lock`;
    const command = new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--allow-read",
        "--allow-write",
        join(import.meta.dirname!, "holds_lock.ts"),
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
