/**
 * What was done to the runs, how often, and with what result: the record, and the README's table.
 * @module
 */
import { join } from "node:path";
import { z } from "zod";
import { writeAtomically } from "../../lib/files.ts";
import { projectRoot } from "../../lib/project.ts";

const reportSchema = z.object({
  /** When it ended, ISO 8601. */
  date: z.string(),
  rows: z.array(z.object({
    /** What was done, in words. */
    what: z.string(),
    times: z.number().int(),
    /** What should come of it, and how often it did not. */
    outcome: z.string(),
    faults: z.number().int(),
  })),
});
/** All that a run of the reliability tests found. */
export type ReliabilityReport = z.infer<typeof reportSchema>;

const recordPath = join(projectRoot, "data", "records", "reliability.json");

/** The recorded run. */
export async function readReport(): Promise<ReliabilityReport> {
  return reportSchema.parse(JSON.parse(await Deno.readTextFile(recordPath)));
}

const BEGIN = "<!-- reliability: written by `deno task reliability --save` -->";
const END = "<!-- end of reliability -->";

/** Puts the table into a README in place of the one there; throws if the marks are missing. */
export function withReliability(readme: string, { rows }: ReliabilityReport): string {
  const [begin, end] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`Cannot write the table: the README lacks ${BEGIN} … ${END}`);
  const lines = rows.map(({ what, times, outcome, faults }) =>
    `| ${what} | ${times.toLocaleString("en")} | ${outcome} | ${faults} |`
  );
  const table = [
    "| done to it | times | what should come of it | times it did not |",
    "| --- | --- | --- | --- |",
  ];
  return `${readme.slice(0, begin)}${BEGIN}\n\n${[...table, ...lines].join("\n")}\n\n${readme.slice(end)}`;
}

/** Keeps what was found, and writes the README anew. */
export async function saveReport(report: ReliabilityReport): Promise<void> {
  const encode = (text: string) => new TextEncoder().encode(text);
  await writeAtomically(recordPath, encode(`${JSON.stringify(report, undefined, 1)}\n`));
  const readme = join(projectRoot, "README.md");
  await writeAtomically(readme, encode(withReliability(await Deno.readTextFile(readme), report)));
}
