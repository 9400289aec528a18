/**
 * A flat buffer's parameters as tensors.
 * @module
 */
import { type Segment, segmentValues } from "../../graph/mod.ts";
import type { Tensor, Workspace } from "../workspace.ts";

/** The parameters as tensors. */
export interface Parameters {
  /** The tensor of a segment; belongs to the workspace that {@linkcode openParameters} was given. */
  tensor(segment: Segment): Tensor;
  /** To be called after the buffer was changed: on a GPU the tensors are copies and are made anew. */
  refresh(): void;
}

/** Opens a flat buffer's segments as tensors, over the buffer's own memory where that is possible. */
export function openParameters(workspace: Workspace, buffer: Float32Array): Parameters {
  const tensors = new Map<Segment, Tensor>();
  return {
    tensor(segment) {
      let tensor = tensors.get(segment);
      if (tensor === undefined) {
        tensor = workspace.view(segment.shape, segmentValues(buffer, segment));
        tensors.set(segment, tensor);
      }
      return tensor;
    },
    refresh() {
      if (!workspace.runtime.gpu) return;
      workspace.close();
      tensors.clear();
    },
  };
}
