/**
 * The ledger: what is known of each claim, from recorded runs only. The overview, the README and the site all read it.
 * @module
 */
import * as claims from "../claims/mod.ts";
import * as experiments from "../experiments/mod.ts";
import type { Profile } from "../profiles/mod.ts";
import {
  ablatedModels,
  constantModels,
  controlModels,
  mainModel,
  type ModelSpec,
  rampedModels,
  referenceModel,
  type SampleCandidate,
  scoresOfSample,
} from "../records/mod.ts";
import { networkCost, parseArchitecture } from "../space/mod.ts";

/** What the records say of a claim, and the wall time of the runs that it stands on, in seconds. */
type Found = readonly [finding: claims.Finding, seconds: number];

/**
 * The entries of a profile, in the order of the claims.
 *
 * @param ids of the claims that are wanted, e.g. `C1`. @default all
 */
export async function ledger(
  profile: Profile,
  lab: experiments.Laboratory = experiments.openReadingRoom(profile),
  ids?: readonly string[],
): Promise<claims.LedgerEntry[]> {
  const entries: claims.LedgerEntry[] = [];
  for (const [claim, find] of openReaders(lab)) {
    if (ids !== undefined && !ids.includes(claim.id)) continue;
    try {
      entries.push(claims.ledgerEntry(claim, profile, ...await find()));
    } catch (error) {
      if (!(error instanceof experiments.NotRecorded)) throw error;
      entries.push(claims.ledgerEntry(claim, profile));
    }
  }
  return entries;
}

/** For each claim what reads its evidence; it throws {@linkcode experiments.NotRecorded} where a part is missing. */
function openReaders(
  lab: experiments.Laboratory,
): readonly (readonly [claims.Claim, () => Promise<Found>])[] {
  const { profile } = lab;
  const { space, shape } = profile;
  const sampled = once(() => readSample(lab));
  const scored = (models: readonly ModelSpec[]) => experiments.scoreModels(lab, models);
  return [
    [claims.dropoutRateClaim, async () => {
      const specs = constantModels(profile);
      if (specs.length === 0) {
        throw new experiments.NotRecorded("Cannot test C1: the profile has no constant rates");
      }
      const models = await scored(specs);
      const { sample, seconds } = await sampled();
      return [claims.dropoutRateFinding(profile, models.result, sample), models.seconds + seconds];
    }],
    [claims.rampedRateClaim, async () => {
      const models = await scored(rampedModels(profile));
      const { sample, seconds } = await sampled();
      return [claims.rampedRateFinding(profile, models.result, sample), models.seconds + seconds];
    }],
    [claims.correlationClaim, async () => {
      const main = await scored([mainModel(profile)]);
      const { sample, seconds } = await sampled();
      const evidence = claims.correlationEvidence(scoresOfSample(main.result[0]!, sample), sample);
      return [claims.correlationFinding(evidence), main.seconds + seconds];
    }],
    [claims.searchClaim, async () => {
      const groups = await experiments.chooseGroups(lab);
      const { result, seconds } = await experiments.testGroups(lab, groups);
      const { main, reference, scoring, searches } = await experiments.readSpending(lab);
      const searched = [main, reference, scoring, ...Object.values(searches).flat()];
      return [claims.searchFinding(result), searched.reduce((sum, spent) => sum + spent.seconds, seconds)];
    }],
    [claims.largeModelsClaim, async () => {
      const { result: [main], seconds } = await scored([mainModel(profile)]);
      const parameters = main!.candidates.map(({ architecture }) =>
        networkCost(space, shape, parseArchitecture(space, architecture)).parameters
      );
      return [claims.largeModelsFinding(main!, parameters), seconds];
    }],
    [claims.divergenceClaim, async () => {
      const comparison = { candidates: mainModel(profile), reference: referenceModel(profile) };
      const models = await scored([comparison.candidates]);
      const reference = await experiments.trainOneShot(lab, comparison.reference);
      const { sample, seconds } = await sampled();
      const texts = sample.map(({ architecture }) => architecture);
      const compared = await experiments.divergeCandidates(lab, comparison, texts);
      const divergences = compared.result.candidates.map(({ divergences }) => divergences[0]!);
      return [
        claims.divergenceFinding(divergences, sample),
        models.seconds + reference.result.seconds + seconds + compared.seconds,
      ];
    }],
    [claims.removalClaim, async () => {
      const main = await experiments.trainOneShot(lab, mainModel(profile));
      const removal = await experiments.removePaths(lab, mainModel(profile));
      const { sample, seconds } = await sampled();
      return [
        claims.removalFinding(space, removal.result, sample),
        main.result.seconds + removal.seconds + seconds,
      ];
    }],
    ...claims.trickClaims.map((claim) =>
      [claim, async (): Promise<Found> => {
        const { sample, seconds } = await sampled();
        const evidence = await readTrick(lab, claim, sample);
        return [
          claims.trickFinding(claim, evidence.judges, sample, shape.classes),
          evidence.seconds + seconds,
        ];
      }] as const
    ),
  ];
}

/** The sample that most claims stand on. */
export interface Sampled {
  readonly sample: readonly SampleCandidate[];
  readonly seconds: number;
}

/**
 * The sample of a profile, with what its trainings took.
 *
 * @throws {NotRecorded} in a reading room, if a part of it is not recorded
 */
export async function readSample(lab: experiments.Laboratory): Promise<Sampled> {
  const chosen = await experiments.chooseSample(lab);
  const { result, seconds } = await experiments.trainSample(
    lab,
    experiments.candidateTexts(lab.profile),
    chosen,
  );
  return { sample: result, seconds };
}

/**
 * What the full recipe and the arms of a trick's claim say of the sample.
 *
 * @throws {NotRecorded} in a reading room, if a part of it is not recorded
 */
export async function readTrick(
  lab: experiments.Laboratory,
  claim: claims.TrickClaim,
  sample: readonly SampleCandidate[],
): Promise<{ readonly judges: claims.Judges; readonly seconds: number }> {
  const { profile } = lab;
  const full = controlModels(profile);
  const arms = [
    [claims.FULL, full] as const,
    ...claims.armsOf(claim, profile).map((name) => [name, ablatedModels(profile, name)] as const),
  ];
  const models = arms.flatMap(([, specs]) => specs);
  const texts = sample.map(({ architecture }) => architecture);
  const own = profile.trickModels === undefined ? undefined : texts;
  const scored = await experiments.scoreModels(lab, models, own);
  const judges: Record<string, claims.Judge[]> = {};
  let next = 0;
  for (const [name, { length }] of arms) {
    judges[name] = claims.judgesOf(scored.result.slice(next, next + length), sample);
    next += length;
  }
  let { seconds } = scored;
  if (claim.ofEvaluation && profile.tricks === "whole") {
    const remeasured: claims.Judge[] = [];
    for (const [place, model] of full.entries()) {
      const { result, seconds: took } = await experiments.scoreRemeasured(lab, model, texts);
      seconds += took;
      remeasured.push({
        scores: result.candidates.map(({ accuracy }) => accuracy),
        allOn: judges[claims.FULL]![place]!.allOn,
      });
    }
    judges[claims.REMEASURED] = remeasured;
  }
  return { judges, seconds };
}

/** Does something when it is first wanted, and no second time. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => made ??= make();
}
