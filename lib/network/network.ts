/**
 * The whole network, from images to logits. One-shot model and stand-alone network are this one function: the
 * one-shot model is given any paths of its plan, the stand-alone network the only ones it has.
 * @module
 */
import { constant, type Node, type Tensor } from "../engine/mod.ts";
import type { Paths } from "../space/mod.ts";
import { normLayer } from "../tricks/mod.ts";
import { type Pass, runCell } from "./cell.ts";
import { biasOnlyLayer, halvingLayer, headLayer, stemLayer } from "./layers.ts";
import type { NetworkPlan } from "./plan.ts";

/**
 * Runs the network forward over the kept paths.
 *
 * @param paths which inputs and operations each block keeps, the same in every cell
 * @param images [batch, height, width, channels], normalised
 * @returns logits [batch, classes]
 * @throws {RangeError} if a kept path has no parameters in the plan
 */
export function runNetwork(pass: Pass, plan: NetworkPlan, paths: Paths, images: Tensor): Node {
  const { tape, parameters, norms } = pass;
  const conv = stemLayer(tape, parameters, plan.stem.conv, constant(images), plan.shape.stemStride);
  const stem: Output = { node: normLayer(tape, parameters, plan.stem.norm, conv, norms), stage: 0 };
  let [twoBack, oneBack] = [stem, stem];
  for (const cell of plan.cells) {
    // Halved once: the next cell reads what this one read.
    [twoBack, oneBack] = [atStage(pass, twoBack, cell.stage), atStage(pass, oneBack, cell.stage)];
    const node = runCell(pass, plan.space, cell, paths, [twoBack.node, oneBack.node]);
    [twoBack, oneBack] = [oneBack, { node, stage: cell.stage }];
  }
  return oneBack.node === undefined
    ? biasOnlyLayer(tape, parameters, plan.head, images.shape[0]!)
    : headLayer(tape, parameters, plan.head, oneBack.node);
}

interface Output {
  readonly node: Node | undefined;
  readonly stage: number;
}

/** A cell output at the resolution of `stage`: averaged over 2x2 pixels once for each stage it lies behind. */
function atStage(pass: Pass, output: Output, stage: number): Output {
  let node = output.node;
  for (let behind = output.stage; behind < stage && node !== undefined; behind++) {
    node = halvingLayer(pass.tape, node);
  }
  return { node, stage };
}
