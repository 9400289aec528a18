import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { projectRoot } from "../../lib/project.ts";
import { readReport, withReliability } from "./report.ts";

Deno.test("the README's table of reliability is that of the record, and the record is of a whole run", async () => {
  const readme = await Deno.readTextFile(join(projectRoot, "README.md"));
  const report = await readReport();
  // `deno fmt` pads the columns.
  const plain = (text: string) => text.replaceAll(/ +/g, " ").replaceAll(/-{3,}/g, "---");
  assertEquals(plain(withReliability(readme, report)), plain(readme));
  const [kills, ...others] = report.rows;
  assert(kills!.times >= 200);
  const damages = others.filter(({ what }) => what.startsWith("a file damaged"));
  assert(damages.reduce((sum, { times }) => sum + times, 0) >= 500);
  for (const mishap of ["started twice", "Ctrl-C", "clock", "disk that is full", "can't be written"]) {
    const row = others.find(({ what }) => what.includes(mishap));
    assert(row !== undefined && row.times >= 10, mishap);
  }
  assertEquals(report.rows.map(({ faults }) => faults), report.rows.map(() => 0));
});
