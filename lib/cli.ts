/**
 * What the commands of `deno.json` have in common: options, help, and errors told in words.
 * @module
 */
import { parseArgs, type ParseArgsOptionsConfig } from "node:util";

/** A class of errors. */
// deno-lint-ignore no-explicit-any -- whatever they are made of
type ErrorClass = new (...parts: any[]) => Error;

/** What `parseArgs` makes of options. */
type Values<Options extends ParseArgsOptionsConfig> = ReturnType<
  typeof parseArgs<{ options: Options; allowNegative: true }>
>["values"];

/** A command. */
export interface Program<Options extends ParseArgsOptionsConfig> {
  /** How it is called, what it does, and a line for each option. */
  readonly usage: string;
  /** As for `parseArgs` of `node:util`. */
  readonly options: Options;
  /** How many words may stand beside the options. @default 0 */
  readonly words?: number;
  /** Errors that the user can mend, besides a `RangeError` and a file that is damaged. @default none */
  readonly told?: readonly ErrorClass[];
  /** Does the work. */
  run(
    values: Values<Options>,
    words: readonly string[],
  ): Promise<void> | void;
}

/**
 * Runs a command with the options it was given, or prints how it is used if asked with `--help`. What the user can mend
 * is told in words and ends with code 1; anything else is a fault of ours and keeps its trace.
 *
 * @param args the words of the command line
 *
 * @example
 * ```ts
 * import { runCli } from "./cli.ts";
 *
 * await runCli({
 *   usage: "greet [--name NAME]",
 *   options: { name: { type: "string", default: "you" } },
 *   run: ({ name }) => console.log(`Hello, ${name}`),
 * }, ["--name", "all"]);
 * ```
 */
export async function runCli<const Options extends ParseArgsOptionsConfig>(
  { usage, options, words = 0, told = [], run }: Program<Options>,
  args: readonly string[] = Deno.args,
): Promise<void> {
  if (args.some((word) => word === "--help" || word === "-h")) return console.log(usage);
  const parsed = readOptions(options, words, args);
  if (typeof parsed === "string") return fail(`${parsed}\n\n${usage}`);
  try {
    await run(parsed.values as Values<Options>, parsed.positionals);
  } catch (error) {
    fail(
      [RangeError, Deno.errors.InvalidData, ...told].some((one) => error instanceof one)
        ? (error as Error).message
        : error,
    );
  }
}

/** The options and the words, or what is wrong with them. */
function readOptions<Options extends ParseArgsOptionsConfig>(
  options: Options,
  words: number,
  args: readonly string[],
) {
  try {
    const parsed = parseArgs({ args: [...args], options, allowPositionals: true, allowNegative: true });
    const tooMany = parsed.positionals[words];
    return tooMany === undefined ? parsed : `Unknown word '${tooMany}'`;
  } catch (error) {
    // What is added to an unknown option is about words that begin with a dash.
    return (error as Error).message.split(". To specify", 1)[0]!;
  }
}

function fail(what: unknown): never {
  console.error(typeof what === "string" ? `\n${what}` : what);
  Deno.exit(1);
}
