/** Our kernels without TensorFlow, built with sanitisers, on graphs of the library and on damaged ones. */
import { assert, assertEquals } from "@std/assert";
import { compileNative, driverFolder, nativeFolder, openBuildFolder, run } from "./build_native.ts";
import { nativeCases } from "./native_cases.ts";

const ROUNDS = 40_000;

const driver = `${driverFolder}sanitised.cc`;

/** Builds sources with sanitisers that end the program at what they find. */
function build(sanitisers: string, sources: readonly string[], program: string) {
  const checks = ["-g1", "-D_GLIBCXX_ASSERTIONS", `-fsanitize=${sanitisers}`, "-fno-sanitize-recover=all"];
  return compileNative(["-march=native", ...checks], sources, program);
}

const folder = await openBuildFolder("sanitised-");

/** Graphs with a fault that a sanitiser is to find. */
const probes: Readonly<Record<string, string>> = {
  address: "int main(int one, char**) { int* memory = new int[1]{}; return memory[one]; }",
  thread:
    "#include <thread>\nint main() { int sum = 0; std::thread other([&] { sum++; }); sum++; other.join(); return sum - 2; }",
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

/** Those that look at memory; they can be built in together. */
const ofMemory = sanitisers.filter((name) => name !== "thread");
const sources = [`${nativeFolder}network.cc`, `${nativeFolder}descend.cc`];

Deno.test({
  name: "native code shares a batch out to threads without races, and to the same bits",
  ignore: !sanitisers.includes("thread"),
  async fn() {
    const [program, cases] = [`${folder}/threads`, `${folder}/threads.txt`];
    const { success, faults } = await build("thread", [`${driverFolder}threads.cc`, ...sources], program);
    assert(success, faults);
    await Deno.writeTextFile(cases, nativeCases(30));
    const ran = await run([program, cases]);
    assert(ran.success, ran.faults);
    assert(Number(ran.answer) > 5, ran.answer);
  },
});

Deno.test({
  name: "native code computes graphs, and computes or refuses damaged ones; sanitisers of this compiler: " +
    (ofMemory.join(", ") || "none"),
  ignore: ofMemory.length === 0,
  async fn() {
    const [program, cases] = [`${folder}/sanitised`, `${folder}/cases.txt`];
    const { success, faults } = await build(ofMemory.join(), [driver, ...sources], program);
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
