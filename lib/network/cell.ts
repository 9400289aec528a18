/**
 * One cell: its choice blocks over the paths that are kept, and nothing else is computed.
 * @module
 */
import type { Node, Parameters, Segment, Tape } from "../engine/mod.ts";
import type { LayerSpec, Paths, Space } from "../space/mod.ts";
import { type Norm, normLayer, type NormMode } from "../tricks/mod.ts";
import {
  averagePoolLayer,
  concatLayer,
  convLayer,
  depthwiseLayer,
  maxPoolLayer,
  sumLayer,
} from "./layers.ts";
import type { BlockPlan, CellPlan, OperationPlan } from "./plan.ts";

/** What every layer of a forward pass needs. */
export interface Pass {
  readonly tape: Tape;
  readonly parameters: Parameters;
  readonly norms: NormMode;
}

/**
 * Runs a cell.
 *
 * @param outputs the outputs two cells back and one cell back, at this cell's resolution; `undefined` if absent
 * @returns the joined blocks, or `undefined` if all of them are absent
 * @throws {RangeError} if a kept path has no parameters in the plan
 */
export function runCell(
  pass: Pass,
  space: Space,
  plan: CellPlan,
  paths: Paths,
  outputs: readonly [Node | undefined, Node | undefined],
): Node | undefined {
  const sources: (Node | undefined)[] = [...outputs];
  plan.blocks.forEach((block, index) => sources.push(runBlock(pass, space, block, paths[index]!, sources)));
  return concatLayer(pass.tape, sources.slice(outputs.length), plan.channels);
}

/** Runs a choice block; it is absent if no kept input is present or no operation is kept. */
function runBlock(
  pass: Pass,
  space: Space,
  plan: BlockPlan,
  kept: Paths[number],
  sources: readonly (Node | undefined)[],
): Node | undefined {
  const { tape, parameters, norms } = pass;
  const inputs = kept.inputs.filter((input) => sources[input] !== undefined);
  if (inputs.length === 0 || kept.operations.length === 0) return undefined;
  const projected = inputs.map((input) =>
    convLayer(tape, parameters, planned(plan.projections[input], `input ${input}`), sources[input]!)
  );
  const joined = normLayer(tape, parameters, plan.join, sumLayer(tape, projected), norms);
  const results = kept.operations.map((index) => {
    const operation = space.operations[index]!;
    return runOperation(pass, operation.layers, planned(plan.operations[index], operation.name), joined);
  });
  return normLayer(tape, parameters, plan.output, sumLayer(tape, results), norms);
}

function runOperation(pass: Pass, layers: readonly LayerSpec[], plan: OperationPlan, input: Node): Node {
  const { tape, parameters, norms } = pass;
  return layers.reduce((x, layer, index) => {
    switch (layer.kind) {
      case "conv":
        return convLayer(tape, parameters, plan[index] as Segment, x);
      case "depthwise":
        return depthwiseLayer(tape, parameters, plan[index] as Segment, x);
      case "norm":
        return normLayer(tape, parameters, plan[index] as Norm, x, norms);
      case "maxPool":
        return maxPoolLayer(tape, layer.size, x);
      case "averagePool":
        return averagePoolLayer(tape, layer.size, x);
    }
  }, input);
}

function planned<T>(part: T | undefined, path: string): T {
  if (part === undefined) {
    throw new RangeError(`Cannot run the path of ${path}: the network was planned without it`);
  }
  return part;
}
