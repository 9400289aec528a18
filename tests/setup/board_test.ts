import { assertEquals } from "@std/assert";
import { formatRow, openBoard } from "../../lib/setup/board.ts";

Deno.test("formatRow() fills 24 characters in proportion and stays within them", () => {
  assertEquals(formatRow("text"), "  text");
  const filled = (share: number) => formatRow("text", share).split("█").length - 1;
  for (
    const [share, expected] of [[0, 0], [0.5, 12], [1, 24], [-1, 0], [7, 24], [1 / 48, 1], [0.02, 0]] as const
  ) {
    assertEquals(filled(share), expected, `a share of ${share}`);
    assertEquals(formatRow("text", share).length, 2 + 24 + 1 + 4);
  }
});

Deno.test("openBoard() where nothing moves prints lines and drops rows", () => {
  const lines: string[] = [];
  const board = openBoard({ moving: false, print: (line) => lines.push(line) });
  board.line("first");
  board.row("key", "never seen", 0.5);
  board.drop("key");
  board.line("second");
  board.close();
  assertEquals([board.moving, lines], [false, ["first", "second"]]);
});
