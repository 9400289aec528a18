/**
 * `deno task reproduce` and `deno task site`.
 * @module
 */
import { parseArgs } from "node:util";
import { openBoard, projectRoot, setUp, StepError } from "../setup/mod.ts";
import { profileNamed } from "../profiles.ts";
import { CellError } from "./execute.ts";
import { publishFindings } from "./readme.ts";
import { makeSite, reproduce } from "./reproduce.ts";

const usage = `deno task reproduce [options]   set up, execute the notebooks, render site/
deno task site [--profile P]    render site/ alone, from the committed notebooks or from P's executed copies

  --profile P       quick (minutes, the default), standard (hours) or paper (a GPU)
  --only 03         execute only the notebooks whose names begin so
  --fresh           do finished work anew instead of loading it
  --save            write the executed notebooks, the records and the README's table back, to be committed
  --gpu, --no-gpu   TensorFlow with CUDA or without; by default what is installed, else without`;

/** What the user asked for. */
function readArguments() {
  const { values, positionals: [command] } = parseArgs({
    args: Deno.args,
    allowPositionals: true,
    allowNegative: true,
    options: {
      profile: { type: "string" },
      only: { type: "string" },
      fresh: { type: "boolean" },
      save: { type: "boolean" },
      gpu: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.profile !== undefined) profileNamed(values.profile);
  if (values.save && (values.profile ?? "quick") === "quick") {
    throw new RangeError(
      "Cannot save profile quick: it is run anew on each machine; expected --profile standard or paper",
    );
  }
  return { command, ...values };
}

if (import.meta.main) {
  const board = openBoard();
  try {
    const { command, help, gpu, profile, ...rest } = readArguments();
    if (help) {
      console.log(usage);
    } else if (command === "site") {
      await makeSite(projectRoot, board, profile);
    } else {
      await setUp(board, { gpu });
      await reproduce(projectRoot, board, { ...rest, ...(profile === undefined ? {} : { profile }) });
      if (rest.save) {
        const counts = await publishFindings(projectRoot, profileNamed(profile!));
        board.line(
          `Recorded: ${Object.entries(counts).map(([kind, count]) => `${count} ${kind}`).join(", ")}`,
        );
      }
    }
    board.close();
  } catch (error) {
    board.close();
    // What the user can mend is told in words; anything else is a fault of ours and keeps its trace.
    const expected = error instanceof StepError || error instanceof CellError ||
      error instanceof RangeError || error instanceof TypeError;
    console.error(expected ? `\n${error.message}` : error);
    Deno.exit(1);
  }
}
