/**
 * What may happen to experiments besides a kill: the disk is full or read-only, they are started twice or interrupted
 * twice, the clock jumps. Each function lets it happen once, in an empty folder, and tells what was not as it should be.
 * @module
 */
import { fileURLToPath } from "node:url";
import { differences } from "./kills.ts";
import { crash, endOf, killAfter, pause, signal, startVictim } from "./processes.ts";

/** What the experiments find if nothing happens to them, as `resultsIn` has it. */
type Wanted = Readonly<Record<string, unknown>>;

const smallDisk = fileURLToPath(new URL("in_small_disk.sh", import.meta.url));
/** A space of names in which anybody may mount, where the system allows it. */
const unshare = ["unshare", "--map-root-user", "--mount"];

/** Whether disks can be made here, which {@linkcode fillDisk} and {@linkcode lockFolder} need. */
export async function canMount(): Promise<boolean> {
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

/** The disk is full after so many kilobytes; then there is room, and they are started again. */
export async function fillDisk(folder: string, wanted: Wanted, kilobytes: number): Promise<string[]> {
  const [disk, copy] = [`${folder}/disk`, `${folder}/copy`];
  for (const name of [disk, copy]) await Deno.mkdir(name);
  const { code, said } = await endOf(
    startVictim(disk, [...unshare, "sh", smallDisk, disk, `${kilobytes}k`, "100m", copy]),
  );
  if (code !== 0) return [`full disk of ${kilobytes} kB: ended with ${code}: ${said}`];
  const advice = /Cannot write \S+: No space left on device.*; make room on the disk and start again/;
  return [
    ...(advice.test(said) ? [] : [`full disk of ${kilobytes} kB: no advice in: ${said}`]),
    ...await differences(copy, wanted),
  ];
}

/** The folder can't be written. */
export async function lockFolder(folder: string): Promise<string[]> {
  const mount = `mount -t tmpfs -o ro tmpfs ${folder} && exec "$@"`;
  const { success, said } = await endOf(startVictim(folder, [...unshare, "sh", "-c", mount, "sh"]));
  const advice = /Cannot write \S+: Read-only file system.*; make the folder writable and start again/;
  return !success && advice.test(said) ? [] : [`read-only folder: no advice in: ${said}`];
}

/** Two processes at the same time, both killed after so many seconds, then two again, both to the end. */
export async function startTwice(folder: string, wanted: Wanted, seconds: number): Promise<string[]> {
  const pair = () => [startVictim(folder), startVictim(folder)];
  const killed = await Promise.all(pair().map((child) => killAfter(child, seconds)));
  const ends = await Promise.all(pair().map(endOf));
  const failed = ends.filter(({ success }) => !success).map(({ said }) => `two at a time: ${said}`);
  return [
    ...killed.flatMap((end) => crash(end, "SIGKILL")),
    ...failed,
    ...await differences(folder, wanted),
  ];
}

/** Times that an interruption may come too late. */
const ATTEMPTS = 5;

/**
 * Ctrl-C after so many seconds, and another at once; then to the end. If all was done before, it is tried again in half the
 * time, in a new folder within.
 */
export async function interruptTwice(
  folder: string,
  wanted: Wanted,
  seconds: number,
  start: (folder: string) => Deno.ChildProcess = startVictim,
): Promise<string[]> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const place = `${folder}/attempt${attempt}`;
    await Deno.mkdir(place, { recursive: true });
    const child = start(place);
    await pause(seconds / 2 ** attempt);
    signal(child, "SIGINT");
    await pause(0.02);
    signal(child, "SIGINT");
    const interrupted = await endOf(child);
    if (interrupted.success) continue;
    const { success, said } = await endOf(start(place));
    return [
      ...crash(interrupted, "SIGINT"),
      ...(success ? [] : [`after Ctrl-C twice: ${said}`]),
      ...await differences(place, wanted),
    ];
  }
  return [`Ctrl-C twice: it had ended already, ${ATTEMPTS} times`];
}

/** The clock jumps while they run. */
export async function jumpClock(folder: string, wanted: Wanted): Promise<string[]> {
  const { success, said } = await endOf(startVictim(folder, [], "jumping clock"));
  return [...(success ? [] : [`jumping clock: ${said}`]), ...await differences(folder, wanted)];
}
