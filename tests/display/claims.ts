/**
 * Claims for the tests of this room.
 * @module
 */
import type { ClaimEntry } from "../../lib/display/figures/claim_box.ts";

/** A claim with all that can be known of it. */
export const full: ClaimEntry = {
  id: "C2",
  title: "One-shot accuracy predicts stand-alone accuracy",
  figure: "Fig. 5",
  profile: "quick",
  dataset: "Fashion-MNIST",
  statistic: "Spearman",
  estimate: 0.7134,
  low: 0.5251,
  high: 0.8411,
  n: 24,
  ceiling: 0.88,
  verdict: "reproduced",
  rule: "interval above 0.3",
  notebook: "02_correlation",
  seconds: 240,
};

/** The same, not run. */
export const bare: ClaimEntry = {
  ...full,
  estimate: null,
  low: null,
  high: null,
  n: null,
  ceiling: null,
  verdict: "not run",
  seconds: null,
};
