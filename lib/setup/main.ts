/**
 * `deno task setup`: brings everything that must be there before the library can run.
 * @module
 */
import { runCli } from "../cli.ts";
import { openBoard } from "./board.ts";
import { setUp } from "./set_up.ts";
import { StepError } from "./step.ts";

const usage = `deno task setup [--cifar] [--gpu | --no-gpu]

  --cifar   CIFAR-10, too (170 MB): needed to train on it, not to look at the recorded runs
  --gpu     TensorFlow with CUDA 12; no machine with a GPU has tested it yet
  --no-gpu  TensorFlow for the processor, also where --gpu was given before`;

if (import.meta.main) {
  await runCli({
    usage,
    options: { cifar: { type: "boolean" }, gpu: { type: "boolean" } },
    told: [StepError],
    async run({ cifar, gpu }) {
      const board = openBoard();
      try {
        await setUp(board, { cifar, gpu });
      } finally {
        // Steps that ran beside a failed one are left to the system.
        board.close();
      }
    },
  });
}
