/**
 * Claim C5b (paper, on Fig. 6): the one-shot model learns which operations are most useful, and relies on them.
 * @module
 */
import { removePaths, takeSample, trainOneShot } from "../experiments/mod.ts";
import { mainModel, type RemovalResult, type SampleCandidate } from "../records/mod.ts";
import { parseArchitecture, type Space } from "../space/mod.ts";
import { bootstrapEstimate, mean, pick, spearman } from "../stats/mod.ts";
import { type Evidence, type TestedClaim, verdictAbove } from "./claim.ts";
import { MODERATE } from "./large_models.ts";
import { RESAMPLING, standAloneMeans } from "./study.ts";

/** What the model that is searched with loses without each path, and the sample. */
export interface RemovalEvidence extends Evidence {
  readonly removal: RemovalResult;
  readonly sample: readonly SampleCandidate[];
}

export const removalClaim: TestedClaim<RemovalEvidence> = {
  id: "C5b",
  title: "The one-shot model relies on the operations that are most useful",
  figure: "Fig. 6 (the test is ours)",
  statistic:
    "Spearman correlation, over operations of blocks, of what the one-shot model loses without one with what candidates " +
    "that have it are ahead of the others when trained alone",
  rule:
    `reproduced if the whole 95 % interval, over candidates, lies above 0 and the correlation is at least ${MODERATE}; ` +
    `not reproduced if it lies below ${MODERATE}; else inconclusive`,
  notebook: "08_what_it_learns",
  async collect(lab) {
    const main = mainModel(lab.profile);
    const model = await trainOneShot(lab, main);
    const removal = await removePaths(lab, main);
    const sample = await takeSample(lab);
    const seconds = model.seconds + removal.seconds + sample.seconds;
    return { profile: lab.profile, removal: removal.result, sample: sample.result, seconds };
  },
  find({ profile: { space }, removal, sample }) {
    const measure = openMeasure(space, removal, sample);
    const estimate = bootstrapEstimate([[...sample.keys()]], (indices) => {
      const rows = measure(indices).filter(({ use }) => !Number.isNaN(use));
      return spearman(rows.map(({ loss }) => loss), rows.map(({ use }) => use));
    }, RESAMPLING);
    return { estimate, verdict: verdictAbove(estimate, 0, MODERATE) };
  },
};

/** An operation of a block: how much the one-shot model relies on it, and of what use it is. */
export interface Reliance {
  readonly block: number;
  readonly operation: string;
  /** Accuracy with every path on less that without this one, on validation images. */
  readonly loss: number;
  /** Mean stand-alone accuracy of the sample's candidates that have it less that of the others; NaN if one kind is missing. */
  readonly use: number;
}

/** {@linkcode Reliance} for every operation of every block, in the order of the space. */
export function reliances(
  space: Space,
  removal: RemovalResult,
  sample: readonly SampleCandidate[],
): Reliance[] {
  return openMeasure(space, removal, sample)([...sample.keys()]);
}

/** A function from indices of the sample, some of them several times, to the reliances by these candidates. */
function openMeasure(
  space: Space,
  { allOn, removals }: RemovalResult,
  sample: readonly SampleCandidate[],
): (indices: ArrayLike<number>) => Reliance[] {
  const networks = sample.map(({ architecture }) => parseArchitecture(space, architecture));
  const truth = standAloneMeans(sample);
  const lost = removals.filter(({ kind }) => kind === "operation").map(({ block, name, accuracy }) => {
    const operation = space.operations.findIndex((one) => one.name === name);
    return {
      ...{ block, operation: name, loss: allOn.accuracy - accuracy },
      has: networks.map((network) => network[block]!.operations.includes(operation)),
    };
  });
  return (indices) =>
    lost.map(({ has, ...one }) => {
      const meanWhere = (wanted: boolean): number => {
        const some = Array.from(indices).filter((index) => has[index] === wanted);
        return some.length === 0 ? NaN : mean(pick(truth, some));
      };
      return { ...one, use: meanWhere(true) - meanWhere(false) };
    });
}
