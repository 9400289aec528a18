/**
 * The README's claims and picture, written from the ledger and the records that it reads.
 * @module
 */
import * as Plot from "@observablehq/plot";
import { join } from "node:path";
import {
  claimsMarkdown,
  ledger,
  type LedgerEntry,
  publishedProfiles,
  standAloneMeans,
} from "../claims/mod.ts";
import { setAttributes, toMarkup } from "../display/document.ts";
import { drawPlot } from "../display/mod.ts";
import {
  archivedStore,
  type Laboratory,
  NotRecorded,
  openReadOnly,
  scoreModels,
  takeSample,
} from "../experiments/mod.ts";
import { writeAtomically } from "../files.ts";
import type { Profile } from "../profiles/mod.ts";
import {
  mainModel,
  referenceModel,
  type SampleCandidate,
  scoresOfSample,
  type ScoresResult,
  weightsRun,
} from "../records/mod.ts";
import { archiveRuns, configurationHash } from "../runs/mod.ts";

const BEGIN = "<!-- claims: written by `deno task reproduce --save` -->";
const END = "<!-- end of claims -->";

/**
 * Puts the table into a README in place of the one there.
 *
 * @throws {Error} if the marks are missing
 */
export function withClaims(readme: string, ledgers: readonly (readonly LedgerEntry[])[]): string {
  const [begin, end] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (begin < 0 || end < begin) {
    throw new Error(`Cannot write the claims: the README lacks ${BEGIN} … ${END}`);
  }
  return `${readme.slice(0, begin)}${BEGIN}\n\n${claimsMarkdown(ledgers)}\n\n${readme.slice(end)}`;
}

/** The README's picture: an SVG that stands alone, on white, since a README's page says nothing of its colours. */
export function correlationSvg(scores: ScoresResult, sample: readonly SampleCandidate[]): string {
  const oneShot = scoresOfSample(scores, sample);
  const dots = standAloneMeans(sample).map((standAlone, index) => ({ oneShot: oneShot[index], standAlone }));
  const { svg } = drawPlot({
    title: "One-shot and stand-alone accuracy of the same architectures",
    height: 360,
    grid: true,
    inset: 10,
    x: { label: "accuracy with the one-shot model's weights (%)", percent: true },
    y: { label: "accuracy trained alone (%)", percent: true },
    marks: [Plot.dot(dots, { x: "oneShot", y: "standAlone", fill: "#2a6f97", fillOpacity: 0.7 })],
  });
  setAttributes(svg, {
    // Outside a page an SVG must say what it is, or browsers show its source.
    xmlns: "http://www.w3.org/2000/svg",
    style: "background: white; color: #222; font-family: system-ui, sans-serif",
  });
  return `${toMarkup(svg)}\n`;
}

/**
 * Keeps a profile's runs with the project, and updates the README. Weights are kept only of the models most likely to
 * score new candidates: the one that is searched with, and the reference. The picture is of the first published profile;
 * where its study is not recorded, it stays as it was. A kill leaves each file old or new, never half of it.
 *
 * @param root the folder with `deno.json`
 * @param published the profiles of the README's table
 * @returns how many runs of the profile the project has now, by kind
 */
export async function publishFindings(
  root: string,
  profile: Profile,
  published: readonly Profile[] = publishedProfiles,
): Promise<Record<string, number>> {
  const records = join(root, "data", "records");
  const keptWeights = [mainModel(profile), referenceModel(profile)]
    .map((model) => configurationHash(weightsRun(profile, model).configuration));
  const counts = await archiveRuns(
    join(records, profile.name),
    join(root, "data", "runs", profile.name),
    ({ kind, hash, provenance }) =>
      provenance.library === profile.library && (kind !== "weights" || keptWeights.includes(hash)),
  );
  const labs = published.map((one) => openReadOnly(one, archivedStore(one, records)));
  const picture = await pictureOf(labs[0]!);
  const write = (path: string, text: string) => writeAtomically(path, new TextEncoder().encode(text));
  if (picture !== undefined) await write(join(records, "correlation.svg"), picture);
  const readme = join(root, "README.md");
  const ledgers: LedgerEntry[][] = [];
  for (const lab of labs) ledgers.push(await ledger(lab.profile, lab));
  await write(readme, withClaims(await Deno.readTextFile(readme), ledgers));
  return counts;
}

/** The picture of the model that is searched with, if the study is recorded. */
async function pictureOf(lab: Laboratory): Promise<string | undefined> {
  try {
    const { result: [main] } = await scoreModels(lab, [mainModel(lab.profile)]);
    const { result: sample } = await takeSample(lab);
    return correlationSvg(main!, sample);
  } catch (error) {
    if (error instanceof NotRecorded) return undefined;
    throw error;
  }
}
