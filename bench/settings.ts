/**
 * Which setting of PyTorch is fastest for a piece of work: all are tried on a little of it.
 * @module
 */
import type { SizeName } from "./case.ts";
import type { Row } from "./report.ts";
import { openPeer, type Peer, type Setting, settingText } from "./peer.ts";

/** Compiling takes minutes, and for every set of paths some again; whoever is not ready by then is not taken. */
const COMPILE_SECONDS = 60;

/** The settings there are for so many cores. */
export function settingsFor(kind: Setting["kind"], size: SizeName, cores: number): Setting[] {
  const spreads = cores === 1 ? [[1, 1]] : [[1, cores], [cores, 1]];
  return spreads.flatMap(([processes, threads]) => {
    const base = { kind, compile: false, together: false, processes: processes!, threads: threads! };
    const settings: Setting[] = [{ ...base, channelsLast: false }, { ...base, channelsLast: true }];
    if (kind === "dense") settings.push({ ...base, channelsLast: false, together: true });
    // Compiling spares calls, which weigh most where tensors are small; there it is tried, on one core.
    if (size === "pilot" && cores === 1) settings.push({ ...base, channelsLast: true, compile: true });
    return settings;
  });
}

/** Starts the fastest setting; the caller closes it. */
export async function openFastest(
  python: string,
  caseFolder: string,
  settings: readonly Setting[],
  rateOf: (peer: Peer) => Promise<number>,
  log: (line: string) => void,
): Promise<{ readonly peer: Peer; readonly tried: Row["tried"] }> {
  const tried: Row["tried"] = [];
  let best: { setting: Setting; rate: number } | undefined;
  for (const setting of settings) {
    const peer = await openPeer(python, caseFolder, setting);
    const rate = await within(COMPILE_SECONDS, rateOf(peer), () => peer.kill());
    if (rate === undefined) {
      tried.push({ setting: settingText(setting), rate: `not ready in ${COMPILE_SECONDS} s` });
    } else {
      await peer.close();
      tried.push({ setting: settingText(setting), rate });
      if (best === undefined || rate > best.rate) best = { setting, rate };
    }
    log(`  ${tried.at(-1)!.setting}: ${typeof rate === "number" ? rate.toPrecision(3) : tried.at(-1)!.rate}`);
  }
  return { peer: await openPeer(python, caseFolder, best!.setting), tried };
}

async function within<T>(seconds: number, work: Promise<T>, giveUp: () => void): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), 1000 * seconds);
  });
  const first = await Promise.race([work, late]);
  clearTimeout(timer);
  if (first === undefined) {
    giveUp();
    await work.catch(() => {});
  }
  return first;
}
