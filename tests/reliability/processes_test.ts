import { assertEquals, assertStringIncludes } from "@std/assert";
import { inFolder } from "../runs/folder.ts";
import { killAtRandom } from "./kills.ts";
import { interruptTwice } from "./mishaps.ts";
import { crash, endOf, killAfter, signal } from "./processes.ts";

/** Something shorter than all experiments. */
const shell = (script: string): Deno.ChildProcess =>
  new Deno.Command("sh", { args: ["-c", script], stdin: "null", stdout: "null", stderr: "piped" }).spawn();

const sleeping = () => shell("exec sleep 100");

/** A process that has ended before anything can be sent to it. */
const ended = (code: number, said = "") => (): Deno.ChildProcess =>
  ({
    kill() {
      throw new TypeError("Child process has already terminated");
    },
    output: () =>
      Promise.resolve({ success: code === 0, code, signal: null, stderr: new TextEncoder().encode(said) }),
  }) as unknown as Deno.ChildProcess;

/** Starts one after the other, and remembers in which folders. */
function starting(...processes: readonly (() => Deno.ChildProcess)[]) {
  const places: string[] = [];
  return { places, start: (place: string) => processes[places.push(place) - 1]!() };
}

Deno.test("killAfter() tells a kill, a success and a crash with its words apart, and signal() suffers a process's end", async () => {
  const killed = await killAfter(sleeping(), 0.05);
  assertEquals([killed.signal, killed.success, crash(killed, "SIGKILL")], ["SIGKILL", false, []]);
  const ended = await killAfter(shell("exit 0"), 100);
  assertEquals([ended.signal, ended.success, crash(ended, "SIGKILL")], [null, true, []]);
  assertEquals(crash(await killAfter(shell("echo out of paper >&2; exit 3"), 100), "SIGKILL"), [
    "ended by itself with 3: out of paper\n",
  ]);
  assertStringIncludes(crash(await endOf(shell("kill -SEGV $$")), "SIGKILL")[0]!, "with SIGSEGV");
  const child = shell("exit 0");
  await child.status;
  signal(child, "SIGKILL");
  await child.stderr.cancel();
});

Deno.test("killAtRandom() counts a process that fails by itself as a fault, not as one that came to its end", () =>
  inFolder(async (folder) => {
    // Fails, comes to its end, is killed.
    const { start } = starting(ended(3, "out of paper"), ended(0), sleeping);
    const startIn = (place: string) => {
      Deno.mkdirSync(place, { recursive: true });
      return start(place);
    };
    const { kills, finished, failed } = await killAtRandom(
      folder,
      1,
      {},
      { start: startIn, longest: 0.2 },
    );
    assertEquals([kills, finished, failed], [1, 1, ["ended by itself with 3: out of paper"]]);
  }));

Deno.test("interruptTwice() tries again in a new folder when all was done before, but not for ever", () =>
  inFolder(async (folder) => {
    const late = starting(ended(0), ended(0), sleeping, ended(0));
    const [places, never] = [late.places, starting(...Array(5).fill(ended(0)))];
    assertEquals(await interruptTwice(`${folder}/late`, {}, 0.2, late.start), []);
    assertEquals([new Set(places.slice(0, 3)).size, places[3]], [3, places[2]]);
    assertEquals(await interruptTwice(`${folder}/never`, {}, 0.1, never.start), [
      "Ctrl-C twice: it had ended already, 5 times",
    ]);
    const failing = starting(ended(3, "out of paper"), ended(0));
    assertEquals(await interruptTwice(`${folder}/failing`, {}, 0.1, failing.start), [
      "ended by itself with 3: out of paper",
    ]);
  }));
