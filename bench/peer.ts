/**
 * PyTorch and JAX processes: started for a case with one setting each, asked for work, and timed by themselves.
 * @module
 */
import { join } from "node:path";
import { findPython } from "../lib/setup/python.ts";
import { runCommand } from "../lib/command.ts";
import { exists } from "../lib/files.ts";
import { projectRoot } from "../lib/project.ts";

const folder = join(projectRoot, ".build", "bench");

/** How a peer runs: what its user can choose. */
export interface Setting {
  /**
   * PyTorch: all paths computed and multiplied with 0 or 1, or only the retained ones. Or JAX, which trains the one-shot
   * model with every path on, and networks alone.
   */
  readonly kind: "dense" | "sparse" | "jax";
  readonly compile: boolean;
  readonly channelsLast: boolean;
  /** `dense` only: all ghost batches of a step in one pass. */
  readonly together: boolean;
  readonly processes: number;
  /** Threads of each process. */
  readonly threads: number;
}

/** A setting in a few words. */
export function settingText(setting: Setting): string {
  const { kind, compile, channelsLast, together, processes, threads } = setting;
  return [
    kind === "jax" ? "JAX" : kind,
    compile ? "compiled" : "eager",
    ...(channelsLast ? ["channels last"] : []),
    ...(together ? ["ghost batches together"] : []),
    `${processes} x ${threads} thread${threads > 1 ? "s" : ""}`,
  ].join(", ");
}

/** Where the benchmark keeps cases and PyTorch. */
export const benchFolder: string = folder;

/**
 * PyTorch's version, and nothing but that, where all else is locked with hashes: a machine gets the build that its index
 * has, for the processor or for CUDA, and a hash would allow only one of them.
 */
export const torchVersion = "2.13.0";

/** JAX's version, as `requirements.in` has it for Python 3.11 and later. */
export const jaxVersion = "0.10.2";
const torch = `torch==${torchVersion}`;

/** Installs PyTorch and JAX into an environment of their own, once. */
export async function installPeer(log: (line: string) => void): Promise<string> {
  const environment = join(folder, "venv");
  const python = join(environment, "bin", "python");
  const done = join(environment, "installed");
  const requirements = join(import.meta.dirname!, "requirements.txt");
  const wanted = `${torch}\n${await Deno.readTextFile(requirements)}`;
  if (await exists(done) && await Deno.readTextFile(done) === wanted) return python;
  log("installing PyTorch and JAX (once)");
  await Deno.mkdir(folder, { recursive: true });
  await runCommand([(await findPython()).path, "-m", "venv", "--clear", environment], { log });
  const pip = [python, "-m", "pip", "install", "--quiet"];
  await runCommand([...pip, "--require-hashes", "-r", requirements], { log });
  await runCommand([...pip, torch], { log });
  await Deno.writeTextFile(done, wanted);
  return python;
}

/** What a process answers. */
export type Answer = Readonly<Record<string, unknown>>;

/** The processes of one setting. */
export interface Peer {
  readonly setting: Setting;
  /** Asks every process for the same, or for what the function says for its number; answers in their order. */
  ask(command: Answer | ((process: number) => Answer)): Promise<Answer[]>;
  /** Seconds from the start of a process to its first answer. */
  readonly startSeconds: number;
  close(): Promise<void>;
  /** Ends the processes at once; what they were asked for rejects. */
  kill(): void;
}

/** Starts the processes of a setting for the case in a folder. */
export async function openPeer(python: string, caseFolder: string, setting: Setting): Promise<Peer> {
  const meet = join(caseFolder, `meet-${crypto.randomUUID()}`);
  const began = performance.now();
  const processes = Array.from({ length: setting.processes }, (_, rank) => {
    const child = new Deno.Command(python, {
      args: [
        join(import.meta.dirname!, "peer", setting.kind === "jax" ? "serve_jax.py" : "serve.py"),
        caseFolder,
        ...["--rank", String(rank), "--threads", String(setting.threads)],
        ...(setting.kind === "jax" ? [] : torchArguments(setting, meet)),
      ],
      env: {
        TORCHINDUCTOR_CACHE_DIR: join(folder, "inductor"),
        JAX_COMPILATION_CACHE_DIR: join(folder, "jax"),
      },
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    return { child, lines: openLines(child.stdout), errors: new Response(child.stderr).text() };
  });
  const answer = async ({ lines, errors }: (typeof processes)[number]): Promise<Answer> => {
    const line = await lines.next();
    if (line === undefined) throw new Error(`Cannot run the peer: its process ended\n${await errors}`);
    return JSON.parse(line);
  };
  await Promise.all(processes.map(answer));
  const startSeconds = (performance.now() - began) / 1000;
  const writers = processes.map(({ child }) => child.stdin.getWriter());
  return {
    setting,
    startSeconds,
    async ask(command) {
      const encoder = new TextEncoder();
      await Promise.all(writers.map((writer, process) => {
        const given = typeof command === "function" ? command(process) : command;
        return writer.write(encoder.encode(`${JSON.stringify(given)}\n`));
      }));
      return await Promise.all(processes.map(answer));
    },
    async close() {
      await Promise.all(writers.map((writer) => writer.close()));
      await Promise.all(processes.map(({ child }) => child.status));
    },
    kill: () => processes.forEach(({ child }) => child.kill("SIGKILL")),
  };
}

function torchArguments(
  { kind, compile, channelsLast, together, processes }: Setting,
  meet: string,
): string[] {
  return [
    ...["--kind", kind],
    ...(compile ? ["--compile"] : []),
    ...(channelsLast ? ["--channels-last"] : []),
    ...(together ? ["--together"] : []),
    ...["--world", String(processes), "--meet", meet],
  ];
}

function openLines(stream: ReadableStream<Uint8Array>): { next(): Promise<string | undefined> } {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  return {
    async next() {
      for (;;) {
        const end = text.indexOf("\n");
        if (end >= 0) {
          const line = text.slice(0, end);
          text = text.slice(end + 1);
          return line;
        }
        const { value, done } = await reader.read();
        if (done) return undefined;
        text += value;
      }
    },
  };
}
