/**
 * What the commands of `deno.json` have in common: options, help and errors.
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
  /** How to call it, what it does, and a line for each option. */
  readonly usage: string;
  /** As for `parseArgs` of `node:util`. */
  readonly options: Options;
  /** How many words it takes besides the options. @default 0 */
  readonly words?: number;
  /** Errors that the user can mend, besides a `RangeError` and a file that is damaged. @default none */
  readonly told?: readonly ErrorClass[];
  /** Does the work. */
  run(values: Values<Options>, words: readonly string[]): Promise<void> | void;
}

/**
 * Runs a command with the options it was given, or prints its usage if asked with `--help`. An error that the user can mend
 * prints its message, any other (a bug of ours) its trace, too; both end with code 1.
 */
export async function runCli<const Options extends ParseArgsOptionsConfig>(
  { usage, options, words = 0, told = [], run }: Program<Options>,
  args: readonly string[] = Deno.args,
): Promise<void> {
  if (args.some((word) => word === "--help" || word === "-h")) return console.log(usage);
  const { values, positionals } = readOptions(options, words, args, usage);
  try {
    await run(values as Values<Options>, positionals);
  } catch (error) {
    const isTold = [RangeError, Deno.errors.InvalidData, ...told].some((one) => error instanceof one);
    fail(isTold ? (error as Error).message : error);
  }
}

/** The options and the words; what is wrong with them ends the program. */
function readOptions(
  options: ParseArgsOptionsConfig,
  words: number,
  args: readonly string[],
  usage: string,
) {
  try {
    const parsed = parseArgs({ args: [...args], options, allowPositionals: true, allowNegative: true });
    const tooMany = parsed.positionals[words];
    if (tooMany === undefined) return parsed;
    throw new TypeError(`Unknown word '${tooMany}'`);
  } catch (error) {
    // What is added to an unknown option is about words that begin with a dash.
    const [fault] = (error as Error).message.split(". To specify", 1);
    fail(`${fault}\n\n${usage}`);
  }
}

function fail(what: unknown): never {
  console.error(typeof what === "string" ? `\n${what}` : what);
  Deno.exit(1);
}
