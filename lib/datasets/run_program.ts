/**
 * Running the programs that fetching needs.
 * @module
 */

/** Takes a line that says what is being done. */
export type Log = (line: string) => void;

/** Runs a program to its end in a folder; throws if it fails. */
export type RunProgram = (command: readonly string[], options: { cwd: string; log: Log }) => Promise<void>;

/**
 * Runs a program, its messages in English, and passes what it printed on to `log` when it has ended.
 *
 * @throws {Deno.errors.NotFound} if there is no such program
 * @throws {Error} if it ends with an exit code other than 0; the message has its last line of standard error
 */
export const runProgram: RunProgram = async (command, { cwd, log }) => {
  const [program = "", ...args] = command;
  log(`$ ${command.join(" ")}`);
  const { code, success, stdout, stderr } = await new Deno.Command(program, {
    args,
    cwd,
    env: { LC_ALL: "C" },
    stdin: "null",
  }).output();
  const [printed, faults] = [stdout, stderr].map(lines);
  for (const line of [...printed!, ...faults!]) log(line);
  if (!success) throw new Error(`${program} ended with exit code ${code}: ${faults!.at(-1) ?? "no message"}`);
};

function lines(bytes: Uint8Array): string[] {
  return new TextDecoder().decode(bytes).split("\n").map((line) => line.trim()).filter((line) => line !== "");
}
