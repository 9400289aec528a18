/**
 * The order of a forward pass, kept so that it can be walked back. A layer computes its output, and with it hands
 * over a function from the output's gradient to its inputs' gradients, written by hand over raw kernels. Where
 * several layers read one output, the gradients they send back are added.
 * @module
 */
import type { Norm, Segment } from "../../graph/mod.ts";
import { addN } from "./kernels.ts";
import type { Parameters } from "./parameters.ts";
import type { Tensor, Workspace } from "../workspace.ts";

/** An output of a layer, and the gradients that its readers sent back so far. */
export interface Node {
  readonly value: Tensor;
  readonly gradients: Tensor[];
}

/** A forward pass in the making. */
export interface Tape {
  readonly workspace: Workspace;
  /** Gradients of the loss by the parameters used, known after {@linkcode backward}. */
  readonly parameterGradients: Map<Segment, Tensor>;
  /**
   * Takes down a layer's output.
   *
   * @param backward sends the output's gradient on to the layer's inputs; not called where no gradient arrives
   */
  record(value: Tensor, backward: (gradient: Tensor) => void): Node;
  /** Walks back from the gradients left in the nodes. */
  backward(): void;
}

/** What the layers of a forward pass need. */
export interface Pass {
  readonly tape: Tape;
  readonly parameters: Parameters;
  /** Statistics to normalise with in place of the batch's own. */
  readonly fixed?: Float32Array | undefined;
  /** Where to leave each norm's batch mean and variance, [channels] each. */
  readonly observed?: Map<Norm, readonly [mean: Tensor, variance: Tensor]>;
}

/** Starts a forward pass whose tensors belong to `workspace`. */
export function openTape(workspace: Workspace): Tape {
  const steps: { node: Node; backward: (gradient: Tensor) => void }[] = [];
  return {
    workspace,
    parameterGradients: new Map(),
    record(value, backward) {
      const node = constant(value);
      steps.push({ node, backward });
      return node;
    },
    backward() {
      for (const { node, backward } of steps.toReversed()) {
        if (node.gradients.length > 0) backward(addN(workspace, node.gradients));
      }
    },
  };
}

/** A node that no layer made: an input. */
export function constant(value: Tensor): Node {
  return { value, gradients: [] };
}
