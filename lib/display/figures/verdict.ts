/**
 * A verdict as a word with a sign and a colour.
 * @module
 */
import { type Displayable, displayable } from "../displayable.ts";
import { escapeHtml, plainLine } from "../escape.ts";
import { colours } from "../palette.ts";

const neutral = "#808080";

/** How verdicts look, by how they begin; the first that fits counts. */
const looks: readonly (readonly [begins: RegExp, sign: string, colour: string])[] = [
  [/^(not (measured|run|tested|decided)|open|undecided|inconclusive|pending)/i, "?", neutral],
  [/^(not\b|refuted|contradicted|no\b)/i, "✗", colours.orange],
  [/^(part|weak|mixed)/i, "~", colours.lilac],
  [/^(reproduced|confirmed|holds|supported|yes\b)/i, "✓", colours.teal],
  [/^/, "·", neutral],
];

/** Shows a verdict, e.g. `✓ reproduced`; words that are not known get a neutral look. */
export function verdictBadge(verdict: string): Displayable {
  const [, sign, colour] = looks.find(([begins]) => begins.test(verdict))!;
  const html = `<span style="display:inline-flex;gap:0.45em;align-items:baseline;padding:0.05em 0.6em;` +
    `border:1.5px solid ${colour};border-radius:1em;background:color-mix(in srgb,${colour} 14%,transparent);` +
    `font-weight:600;white-space:nowrap"><span aria-hidden="true">${sign}</span>${
      escapeHtml(verdict)
    }</span>`;
  return displayable(html, `${sign} ${plainLine(verdict)}`);
}
