/** What a run of tests says of a mutant. */
import { DOMParser } from "linkedom";

/**
 * `caught`: a test failed by an assertion. `survived`: all that ran passed. `crashed`: tests failed, but by other errors
 * than assertions. `broke`: no test was run, for the code did not load or compile. `hung`: it did not end in time.
 * `not found`: the text to replace is not there exactly once.
 */
export type Outcome = "caught" | "survived" | "crashed" | "broke" | "hung" | "not found";

/** Reads the report in the form of JUnit that `deno test` wrote; `undefined` if it wrote none. */
export function outcomeOf(report: string | undefined): Outcome {
  if (report === undefined) return "broke";
  const cases = [...new DOMParser().parseFromString(report, "text/xml").querySelectorAll("testcase")];
  const run = cases.filter((one) => one.querySelector("skipped") === null);
  if (run.length === 0) return "broke";
  const failures = run.flatMap((one) => one.querySelector("failure")?.getAttribute("message") ?? []);
  if (failures.some((message) => message.startsWith("Uncaught AssertionError"))) return "caught";
  return failures.length > 0 ? "crashed" : "survived";
}
