/**
 * The README's claims and picture, written from the ledger and the records that it reads.
 * @module
 */
import * as Plot from "@observablehq/plot";
import { join } from "node:path";
import { claimsMarkdown, keepRecords, ledger, type LedgerEntry } from "../claims/mod.ts";
import { toMarkup } from "../display/document.ts";
import { drawPlot } from "../display/mod.ts";
import type { Profile } from "../profiles.ts";
import type { CorrelationResult } from "../records.ts";
import { mean } from "../stats/mod.ts";

const BEGIN = "<!-- claims: written by `deno task reproduce --save` -->";
const END = "<!-- end of claims -->";

/**
 * Puts the table into a README in place of the one there.
 *
 * @throws {Error} if the marks are missing
 */
export function withClaims(readme: string, entries: readonly LedgerEntry[]): string {
  const [begin, end] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (begin < 0 || end < begin) {
    throw new Error(`Cannot write the claims: the README lacks ${BEGIN} … ${END}`);
  }
  return `${readme.slice(0, begin)}${BEGIN}\n\n${claimsMarkdown(entries)}\n\n${readme.slice(end)}`;
}

/** The README's picture: an SVG that stands alone, on white, since a README's page says nothing of its colours. */
export function correlationSvg({ candidates }: CorrelationResult): string {
  const { svg } = drawPlot({
    title: "One-shot and stand-alone accuracy of the same architectures",
    height: 360,
    grid: true,
    inset: 10,
    x: { label: "accuracy with the one-shot model's weights (%)", percent: true },
    y: { label: "accuracy trained alone (%)", percent: true },
    marks: [
      Plot.dot(candidates.map(({ oneShot, standAlone }) => ({ oneShot, standAlone: mean(standAlone) })), {
        x: "oneShot",
        y: "standAlone",
        fill: "#2a6f97",
        fillOpacity: 0.7,
      }),
    ],
  });
  // Outside a page an SVG must say what it is, or browsers show its source.
  svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  svg.setAttribute("style", "background: white; color: #222; font-family: system-ui, sans-serif");
  return `${toMarkup(svg)}\n`;
}

/**
 * Keeps a profile's records with the project, and brings the README up to them.
 *
 * @param root the folder with `deno.json`
 * @throws {Error} if the profile was not run here
 */
export async function publishFindings(root: string, profile: Profile): Promise<void> {
  const correlation = await keepRecords(profile);
  await Deno.writeTextFile(join(root, "data", "records", "correlation.svg"), correlationSvg(correlation));
  const readme = join(root, "README.md");
  const text = withClaims(await Deno.readTextFile(readme), await ledger(profile));
  await Deno.writeTextFile(readme, text);
}
