import { assert, assertEquals, assertThrows } from "@std/assert";
import { goals, readReport, type Report, speedMarkdown, withSpeed, words } from "../../bench/report.ts";

const row = (name: string, ratio: number): Report["rows"][number] => ({
  ...{ name, size: "pilot", cores: 2, ours: 1234.5, peer: 1234.5 / ratio, unit: "images/s", ratio },
  ...{ spread: { ours: [1, 2, 3], peer: [1, 2, 3] }, setting: "sparse", tried: [] },
});
const report: Report = {
  date: "2026-01-02T03:04:05Z",
  machine: "2 x processor",
  versions: { deno: "2.9.6", tensorflow: "2.21.0", torch: "2.13.0", jax: "0.10.2" },
  rows: [row("train-sparse", 8.04), row("score-random", 1.96)],
  costs: [],
  scaling: [],
};

Deno.test("speedMarkdown() has a line for each kind of work, and says what is below its goal", () => {
  const text = speedMarkdown(report);
  const lineOf = (name: string) => text.split("\n").find((line) => line.startsWith(`| ${words[name]} `))!;
  assert(lineOf("train-sparse").endsWith("| **8.0**, 1,230 images/s |"), lineOf("train-sparse"));
  assert(lineOf("score-random").includes("1.96 (goal 6)"), lineOf("score-random"));
  assertEquals(Object.keys(words).every((name) => lineOf(name) !== undefined), true);
  assert(
    text.endsWith("2 x processor; Deno 2.9.6, TensorFlow 2.21.0, PyTorch 2.13.0, JAX 0.10.2; 2026-01-02."),
  );
});

Deno.test("every goal is one of a row that is shown", () => {
  for (const name of Object.keys(goals)) assert(words[name.split(" ")[0]!] !== undefined, name);
});

Deno.test("withSpeed() replaces what is between the marks and keeps the rest", () => {
  const [begin, end] = ["<!-- speed: written by `deno task bench --save` -->", "<!-- end of speed -->"];
  const readme = withSpeed(`before\n${begin}\nold\n${end}\nafter`, report);
  assert(readme.startsWith(`before\n${begin}\n\n| times as fast`));
  assert(readme.endsWith(`\n\n${end}\nafter`));
  assertEquals(withSpeed(readme, report), readme);
  assertThrows(() => withSpeed("no marks", report), Error, "Cannot write the speeds: the README lacks");
});

Deno.test("the README's speeds are those of the record that comes with the project", async () => {
  const readme = await Deno.readTextFile(new URL("../../README.md", import.meta.url));
  // The formatter pads the columns.
  const squeezed = (text: string) => text.replaceAll(/ +/g, " ").replaceAll(/-{3,}/g, "---");
  const written = withSpeed(readme, await readReport());
  assertEquals(squeezed(readme), squeezed(written));
});
