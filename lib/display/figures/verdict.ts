/**
 * A verdict as a word with a sign and a colour.
 * @module
 */
import { type Displayable, displayable } from "../displayable.ts";
import { escapeHtml, plainLine } from "../escape.ts";
import { colours } from "../palette.ts";

interface Look {
  readonly sign: string;
  readonly colour: string;
}

const neutral = "#808080";

/** How verdicts look, by how they begin; the first that fits counts. */
const looks: readonly (readonly [begins: RegExp, look: Look])[] = [
  [/^(not (measured|run|tested|decided)|open|undecided|inconclusive|pending)/i, {
    sign: "?",
    colour: neutral,
  }],
  [/^(not\b|refuted|contradicted|no\b)/i, { sign: "✗", colour: colours.orange }],
  [/^(part|weak|mixed)/i, { sign: "~", colour: colours.lilac }],
  [/^(reproduced|confirmed|holds|supported|yes\b)/i, { sign: "✓", colour: colours.teal }],
];

/**
 * Shows a verdict; words that are not known get a neutral look.
 *
 * @example A sign says what the colour says
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { verdictBadge } from "./verdict.ts";
 *
 * assertEquals(verdictBadge("reproduced").text, "✓ reproduced");
 * assertEquals(verdictBadge("not reproduced").text, "✗ not reproduced");
 * assertEquals(verdictBadge(null).text, "? not measured");
 * ```
 */
export function verdictBadge(verdict: string | null): Displayable {
  const word = verdict ?? "not measured";
  const { sign, colour } = looks.find(([begins]) => begins.test(word))?.[1] ??
    { sign: "·", colour: neutral };
  const html = `<span style="display:inline-flex;gap:0.45em;align-items:baseline;padding:0.05em 0.6em;` +
    `border:1.5px solid ${colour};border-radius:1em;background:color-mix(in srgb,${colour} 14%,transparent);` +
    `font-weight:600;white-space:nowrap"><span aria-hidden="true">${sign}</span>${escapeHtml(word)}</span>`;
  return displayable(html, `${sign} ${plainLine(word)}`);
}
