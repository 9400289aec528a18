/**
 * The ledger: what is known of each claim, from recorded runs only. The overview, the README and the site all read it.
 * @module
 */
import {
  atRate,
  type Claim,
  correlationClaim,
  correlationEvidence,
  correlationFinding,
  divergenceClaim,
  divergenceFinding,
  dropoutRateClaim,
  dropoutRateFinding,
  type Finding,
  largeModelsClaim,
  largeModelsFinding,
  type LedgerEntry,
  ledgerEntry,
  searchClaim,
  searchFinding,
  trickClaims,
  trickFinding,
} from "../claims/mod.ts";
import * as experiments from "../experiments/mod.ts";
import type { Profile } from "../profiles/mod.ts";
import {
  ablatedModels,
  mainModel,
  modelsAtRate,
  modelSeconds,
  referenceModel,
  type SampleCandidate,
  type ScoredModel,
  scoresOfSample,
} from "../records/mod.ts";
import { networkCost, parseArchitecture } from "../space/mod.ts";

/** All entries of a profile, in the order of the claims. */
export async function ledger(
  profile: Profile,
  lab: experiments.Laboratory = experiments.openReadingRoom(profile),
): Promise<LedgerEntry[]> {
  const { oneShot: { settings } } = profile;
  const study = once(() => readStudy(lab));
  const full = async () => atRate((await study()).models, settings.dropout.rate);
  const entry = async (claim: Claim, find: () => Promise<readonly [Finding, seconds: number]>) => {
    try {
      const [finding, seconds] = await find();
      return ledgerEntry(claim, profile, finding, seconds);
    } catch (error) {
      if (error instanceof experiments.NotRecorded) return ledgerEntry(claim, profile);
      throw error;
    }
  };
  const tricks: LedgerEntry[] = [];
  for (const claim of trickClaims) {
    tricks.push(
      await entry(claim, async () => {
        const { sample, sampleSeconds } = await study();
        const models = await full();
        const without = await experiments.scoreModels(lab, ablatedModels(profile, claim.without));
        return [
          trickFinding(models, without.result, sample),
          sampleSeconds + modelSeconds(models) + without.seconds,
        ];
      }),
    );
  }
  return [
    await entry(dropoutRateClaim, async () => {
      const { models, sample, seconds } = await study();
      return [dropoutRateFinding(profile, models, sample), seconds];
    }),
    await entry(correlationClaim, async () => {
      const { sample, sampleSeconds } = await study();
      const [main] = await full();
      const evidence = correlationEvidence(scoresOfSample(main!, sample), sample);
      return [correlationFinding(evidence), sampleSeconds + modelSeconds([main!])];
    }),
    await entry(searchClaim, async () => {
      const groups = await experiments.chooseGroups(lab);
      const { result, seconds } = await experiments.testGroups(lab, groups);
      const { main, reference, scoring, searches } = await experiments.readSpending(lab);
      const searched = [main, reference, scoring, ...Object.values(searches).flat()];
      return [searchFinding(result), searched.reduce((sum, spent) => sum + spent.seconds, seconds)];
    }),
    await entry(largeModelsClaim, async () => {
      const { result: [main], seconds } = await experiments.scoreModels(lab, [mainModel(profile)]);
      const { space, shape } = profile;
      const parameters = main!.candidates.map(({ architecture }) =>
        networkCost(space, shape, parseArchitecture(space, architecture)).parameters
      );
      return [largeModelsFinding(main!, parameters), seconds];
    }),
    await entry(divergenceClaim, async () => {
      const { models, sample, sampleSeconds } = await study();
      const [main] = await full();
      const [reference] = atRate(models, referenceModel(profile).settings.dropout.rate);
      const comparison = { candidates: mainModel(profile), reference: referenceModel(profile) };
      const texts = sample.map(({ architecture }) => architecture);
      const { result, seconds } = await experiments.divergeCandidates(lab, comparison, texts);
      const divergences = result.candidates.map(({ divergences }) => divergences.at(-1)!);
      return [
        divergenceFinding(divergences, sample),
        sampleSeconds + main!.seconds + reference!.seconds + seconds,
      ];
    }),
    ...tricks,
  ];
}

/** The models of all rates, and the sample that was trained alone. */
export interface Study {
  readonly models: readonly ScoredModel[];
  readonly sample: readonly SampleCandidate[];
  readonly sampleSeconds: number;
  readonly seconds: number;
}

/**
 * Reads the study that most claims stand on.
 *
 * @throws {NotRecorded} in a reading room, if a part of it is not recorded
 */
export async function readStudy(lab: experiments.Laboratory): Promise<Study> {
  const models = await experiments.scoreModels(
    lab,
    lab.profile.rates.flatMap((rate) => modelsAtRate(lab.profile, rate)),
  );
  const texts = models.result[0]!.candidates.map(({ architecture }) => architecture);
  const sample = await experiments.trainSample(lab, texts, await experiments.chooseSample(lab));
  return {
    models: models.result,
    sample: sample.result,
    sampleSeconds: sample.seconds,
    seconds: models.seconds + sample.seconds,
  };
}

/** Does something when it is first wanted, and no second time. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => made ??= make();
}
