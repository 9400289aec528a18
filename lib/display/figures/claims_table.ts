/**
 * All claims at a glance.
 * @module
 */
import { check, members, optional, text } from "../../options.ts";
import { type ClaimEntry, formatEstimate, formatFinding, settingOf } from "./claim_box.ts";
import { type Displayable, displayable } from "../displayable.ts";
import { escapeHtml } from "../escape.ts";
import { formatValue } from "../format_value.ts";
import { htmlTable } from "../html_table.ts";
import { verdictBadge } from "./verdict.ts";

/** What {@linkcode claimsTable} and {@linkcode claimsOverview} show besides. */
export interface ClaimsTableOptions {
  /** What the table shows, above it. @default nothing */
  readonly caption?: string;
}

const schema = members<ClaimsTableOptions>({ caption: optional(text) });

/**
 * Shows the ledger, a row for each claim. The name of a notebook beside this one becomes a link to it.
 *
 * @example In a terminal
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { claimsTable } from "./claims_table.ts";
 *
 * const shown = claimsTable([{
 *   id: "C4", title: "Large models win", figure: "Table 1", profile: "quick", dataset: null, statistic: null,
 *   estimate: null, low: null, high: null, n: null, ceiling: null, verdict: null, rule: null, notebook: null,
 *   seconds: null,
 * }]);
 * assertEquals(shown.text.split("\n"), [
 *   "no.  claim             verdict         here",
 *   "---  ----------------  --------------  ------------",
 *   "C4   Large models win  ? not measured  not measured",
 * ]);
 * ```
 */
export function claimsTable(
  entries: readonly ClaimEntry[],
  options: ClaimsTableOptions = {},
): Displayable {
  check("Cannot show the claims", schema, options);
  const rows = entries.map((entry) => [
    entry.id,
    withNotes(entry.title, [entry.figure, linkNotebook(entry.notebook)], "14em"),
    verdictBadge(entry.verdict),
    withNotes(formatFinding(entry), [
      entry.n === null ? null : `n = ${formatValue(entry.n)}`,
      entry.ceiling === null ? null : `noise ceiling ${formatEstimate(entry.ceiling)}`,
      ...settingOf(entry),
    ], "9em"),
  ]);
  const shown = htmlTable(["no.", "claim", "verdict", "here"], rows, options);
  return displayable(`<div class="oneshot-claims"><style>${stacked}</style>${shown.html}</div>`, shown.text);
}

/** On a phone four columns would leave each a few letters: there a claim's cells stand below one another. */
const stacked = `@media (max-width:40em){` +
  [
    "thead{display:none}",
    ":is(tbody,caption){display:block}",
    "tr{display:grid;grid-template-columns:2.8em 1fr;padding:0.6em 0;border-bottom:1px solid rgb(128 128 128/30%)}",
    "td{border:0;padding:0.1em 0}",
    "td:nth-child(n+3){grid-column:2}",
  ].map((rule) => `.oneshot-claims table.oneshot-table.oneshot-table ${rule}`).join("") + "}";

/**
 * Shows several ledgers beside one another: a row for each claim, which links its notebook, and a column for each data set
 * and profile.
 *
 * @param ledgers with the same claims in the same order
 */
export function claimsOverview(
  ledgers: readonly (readonly ClaimEntry[])[],
  options: ClaimsTableOptions = {},
): Displayable {
  check("Cannot show the claims", schema, options);
  const heads = ledgers.map(([first]) => [first?.dataset, first?.profile].filter((part) => part).join(", "));
  const rows = (ledgers[0] ?? []).map((entry, row) => [
    entry.id,
    withNotes(entry.title, [entry.figure, linkNotebook(entry.notebook)], "14em"),
    ...ledgers.map((ledger) => {
      const { html, text } = verdictBadge(ledger[row]!.verdict);
      if (ledger[row]!.estimate === null) return displayable(html, text);
      const finding = formatFinding({ ...ledger[row]!, statistic: null }).replace("95 % interval ", "");
      return displayable(
        `${html}<div style="${small};white-space:nowrap">${escapeHtml(finding)}</div>`,
        `${text}, ${finding}`,
      );
    }),
  ]);
  const shown = htmlTable(["no.", "claim", ...heads], rows, options);
  return displayable(`<div class="oneshot-claims"><style>${stacked}</style>${shown.html}</div>`, shown.text);
}

const small = "opacity:0.75;font-size:12px";

/** A text and, smaller and on a page only, notes on it. */
function withNotes(
  text: string,
  notes: readonly (Displayable | string | null)[],
  width: string,
): Displayable {
  const shown = notes.filter((note) => note !== null)
    .map((note) => typeof note === "string" ? escapeHtml(note) : note.html);
  const line = `<div style="${small}">${shown.join(", ")}</div>`;
  return displayable(
    `<div style="min-width:${width}">${escapeHtml(text)}${shown.length > 0 ? line : ""}</div>`,
    text,
  );
}

/** Only a plain name becomes a link: what else stands there may lead anywhere. */
function linkNotebook(name: string | null): Displayable | string | null {
  if (name === null || !/^[\w-]+$/.test(name)) return name;
  return displayable(`<a href="${name}.ipynb">${name}</a>`, name);
}
