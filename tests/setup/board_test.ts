import { assertEquals } from "@std/assert";
import { openBoard } from "../../lib/setup/board.ts";

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

/** A terminal, as far as a board needs one, and what it shows. Its modes can't be changed: they would outlive Ctrl-C. */
function screen() {
  const lines = [""];
  let [x, y] = [0, 0];
  const put = (text: string) => {
    lines[y] = lines[y]!.padEnd(x).slice(0, x) + text + lines[y]!.slice(x + text.length);
    x += text.length;
  };
  const steer: Record<string, (count: number) => void> = {
    A: (count) => y = Math.max(y - count, 0),
    G: (count) => x = count - 1,
    // From the cursor to the end of the line, and of the screen.
    K: () => lines[y] = lines[y]!.slice(0, x),
    J: () => {
      lines.length = y + 1;
      steer.K!(0);
    },
  };
  const write = (text: string) => {
    // deno-lint-ignore no-control-regex -- escape sequences are what a terminal is steered with
    for (const [part, count, letter] of text.matchAll(/\x1b\[\??(\d*)([A-Za-z])|\n|[^\x1b\n]+/g)) {
      if (letter !== undefined) steer[letter]!(Number(count || 1));
      else if (part === "\n") [x, y] = [0, y + 1];
      else put(part);
      while (lines.length <= y) lines.push("");
    }
  };
  return { lines, terminal: { isTTY: true, columns: 80, write } };
}

/** A row with a bar of 24 characters. */
const row = (text: string, filled: number) => `  ${"█".repeat(filled)}${"░".repeat(24 - filled)} ${text}`;

Deno.test("openBoard() leaves every line and no row on a terminal, however often rows come and go", async () => {
  const { lines, terminal } = screen();
  const board = openBoard({ moving: true, terminal });
  const long = "b at work".repeat(20);
  const shown = () => lines.map((line) => line.trimEnd()).filter((line) => line !== "");
  board.line("first");
  board.row("a", "a at work", 0.5);
  board.row("b", long);
  // Rows are drawn ten times a second.
  await new Promise((resolve) => setTimeout(resolve, 250));
  assertEquals(shown(), [
    "first",
    row("a at work", 12),
    `  ${long}`.slice(0, 80),
  ]);
  board.line("while they work");
  board.drop("b");
  assertEquals(shown(), ["first", "while they work", row("a at work", 12)]);
  board.drop("a");
  assertEquals(shown(), ["first", "while they work"]);
  board.line("between");
  board.row("c", "c at work");
  board.line("at last");
  board.close();
  board.line("after all");
  assertEquals(shown(), ["first", "while they work", "between", "at last", "after all"]);
});

Deno.test("openBoard() fills bars in proportion and stays within them", async () => {
  const { lines, terminal } = screen();
  const board = openBoard({ moving: true, terminal });
  const shares = [[0, 0], [0.5, 12], [1, 24], [-1, 0], [7, 24], [1 / 48, 1], [0.02, 0]] as const;
  for (const [share] of shares) board.row(`${share}`, `a share of ${share}`, share);
  await new Promise((resolve) => setTimeout(resolve, 250));
  const drawn = () => lines.map((line) => line.trimEnd()).filter((line) => line !== "");
  assertEquals(drawn(), shares.map(([share, filled]) => row(`a share of ${share}`, filled)));
  // A row moves on.
  board.row("0", "now all", 1);
  await new Promise((resolve) => setTimeout(resolve, 250));
  assertEquals(drawn()[0], row("now all", 24));
  board.close();
});
