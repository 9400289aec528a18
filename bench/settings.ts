/**
 * Which setting of PyTorch or JAX is fastest for a piece of work: all are tried on a little of it.
 * @module
 */
import type { SizeName } from "./case.ts";
import type { Row } from "./report.ts";
import { openPeer, type Peer, type Setting, settingText } from "./peer.ts";

/**
 * Compiling takes minutes, and in PyTorch for every set of paths some again; whoever is not ready by then is not taken.
 */
const COMPILE_SECONDS: Readonly<Record<Setting["kind"], number>> = { dense: 60, sparse: 60, jax: 180 };

/** How cores are used: by the threads of one process, or by a process each. */
function spreads(cores: number): [processes: number, threads: number][] {
  return cores === 1 ? [[1, 1]] : [[1, cores], [cores, 1]];
}

/** The settings there are for so many cores. */
export function settingsFor(kind: Setting["kind"], size: SizeName, cores: number): Setting[] {
  return spreads(cores).flatMap(([processes, threads]) => {
    const base = { kind, compile: false, together: false, processes, threads };
    const settings: Setting[] = [{ ...base, channelsLast: false }, { ...base, channelsLast: true }];
    if (kind === "dense") settings.push({ ...base, channelsLast: false, together: true });
    // Compiling spares calls, which weigh most where tensors are small; there it is tried.
    if (size === "pilot" && processes === 1) settings.push({ ...base, channelsLast: true, compile: true });
    return settings;
  });
}

/** JAX's settings for so many cores, which are tried for what it trains: all paths, or a network alone. */
export function jaxSettings(cores: number): Setting[] {
  return spreads(cores).map(([processes, threads]) => ({
    ...{ kind: "jax", compile: true, channelsLast: true, together: true },
    ...{ processes, threads },
  }));
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
    const limit = COMPILE_SECONDS[setting.kind];
    const rate = await within(limit, rateOf(peer), () => peer.kill());
    if (rate === undefined) {
      tried.push({ setting: settingText(setting), rate: `not ready in ${limit} s` });
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
