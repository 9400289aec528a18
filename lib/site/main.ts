/**
 * `deno task reproduce` and `deno task site`.
 * @module
 */
import { runCli } from "../cli.ts";
import { profileNamed } from "../profiles/mod.ts";
import { projectRoot } from "../project.ts";
import { openBoard, setUp, StepError } from "../setup/mod.ts";
import { CellError } from "./execute.ts";
import { publishFindings } from "./readme.ts";
import { chooseNotebooks, makeSite, reproduce } from "./reproduce.ts";

const usage = `deno task reproduce [options]   set up, execute the notebooks, render site/
deno task site [--profile P]    render site/ alone, from the committed notebooks or from P's executed copies

  --profile P       quick (minutes, the default), standard, cifar, fashion (hours) or paper (a GPU)
  --only 03         execute only the notebooks whose names begin so
  --fresh           do finished work anew instead of loading it
  --save            write the executed notebooks, the records and the README's table back, to be committed
  --gpu, --no-gpu   TensorFlow with CUDA or without; by default what is installed, else without`;

const options = {
  profile: { type: "string" },
  only: { type: "string" },
  fresh: { type: "boolean" },
  save: { type: "boolean" },
  gpu: { type: "boolean" },
} as const;

if (import.meta.main) {
  await runCli({
    usage,
    options,
    words: 1,
    told: [StepError, CellError],
    async run({ profile, gpu, ...rest }, [command]) {
      if (profile !== undefined) profileNamed(profile);
      if (rest.save && (profile ?? "quick") === "quick") {
        throw new RangeError(
          "Cannot save profile quick: it is run anew on each machine; expected --profile with another",
        );
      }
      const board = openBoard();
      try {
        if (command === "site") return await makeSite(projectRoot, board, profile);
        // A notebook that is not there is an error before anything is set up.
        await chooseNotebooks(projectRoot, rest.only);
        const { dataset } = profileNamed(profile ?? "quick");
        await setUp(board, { gpu, cifar: rest.fresh === true && dataset === "cifar-10" });
        await reproduce(projectRoot, board, { ...rest, ...(profile === undefined ? {} : { profile }) });
        if (!rest.save) return;
        const counts = await publishFindings(projectRoot, profileNamed(profile!));
        board.line(
          `Recorded: ${Object.entries(counts).map(([kind, count]) => `${count} ${kind}`).join(", ")}`,
        );
      } finally {
        board.close();
      }
    },
  });
}
