/**
 * The three places where progress is shown.
 * @module
 */
import cliProgress from "cli-progress";
import { escapeHtml } from "./escape.ts";
import { colours, font } from "./palette.ts";
import { type Broadcast, notebookBroadcast, rewritable } from "./placeholder.ts";

/** A place for one bar, then one line. */
export interface ProgressView {
  /**
   * Shows a share from 0 to 1 and a line of text with it, in place of what was shown before.
   *
   * @param trace shares and values that were watched on the way, for a picture where there is room for one
   */
  show(share: number, text: string, trace?: Trace): void;
  /** Puts a line in place of the bar; resolves when it is out. */
  finish(line: string): Promise<void>;
}

/** Shares from 0 to 1, rising, and a value at each. */
export type Trace = readonly (readonly [share: number, value: number])[];

/** The place that the program runs in: a notebook, a terminal, or neither. */
export function openProgressView(): ProgressView {
  const broadcast = notebookBroadcast();
  if (broadcast !== undefined) return notebookView(broadcast);
  return Deno.stdout.isTerminal() ? terminalView() : plainView();
}

/** Nothing but the last line. */
export function plainView(print: (line: string) => void = console.log): ProgressView {
  return { show() {}, finish: (line) => Promise.resolve(print(line)) };
}

/** The notebook's own button would end the kernel. */
const hint = '<div style="opacity:0.75">To stop and keep what is done: ' +
  "<code>deno task stop</code>, in a terminal</div>";

/** One output of a notebook cell that is rewritten in place. */
export function notebookView(broadcast: Broadcast): ProgressView {
  // Called without waiting for the call before: work that never yields would hold back all of them until its end.
  const send = rewritable(broadcast);
  return {
    show(share, text, trace = []) {
      const style = "width:14em;vertical-align:middle";
      const bar = `<progress value="${share.toFixed(4)}" max="1" style="${style}"></progress>`;
      const said = `${bar} ${escapeHtml(text)}${drawTrace(trace)}${hint}`;
      const html = `<div style="font:13px/1.5 ${font}">${said}</div>`;
      // A message that fails is one look fewer.
      send({ "text/html": html, "text/plain": text }).catch(() => {});
    },
    finish: (line) => send({ "text/plain": line }),
  };
}

/** A line under the bar, as wide as it, from the least value to the greatest. */
function drawTrace(trace: Trace): string {
  if (trace.length < 2) return "";
  const values = trace.map(([, value]) => value);
  const [least, greatest] = [Math.min(...values), Math.max(...values)];
  const height = (value: number) => greatest === least ? 20 : 38 - 36 * (value - least) / (greatest - least);
  const points = trace.map(([share, value]) => `${(100 * share).toFixed(2)},${height(value).toFixed(1)}`);
  return `<svg viewBox="0 0 100 40" preserveAspectRatio="none" aria-hidden="true" ` +
    `style="display:block;width:14em;height:40px"><polyline points="${points.join(" ")}" fill="none" ` +
    `stroke="${colours.blue}" stroke-width="1.5" vector-effect="non-scaling-stroke"/></svg>`;
}

/** The part of `cli-progress` used here; the package has no types of its own. */
interface Bar {
  start(total: number, value: number, payload: { readonly text: string }): void;
  update(value: number, payload: { readonly text: string }): void;
  render(): void;
  stop(): void;
  /** Draws the bar again after some time, and so keeps the program from ending. */
  readonly timer: { unref?(): void } | null;
}

/** Characters of the bar of a terminal. */
const barWidth = 24;

/** One line of a terminal that is rewritten in place. */
export function terminalView(
  stream: { readonly columns?: number; write(text: string): unknown } = process.stdout,
  print: (line: string) => void = console.log,
): ProgressView {
  const bar: Bar = new cliProgress.SingleBar({
    format: "{bar} {text}",
    barCompleteChar: "█",
    barIncompleteChar: "░",
    barsize: barWidth,
    stream,
    fps: 10,
    clearOnComplete: true,
    // A program that is stopped must find neither its signals taken over nor its terminal changed.
    gracefulExit: false,
    linewrap: true,
  });
  const cut = (text: string) => text.slice(0, Math.max((stream.columns ?? 80) - barWidth - 2, 0));
  let isShown = false;
  return {
    show(share, text) {
      const payload = { text: cut(text) };
      if (isShown) bar.update(share, payload);
      else bar.start(1, share, payload);
      isShown = true;
      // Training holds the thread, so the bar's timer would not fire: it is drawn here, and its timer lets go.
      bar.render();
      bar.timer?.unref?.();
    },
    finish(line) {
      if (isShown) bar.stop();
      return Promise.resolve(print(line));
    },
  };
}
