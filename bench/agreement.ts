/**
 * Whether both sides compute the same: loss and gradients of ghost batches, same weights, images and paths. It is
 * also an independent check of the library's kernels: the peer computes it in double precision.
 * @module
 */
import { join } from "node:path";
import type { Runtime } from "../lib/engine/mod.ts";
import { quantile } from "../lib/stats/mod.ts";
import type { Case, Drop } from "./case.ts";
import { ourGradients } from "./ours.ts";
import type { Peer } from "./peer.ts";

/**
 * Largest differences that pass, of a loss in nats and of the whole gradient relative to its length. Float32 sums
 * are 1e-6 away. But where a value lies next to a ReLU's kink it may fall on the other side, and takes a pixel's
 * gradient with it, some 1e-3 of the whole. That happens in half of the ghost batches at small sizes and in most at
 * large ones; a wrong layer would show in all of them.
 */
export const TOLERANCES = { loss: 1e-5, medianGradient: 5e-3, everyGradient: 2e-2 } as const;

/** How far apart the sides are: the largest difference of a loss, and of gradients the quarter, middle and most. */
export interface Agreement {
  readonly loss: number;
  readonly gradient: readonly [quarter: number, middle: number, most: number];
}

/**
 * Compares the ghost batches of the first step.
 *
 * @throws {Error} if a difference is beyond its tolerance
 */
export async function checkAgreement(
  runtime: Runtime,
  made: Case,
  caseFolder: string,
  peer: Peer,
  drop: Drop,
): Promise<Agreement> {
  const losses: number[] = [];
  const gradients: number[] = [];
  for (const [ghost, ours] of ourGradients(runtime, made, drop).entries()) {
    const [theirs] = await peer.ask({ do: "check", drop, ghost });
    losses.push(Math.abs(ours.loss - (theirs!.loss as number)));
    let apart = 0;
    let length = 0;
    for (const [name, values] of ours.gradients) {
      const bytes = await Deno.readFile(join(caseFolder, `gradient.${name}.f32`));
      const others = new Float32Array(bytes.buffer);
      if (others.length !== values.length) {
        throw new Error(`Cannot compare ${name}: found ${others.length} values, wanted ${values.length}`);
      }
      values.forEach((value, at) => {
        apart += (value - others[at]!) ** 2;
        length += value ** 2;
      });
    }
    gradients.push(Math.sqrt(apart / length));
  }
  const loss = Math.max(...losses);
  const middle = quantile(gradients, 0.5);
  const most = Math.max(...gradients);
  // Written so that a NaN does not pass.
  const agree = loss <= TOLERANCES.loss && middle <= TOLERANCES.medianGradient &&
    most <= TOLERANCES.everyGradient;
  if (!agree) {
    throw new Error(
      `Cannot compare times: the sides differ by ${loss} in the loss, by ${middle} in the gradient of the median ` +
        `ghost batch and ${most} at most, expected at most ${Object.values(TOLERANCES).join(", ")}`,
    );
  }
  return { loss, gradient: [quantile(gradients, 0.25), middle, most] };
}
