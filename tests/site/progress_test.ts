import { assertEquals } from "@std/assert";
import { followNotebook, formatDuration } from "../../lib/site/progress.ts";
import type { Board } from "../../lib/setup/board.ts";
import { keptBoard } from "./notebooks.ts";

Deno.test("formatDuration() counts minutes and, from an hour, hours", () => {
  const table = [[0, "0:00"], [9.9, "0:09"], [61, "1:01"], [3599, "59:59"], [3600, "1:00:00"], [
    36_061,
    "10:01:01",
  ]] as const;
  for (const [seconds, text] of table) assertEquals(formatDuration(seconds), text);
});

Deno.test("followNotebook() shows the cell, the time and what the cell shows last", () => {
  const rows = new Map<string, string>();
  const lines: string[] = [];
  const board: Board = {
    moving: true,
    line: (text) => lines.push(text),
    row: (key, text, share) => void rows.set(key, share === undefined ? text : `${text} (${share})`),
    drop: (key) => void rows.delete(key),
    close() {},
  };
  let time = 100;
  const { onEvent, finish } = followNotebook(board, "03_c", () => time);
  onEvent({ event: "start", cells: 4 });
  onEvent({ event: "cell", index: 2 });
  time = 165;
  onEvent({ event: "output", index: 2, text: "\x1b[33mstep 5\x1b[39m of 9" });
  assertEquals([...rows], [["book 03_c", "03_c  cell 3 of 4  1:05 (0.5)"], ["cell 03_c", "step 5 of 9"]]);
  onEvent({ event: "cell", index: 3 });
  assertEquals([...rows], [["book 03_c", "03_c  cell 4 of 4  1:05 (0.75)"]]);
  time = 170;
  finish(true);
  assertEquals([rows.size, lines], [0, ["  03_c", "  03_c  4 cells in 1:10"]]);
});

Deno.test("followNotebook() prints a line now and then where rows can't be rewritten", () => {
  const { lines, board } = keptBoard();
  let time = 0;
  const { onEvent, finish } = followNotebook(board, "03_c", () => time);
  onEvent({ event: "start", cells: 4 });
  onEvent({ event: "cell", index: 1 });
  for (time = 1; time <= 45; time++) onEvent({ event: "output", index: 1, text: `step ${time}` });
  finish(false);
  assertEquals(lines, [
    "  03_c",
    "    0:20  03_c, cell 2 of 4  step 20",
    "    0:40  03_c, cell 2 of 4  step 40",
  ]);
});
