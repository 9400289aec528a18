/**
 * `deno task setup`: brings everything that must be there before the library can run.
 * @module
 */
import { parseArgs } from "node:util";
import { openBoard } from "./board.ts";
import { setUp } from "./set_up.ts";
import { StepError } from "./step.ts";

const usage = `deno task setup [--gpu | --no-gpu]

  --gpu     TensorFlow with CUDA 12; no machine with a GPU has tested it yet
  --no-gpu  TensorFlow for the processor, also where --gpu was given before`;

if (import.meta.main) {
  const { values } = parseArgs({
    args: Deno.args,
    options: { gpu: { type: "boolean" }, help: { type: "boolean", short: "h" } },
    allowNegative: true,
  });
  if (values.help) {
    console.log(usage);
  } else {
    const board = openBoard();
    try {
      await setUp(board, { gpu: values.gpu });
    } catch (error) {
      if (!(error instanceof StepError)) throw error;
      board.close();
      console.error(`\n${error.message}`);
      // Steps that ran beside the failed one are left to the system.
      Deno.exit(1);
    }
    board.close();
  }
}
