/**
 * What the terminal shows while a notebook is executed.
 * @module
 */
import { stripVTControlCharacters } from "node:util";
import type { Board } from "../setup/mod.ts";
import type { ExecutionEvent } from "./execute.ts";

/** Seconds between lines where nothing can be rewritten. */
const quietSeconds = 20;

/** A duration as m:ss or h:mm:ss. */
export function formatDuration(seconds: number): string {
  const whole = Math.floor(seconds);
  const pad = (value: number) => String(value).padStart(2, "0");
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(rest)}` : `${minutes}:${pad(rest)}`;
}

/**
 * Shows a notebook's progress on a board: a bar over its cells with the time, below it the last line that the cell
 * showed. Where rows can't be rewritten, a line now and then.
 *
 * @param name what the notebook is called on the board
 * @param now seconds, for tests
 */
export function followNotebook(board: Board, name: string, now = () => performance.now() / 1000) {
  const started = now();
  let [cells, cell, shown, lastLine] = [0, 0, "", started];
  const draw = () => {
    const time = formatDuration(now() - started);
    if (!board.moving && now() - lastLine >= quietSeconds) {
      lastLine = now();
      board.line(`    ${time}  ${name}, cell ${cell} of ${cells}  ${shown}`.trimEnd());
    }
    const share = cells === 0 ? 0 : (cell - 1) / cells;
    board.row(`book ${name}`, `${name}  cell ${cell} of ${cells}  ${time}`, share);
    if (shown === "") board.drop(`cell ${name}`);
    else board.row(`cell ${name}`, shown);
  };
  // The time moves on while a cell shows nothing.
  const timer = setInterval(draw, 1000);
  board.line(`  ${name}`);
  return {
    /** Takes each event of the execution. */
    onEvent(event: ExecutionEvent): void {
      if (event.event === "start") cells = event.cells;
      if (event.event === "cell") [cell, shown] = [event.index + 1, ""];
      if (event.event === "output") shown = stripVTControlCharacters(event.text).slice(0, 120);
      draw();
    },
    /** Ends the display; a line with the time taken stays if all went well. */
    finish(well: boolean): void {
      clearInterval(timer);
      board.drop(`cell ${name}`);
      board.drop(`book ${name}`);
      if (well) board.line(`  ${name}  ${cells} cells in ${formatDuration(now() - started)}`);
    },
  };
}
