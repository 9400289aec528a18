/**
 * Executing a notebook through the Deno kernel, by nbclient in a small Python program.
 * @module
 */
import { basename, join } from "node:path";
import { z } from "zod";
import { cleanEnvironment, linesOf, type Log } from "../command.ts";
import { venvPython } from "../project.ts";
import { nativeEnvironment } from "../setup/mod.ts";
import { joinText, readNotebook } from "./notebook.ts";

const Event = z.discriminatedUnion("event", [
  z.object({ event: z.literal("start"), cells: z.number() }),
  z.object({ event: z.literal("cell"), index: z.number() }),
  z.object({ event: z.literal("output"), index: z.number(), text: z.string() }),
  z.object({
    event: z.literal("error"),
    index: z.number(),
    name: z.string(),
    message: z.string(),
    traceback: z.string(),
  }),
  z.object({ event: z.literal("end") }),
]);

/** What happens while a notebook is executed; cells are counted from 0. */
export type ExecutionEvent = z.infer<typeof Event>;

type Failure = Extract<ExecutionEvent, { event: "error" }>;

/** How {@linkcode executeNotebook} works. */
export interface ExecuteOptions {
  /** The folder with `deno.json` and `.venv/`. */
  readonly root: string;
  /** Variables for the kernel besides those inherited. @default none */
  readonly env?: Readonly<Record<string, string>>;
  /** Takes each event. @default nothing */
  readonly onEvent?: (event: ExecutionEvent) => void;
  /** Takes what the programs themselves say. @default nothing */
  readonly log?: Log;
  /** Ends the execution. @default never */
  readonly signal?: AbortSignal;
}

/** A cell that failed: its message has the notebook, the cell, its code, the error and where the copy is. */
export class CellError extends Error {
  override readonly name = "CellError";
}

/**
 * Executes a notebook and writes the copy with its outputs, every few seconds and at the end.
 *
 * @param source the notebook; the kernel runs in its folder
 * @param target where the executed copy goes
 * @throws {CellError} if a cell fails; the copy then has everything up to there
 * @throws {Error} if the kernel can't be started; the signal's reason, if it ends the execution
 */
export async function executeNotebook(
  source: string,
  target: string,
  options: ExecuteOptions,
): Promise<void> {
  const { root, env = {}, onEvent = () => {}, log = () => {}, signal } = options;
  const child = new Deno.Command(venvPython(root), {
    args: [join(import.meta.dirname!, "execute.py"), source, target],
    clearEnv: true,
    // This project's kernel, not one of the same name elsewhere, its connection file here; and text without colours.
    env: cleanEnvironment({
      ...nativeEnvironment,
      JUPYTER_PREFER_ENV_PATH: "1",
      JUPYTER_RUNTIME_DIR: join(root, ".build", "jupyter"),
      NO_COLOR: "1",
      ...env,
    }),
    // The program ends with its standard input: the pipe is held open until it is done or we are gone.
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const end = () => void child.stdin.close().catch(() => {});
  signal?.addEventListener("abort", end, { once: true });
  let failure: Failure | undefined;
  const said: string[] = [];
  const follow = async (stream: ReadableStream<Uint8Array>, take: Log) => {
    for await (const line of linesOf(stream)) take(line);
  };
  const [status] = await Promise.all([
    child.status,
    follow(child.stdout, (line) => {
      const event = Event.parse(JSON.parse(line));
      if (event.event === "error") failure = event;
      onEvent(event);
    }),
    follow(child.stderr, (line) => {
      said.push(line);
      log(line);
    }),
  ]);
  signal?.removeEventListener("abort", end);
  if (signal?.aborted) throw signal.reason;
  await child.stdin.close().catch(() => {});
  if (failure !== undefined) {
    const cell = (await readNotebook(source)).cells[failure.index];
    throw new CellError(formatFailure(basename(source), joinText(cell?.source ?? ""), failure, target));
  }
  if (!status.success) {
    const end = `the program that runs it ended with code ${status.code}`;
    throw new Error([`Cannot execute ${source}: ${end}`, ...said.slice(-12)].join("\n"));
  }
}

/** The message of a cell that failed. */
export function formatFailure(
  notebook: string,
  code: string,
  { index, name, message, traceback }: Omit<Failure, "event">,
  copy: string,
): string {
  const lines = code.split("\n").map((line, row) => `  ${String(row + 1).padStart(4)} | ${line}`);
  // The traceback repeats the cell and the error first: only the places are news.
  const places = traceback.split("\n").filter((line) => /^\s+at /.test(line));
  return [
    `${notebook}, cell ${index + 1} failed: ${name}: ${message}`,
    "",
    ...lines,
    "",
    ...places,
    ...(places.length > 0 ? [""] : []),
    `What was executed up to there: ${copy}`,
  ].join("\n");
}
