/**
 * What a command shows while it works: lines that stay, and below them rows that are rewritten in place.
 * @module
 */
import cliProgress from "cli-progress";

/** A place for lines and rows; open one with {@linkcode openBoard}. */
export interface Board {
  /** Whether rows are shown at all. */
  readonly moving: boolean;
  /** Prints a line that stays. */
  line(text: string): void;
  /** Shows or rewrites the row of this key: with a bar if it is first shown with a share done, from 0 to 1. */
  row(key: string, text: string, share?: number): void;
  /** Takes the row of this key away. */
  drop(key: string): void;
  /** Ends the display: rows vanish, lines stay. */
  close(): void;
}

/** How a board is opened. */
export interface BoardOptions {
  /** Whether rows can be rewritten; if not, only lines are printed. @default whether standard output is a terminal */
  readonly moving?: boolean;
  /** Takes the lines where rows can't be rewritten. @default prints them */
  readonly print?: (line: string) => void;
  /** The terminal whose rows are rewritten. @default standard output */
  readonly terminal?: Terminal;
}

/** The part of a terminal's stream used here. */
interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** The part of `cli-progress` used here; the package has no types of its own. */
interface Bars {
  create(total: number, start: number, payload: { text: string }, options: { format: string }): Bar;
  remove(bar: Bar): void;
  log(text: string): void;
  stop(): void;
}
interface Bar {
  update(value: number, payload: { text: string }): void;
}

/** Opens a board on standard output. Close it, or the program does not end. */
export function openBoard(options: BoardOptions = {}): Board {
  const { moving = Deno.stdout.isTerminal(), print = console.log, terminal = process.stdout } = options;
  return moving ? movingBoard(terminal) : { moving, line: print, row() {}, drop() {}, close() {} };
}

function movingBoard(terminal: Terminal): Board {
  const open = (): Bars =>
    new cliProgress.MultiBar({
      stream: terminal,
      barsize: 24,
      barCompleteChar: "█",
      barIncompleteChar: "░",
      clearOnComplete: true,
      fps: 10,
      // Lines push the rows down, changed or not.
      forceRedraw: true,
      // A program that is stopped must find neither its signals taken over nor its terminal changed.
      gracefulExit: false,
      linewrap: true,
    });
  let bars: Bars | undefined;
  const rows = new Map<string, Bar>();
  const drop = (key: string): void => {
    const bar = rows.get(key);
    if (bar === undefined || bars === undefined) return;
    // Prints what waits to be printed, too.
    bars.remove(bar);
    rows.delete(key);
    if (rows.size > 0) return;
    // With no bar left cli-progress neither clears the last one nor knows where it stands.
    bars.stop();
    bars = undefined;
  };
  return {
    moving: true,
    // Without a row nothing redraws, and cli-progress would keep the line to itself.
    line: (text) => void (bars === undefined ? terminal.write(`${text}\n`) : bars.log(`${text}\n`)),
    row(key, text, share) {
      const bar = rows.get(key);
      if (bar !== undefined) return bar.update(share ?? 0, { text });
      bars ??= open();
      const format = share === undefined ? "  {text}" : "  {bar} {text}";
      rows.set(key, bars.create(1, share ?? 0, { text }, { format }));
    },
    drop,
    close: () => [...rows.keys()].forEach(drop),
  };
}
