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
  /** Shows or rewrites the row of this key, with a bar if there is a share done from 0 to 1. */
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
}

/** The part of `cli-progress` used here; the package has no types of its own. */
interface Bars {
  create(total: number, start: number, payload: Row): { update(value: number, payload: Row): void };
  remove(bar: object): void;
  log(text: string): void;
  stop(): void;
}
interface Row {
  readonly text: string;
  readonly share: number | undefined;
}

const barWidth = 24;

/** The text of a row: a bar of 24 characters where something is counted, then the text. */
export function formatRow(text: string, share?: number): string {
  if (share === undefined) return `  ${text}`;
  const filled = Math.round(Math.min(Math.max(share, 0), 1) * barWidth);
  return `  ${"█".repeat(filled)}${"░".repeat(barWidth - filled)} ${text}`;
}

/** Opens a board on standard output. Close it, or the program does not end. */
export function openBoard(options: BoardOptions = {}): Board {
  const { moving = Deno.stdout.isTerminal(), print = console.log } = options;
  return moving ? movingBoard() : { moving, line: print, row() {}, drop() {}, close() {} };
}

function movingBoard(): Board {
  const bars: Bars = new cliProgress.MultiBar({
    format: (_options: unknown, _progress: unknown, row: Row) => formatRow(row.text, row.share),
    stream: Deno.stdout.isTerminal() ? process.stdout : process.stderr,
    clearOnComplete: true,
    fps: 10,
  });
  const rows = new Map<string, ReturnType<Bars["create"]>>();
  return {
    moving: true,
    // Without a row nothing redraws, and cli-progress would keep the line to itself.
    line: (text) => rows.size === 0 ? console.log(text) : bars.log(`${text}\n`),
    row(key, text, share) {
      const bar = rows.get(key);
      if (bar === undefined) rows.set(key, bars.create(1, 0, { text, share }));
      else bar.update(0, { text, share });
    },
    drop(key) {
      const bar = rows.get(key);
      if (bar !== undefined) bars.remove(bar);
      rows.delete(key);
    },
    close: () => bars.stop(),
  };
}
