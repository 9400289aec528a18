/** Our kernels without TensorFlow, built with sanitisers, on programs of the library and on damaged ones. */
import { assert, assertEquals } from "@std/assert";
import { findCompiler } from "../../lib/setup/compiler.ts";
import { projectRoot } from "../../lib/setup/project.ts";
import { nativeCases } from "./native_cases.ts";

const ROUNDS = 40_000;

const native = `${projectRoot}lib/engine/native/`;
const driver = `${projectRoot}tests/engine/native/sanitised.cc`;

/** Runs a command; its output, and whether it went well. */
async function run(command: readonly string[], env: Record<string, string> = {}) {
  const [program, ...args] = command;
  const { success, stdout, stderr } = await new Deno.Command(program!, { args, env }).output();
  const [answer, faults] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { success, answer: answer!, faults: faults! };
}

await Deno.mkdir(`${projectRoot}.build`, { recursive: true });
const compiler = await findCompiler(projectRoot, () => {});
const folder = await Deno.makeTempDir({ dir: `${projectRoot}.build`, prefix: "sanitised-" });

/** Builds sources with sanitisers that end the program at what they find. */
function build(sanitisers: string, sources: readonly string[], program: string) {
  const flags = ["-std=c++17", "-O1", "-g1", "-march=native", "-Wno-psabi", "-D_GLIBCXX_ASSERTIONS"];
  const checks = [`-fsanitize=${sanitisers}`, "-fno-sanitize-recover=all"];
  return run([...compiler, ...flags, ...checks, "-I", native, ...sources, "-o", program]);
}

/** Programs with a fault that a sanitiser is to find. */
const probes: Readonly<Record<string, string>> = {
  address: "int main(int one, char**) { int* memory = new int[1]{}; return memory[one]; }",
  undefined: "int main(int one, char**) { const int most = 2147483647; return most + one == 1; }",
};

/** Those that this compiler has; Zig's has none for addresses. */
const sanitisers: string[] = [];
for (const [name, source] of Object.entries(probes)) {
  const [path, program] = [`${folder}/${name}.cc`, `${folder}/${name}`];
  await Deno.writeTextFile(path, source);
  const { success } = await build(name, [path], program);
  if (success && !(await run([program])).success) sanitisers.push(name);
}

Deno.test({
  name: "native code computes programs, and computes or refuses damaged ones; sanitisers of this compiler: " +
    (sanitisers.join(", ") || "none"),
  ignore: sanitisers.length === 0,
  async fn() {
    const [program, cases] = [`${folder}/sanitised`, `${folder}/cases.txt`];
    const sources = [driver, `${native}network.cc`, `${native}descend.cc`];
    const { success, faults } = await build(sanitisers.join(), sources, program);
    assert(success, faults);
    const lines = nativeCases(90);
    await Deno.writeTextFile(cases, lines);
    const ran = await run([program, cases, `${ROUNDS}`], {
      // Fresh memory is filled with NaN, so that its use is seen, and nothing here takes much of it. Leaks are looked
      // for by tracing the process, which not every machine allows.
      ASAN_OPTIONS:
        "max_malloc_fill_size=1000000000:malloc_fill_byte=255:max_allocation_size_mb=1000:detect_leaks=0",
      UBSAN_OPTIONS: "print_stacktrace=1",
    });
    assert(ran.success, ran.faults);
    const [valid, computed, refused, steps, refusedSteps] = ran.answer.split(" ").map(Number);
    assertEquals(valid, lines.split("\n").length - 1);
    assertEquals(computed! + refused!, ROUNDS);
    assertEquals(steps! + refusedSteps!, ROUNDS);
    // Neither kind is so rare that nothing was tried.
    assert(Math.min(computed!, refused!, steps!, refusedSteps!) > ROUNDS / 20, ran.answer);
  },
});

globalThis.addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
