/**
 * One claim of the paper in three rows: what the paper says, what was found here, and the verdict.
 * @module
 */
import { type Displayable, displayable } from "../displayable.ts";
import { escapeHtml, plainLine } from "../escape.ts";
import { formatDuration, formatNumber } from "../format.ts";
import { font, scopedRules } from "../palette.ts";
import { verdictBadge } from "./verdict.ts";

/** One of several statistics that a claim is judged by. */
export interface ClaimPart {
  readonly name: string;
  readonly estimate: number;
  /** The 95 % interval; NaN if there is none. */
  readonly low: number;
  readonly high: number;
  readonly verdict: string;
}

/** An entry of the ledger of claims; what is `null` was not measured or does not apply. */
export interface ClaimEntry {
  /** Short name, e.g. `C1`. */
  readonly id: string;
  /** The claim in our words. */
  readonly title: string;
  /** Where the paper makes it, e.g. `Fig. 4`. */
  readonly figure: string;
  readonly profile: string;
  readonly dataset: string;
  /** What `estimate` is, e.g. `Spearman correlation`. */
  readonly statistic: string;
  readonly estimate: number | null;
  /** The 95 % interval of the estimate. */
  readonly low: number | null;
  readonly high: number | null;
  /** Items that the statistic is over. */
  readonly n: number | null;
  /** How well means of stand-alone trainings with other seeds would agree with those that the statistic is over. */
  readonly ceiling: number | null;
  /** The statistics that the verdict is put together from. @default the estimate alone */
  readonly parts?: readonly ClaimPart[];
  readonly verdict: string;
  /** How the verdict follows from the statistics, fixed before the run. */
  readonly rule: string;
  /** What it cost: wall time of the runs that it stands on. */
  readonly seconds: number | null;
  /** The notebook's name, without `.ipynb`. */
  readonly notebook: string;
}

/**
 * An estimate with its interval, if it has one, e.g. `0.71 (0.52 to 0.84)`: two digits after the point, three near 0.
 *
 * @param kind what stands before the interval, e.g. `95 % interval `
 */
export function formatEstimate(
  estimate: number,
  low: number | null = null,
  high: number | null = null,
  kind = "",
): string {
  const short = (value: number) => formatNumber(value, { digits: Math.abs(value) < 0.1 ? 3 : 2 });
  const interval = low === null || high === null ? "" : ` (${kind}${short(low)} to ${short(high)})`;
  return short(estimate) + interval;
}

/** A part in words, e.g. `r = 0.01 less r = 0.3: 0.13 (0.02 to 0.25), reproduced`. */
function formatPart({ name, estimate, low, high, verdict }: ClaimPart): string {
  return `${name}: ${formatEstimate(estimate, Number.isFinite(low) ? low : null, high)}, ${verdict}`;
}

/** What was found, e.g. `Spearman correlation 0.71 (95 % interval 0.52 to 0.84)`. */
export function formatFinding({ statistic, estimate, low, high }: ClaimEntry): string {
  if (estimate === null) return "not measured";
  return `${statistic} ${formatEstimate(estimate, low, high, "95 % interval ")}`;
}

/** What the finding is over and how high it could be. */
export function limitsOf({ n, ceiling }: ClaimEntry): string[] {
  return [
    ...(n === null ? [] : [`n = ${formatNumber(n)}`]),
    ...(ceiling === null ? [] : [`noise ceiling ${formatEstimate(ceiling)}`]),
  ];
}

/** On what and at what cost it was found: data set, profile, time of the runs. */
export function settingOf({ dataset, profile, seconds }: ClaimEntry): string[] {
  const cost = seconds === null ? [] : [`${formatDuration(seconds)} of computing`];
  return [dataset, `profile ${profile}`, ...cost];
}

/**
 * Shows a claim.
 *
 * @example In a terminal
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { claimBox } from "./claim_box.ts";
 *
 * const box = claimBox({
 *   id: "C2", title: "One-shot accuracy predicts stand-alone accuracy", figure: "Fig. 5", profile: "quick",
 *   dataset: "Fashion-MNIST", statistic: "Spearman", estimate: 0.71, low: 0.52, high: 0.84, n: 24, ceiling: 0.88,
 *   verdict: "reproduced", rule: "interval above 0.3", notebook: "02_correlation", seconds: 240,
 * });
 * assertEquals(box.text.split("\n"), [
 *   "Paper    C2, Fig. 5: One-shot accuracy predicts stand-alone accuracy",
 *   "Here     Spearman 0.71 (95 % interval 0.52 to 0.84), n = 24, noise ceiling 0.88; Fashion-MNIST, profile quick, " +
 *   "4 min 00 s of computing",
 *   "Verdict  ✓ reproduced; the rule: interval above 0.3",
 * ]);
 * ```
 */
export function claimBox(entry: ClaimEntry): Displayable {
  const place = `${entry.id}, ${entry.figure}`;
  const findings = [
    [formatFinding(entry), ...limitsOf(entry)].join(", "),
    ...(entry.parts ?? []).map(formatPart),
  ];
  const setting = settingOf(entry).join(", ");
  const verdict = verdictBadge(entry.verdict);
  const rows = [
    ["Paper", escapeHtml(entry.title), place, `${place}: ${entry.title}`],
    ["Here", findings.map(escapeHtml).join("<br>"), setting, [...findings, setting].join("; ")],
    ["Verdict", verdict.html, entry.rule, `${verdict.text}; the rule: ${entry.rule}`],
  ] as const;
  const lines = rows.map(([head, html, note]) =>
    `<tr><th scope="row">${head}</th><td>${html}<small>${escapeHtml(note)}</small></td></tr>`
  );
  return displayable(
    `<style>${styles}</style><table class="oneshot-claim" aria-label="Claim ${escapeHtml(entry.id)}">` +
      `<tbody>${lines.join("")}</tbody></table>`,
    rows.map(([head, , , text]) => `${head.padEnd(9)}${plainLine(text)}`).join("\n"),
  );
}

const line = "1px solid rgb(128 128 128/35%)";
const styles = scopedRules("table.oneshot-claim", [
  `{width:100%;max-width:46em;margin:0.6em 0;border:${line};border-left:4px solid rgb(128 128 128/60%);` +
  `border-collapse:collapse;color:inherit;font:14px/1.5 ${font}}`,
  " :is(tr,th,td){border:0;background:none;text-align:left;vertical-align:top;white-space:normal}",
  ` tr+tr{border-top:${line}}`,
  " :is(th,td){padding:0.5em 0.9em}",
  " th{width:5em;font-weight:600}",
  " small{display:block;margin-top:0.2em;opacity:0.75;font-size:12px}",
]);
