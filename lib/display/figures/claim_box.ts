/**
 * One claim of the paper in three rows: what the paper says, what was found here, and the verdict.
 * @module
 */
import { type Displayable, displayable } from "../displayable.ts";
import { formatDuration } from "../duration.ts";
import { escapeHtml, plainLine } from "../escape.ts";
import { formatValue } from "../format_value.ts";
import { font } from "../palette.ts";
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

/** An entry of the ledger of claims, as it is shown; what is `null` was not measured or does not apply. */
export interface ClaimEntry {
  /** Short name, e.g. `C1`. */
  readonly id: string;
  /** The claim in our words. */
  readonly title: string;
  /** Where the paper makes it, e.g. `Fig. 4`. */
  readonly figure: string | null;
  readonly profile: string | null;
  readonly dataset: string | null;
  /** What `estimate` is, e.g. `Spearman correlation`. */
  readonly statistic: string | null;
  readonly estimate: number | string | null;
  /** The 95 % interval of the estimate. */
  readonly low: number | string | null;
  readonly high: number | string | null;
  /** Items that the statistic is over. */
  readonly n: number | string | null;
  /** How well means of stand-alone trainings with other seeds would agree with those that the statistic is over. */
  readonly ceiling: number | string | null;
  /** What the verdict is put together from. @default nothing else than the estimate */
  readonly parts?: readonly ClaimPart[];
  readonly verdict: string | null;
  /** When the verdict is what, fixed before the run. */
  readonly rule: string | null;
  /** What it cost: wall time of the runs that it stands on. */
  readonly seconds: number | null;
  /** The notebook's name, without `.ipynb`. */
  readonly notebook: string | null;
}

/** An estimate, to two digits behind the point, or three near 0. */
export function formatEstimate(value: number | string | null): string {
  if (typeof value !== "number") return formatValue(value);
  return formatValue(value, { digits: Math.abs(value) < 0.1 ? 3 : 2 });
}

/** A part in words, e.g. `r = 0.01 less r = 0.3: 0.13 (0.02 to 0.25), reproduced`. */
export function formatPart({ name, estimate, low, high, verdict }: ClaimPart): string {
  const interval = Number.isFinite(low) ? ` (${formatEstimate(low)} to ${formatEstimate(high)})` : "";
  return `${name}: ${formatEstimate(estimate)}${interval}, ${verdict}`;
}

/** What was found, e.g. `Spearman correlation 0.71 (95 % interval 0.52 to 0.84)`. */
export function formatFinding({ statistic, estimate, low, high }: ClaimEntry): string {
  if (estimate === null) return "not measured";
  const interval = low === null || high === null
    ? ""
    : ` (95 % interval ${formatEstimate(low)} to ${formatEstimate(high)})`;
  return `${statistic === null ? "" : `${statistic} `}${formatEstimate(estimate)}${interval}`;
}

/** On what and at what cost it was found: data set, profile, time of the runs. */
export function settingOf({ dataset, profile, seconds }: ClaimEntry): string[] {
  return [
    ...(dataset === null ? [] : [dataset]),
    ...(profile === null ? [] : [`profile ${profile}`]),
    ...(seconds === null ? [] : [`${formatDuration(seconds)} of computing`]),
  ];
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
  const place = [entry.id, entry.figure].filter((part) => part !== null).join(", ");
  const finding = [
    formatFinding(entry),
    ...(entry.n === null ? [] : [`n = ${formatValue(entry.n)}`]),
    ...(entry.ceiling === null ? [] : [`noise ceiling ${formatEstimate(entry.ceiling)}`]),
  ].join(", ");
  const parts = (entry.parts ?? []).map(formatPart);
  const setting = settingOf(entry).join(", ");
  const verdict = verdictBadge(entry.verdict);
  const rows = [
    { head: "Paper", html: escapeHtml(entry.title), text: `${place}: ${entry.title}`, note: place },
    {
      head: "Here",
      html: [finding, ...parts].map(escapeHtml).join("<br>"),
      text: [finding, ...parts, ...(setting ? [setting] : [])].join("; "),
      note: setting,
    },
    {
      head: "Verdict",
      html: verdict.html,
      text: entry.rule === null ? verdict.text : `${verdict.text}; the rule: ${entry.rule}`,
      note: entry.rule ?? "",
    },
  ];
  const lines = rows.map(({ head, html, note }) =>
    `<tr><th scope="row">${head}</th><td>${html}${note && `<small>${escapeHtml(note)}</small>`}</td></tr>`
  );
  return displayable(
    `<style>${styles}</style><table class="oneshot-claim" aria-label="Claim ${escapeHtml(entry.id)}">` +
      `<tbody>${lines.join("")}</tbody></table>`,
    rows.map(({ head, text }) => `${head.padEnd(9)}${plainLine(text)}`).join("\n"),
  );
}

const line = "1px solid rgb(128 128 128/35%)";
const styles = [
  `table.oneshot-claim.oneshot-claim{width:100%;max-width:46em;margin:0.6em 0;border:${line};border-left:4px solid ` +
  `rgb(128 128 128/60%);border-collapse:collapse;color:inherit;font:14px/1.5 ${font}}`,
  `table.oneshot-claim.oneshot-claim :is(tr,th,td){border:0;background:none;text-align:left;vertical-align:top;white-space:normal}`,
  `table.oneshot-claim.oneshot-claim tr+tr{border-top:${line}}`,
  "table.oneshot-claim.oneshot-claim :is(th,td){padding:0.5em 0.9em}",
  "table.oneshot-claim.oneshot-claim th{width:5em;font-weight:600}",
  "table.oneshot-claim.oneshot-claim small{display:block;margin-top:0.2em;opacity:0.75;font-size:12px}",
].join("");
