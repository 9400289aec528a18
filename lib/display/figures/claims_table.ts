/**
 * All claims at a glance.
 * @module
 */
import { check, members, optional, text } from "../../options.ts";
import { type Displayable, displayable } from "../displayable.ts";
import { escapeHtml } from "../escape.ts";
import { scopedRules } from "../palette.ts";
import { htmlTable } from "../table.ts";
import { type ClaimEntry, formatEstimate, formatFinding, limitsOf, settingOf } from "./claim_box.ts";
import { verdictBadge } from "./verdict.ts";

/** What {@linkcode claimsTable} and {@linkcode claimsOverview} show besides. */
export interface ClaimsTableOptions {
  /** What the table shows, above it. @default nothing */
  readonly caption?: string;
}

const schema = members<ClaimsTableOptions>({ caption: optional(text) });

/** Shows the ledger, a row for each claim. The name of a notebook beside this one becomes a link to it. */
export function claimsTable(
  entries: readonly ClaimEntry[],
  options: ClaimsTableOptions = {},
): Displayable {
  const verdictAndFinding = (entry: ClaimEntry) => {
    const notes = [...limitsOf(entry), ...settingOf(entry)].map(escapeHtml);
    return [verdictBadge(entry.verdict), withNotes(formatFinding(entry), notes, "9em")];
  };
  return showClaims(entries, ["verdict", "here"], verdictAndFinding, options);
}

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
  const heads = ledgers.map(([first]) => first === undefined ? "" : `${first.dataset}, ${first.profile}`);
  const briefly = ({ verdict, estimate, low, high }: ClaimEntry) => {
    const badge = verdictBadge(verdict);
    if (estimate === null) return badge;
    const finding = formatEstimate(estimate, low, high);
    return displayable(
      `${badge.html}<div style="${small};white-space:nowrap">${escapeHtml(finding)}</div>`,
      `${badge.text}, ${finding}`,
    );
  };
  const inEach = (_: ClaimEntry, row: number) => ledgers.map((ledger) => briefly(ledger[row]!));
  return showClaims(ledgers[0] ?? [], heads, inEach, options);
}

/** A table with what the paper says of each claim, and beside it what `cellsOf` gives. */
function showClaims(
  entries: readonly ClaimEntry[],
  heads: readonly string[],
  cellsOf: (entry: ClaimEntry, row: number) => readonly Displayable[],
  options: ClaimsTableOptions,
): Displayable {
  check("Cannot show the claims", schema, options);
  const rows = entries.map((entry, row) => {
    const notes = [escapeHtml(entry.figure), linkNotebook(entry.notebook)];
    return [entry.id, withNotes(entry.title, notes, "14em"), ...cellsOf(entry, row)];
  });
  const { html, text } = htmlTable(["no.", "claim", ...heads], rows, options);
  return displayable(`<div class="oneshot-claims"><style>${stacked}</style>${html}</div>`, text);
}

/** On a phone four columns would leave each a few letters: there a claim's cells stand below one another. */
const stacked = `@media (max-width:40em){${
  scopedRules(".oneshot-claims table.oneshot-table", [
    " thead{display:none}",
    " :is(tbody,caption){display:block}",
    " tr{display:grid;grid-template-columns:2.8em 1fr;padding:0.6em 0;border-bottom:1px solid rgb(128 128 128/30%)}",
    " td{border:0;padding:0.1em 0}",
    " td:nth-child(n+3){grid-column:2}",
  ])
}}`;

const small = "opacity:0.75;font-size:12px";

/** A text and, smaller and on a page only, notes on it, which are HTML. */
function withNotes(text: string, notes: readonly string[], width: string): Displayable {
  const line = `<div style="${small}">${notes.join(", ")}</div>`;
  return displayable(`<div style="min-width:${width}">${escapeHtml(text)}${line}</div>`, text);
}

/** Only a plain name becomes a link: what else stands there may lead anywhere. */
const linkNotebook = (name: string): string =>
  /^[\w-]+$/.test(name) ? `<a href="${name}.ipynb">${name}</a>` : escapeHtml(name);
