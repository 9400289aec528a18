/** Our kernels built for processors with other vectors: they compute the same, to within rounding. */
import { assert, assertEquals } from "@std/assert";
import { relativeError } from "./fixtures.ts";
import { compileNative, driverFolder, nativeFolder, openBuildFolder, run } from "./build_native.ts";
import { nativeCases } from "./native_cases.ts";

/**
 * What a compiler is told for each width of vectors, narrow first, and the features it takes. With less optimisation it
 * would fuse no multiply with an add, and all would compute the same to the bit.
 */
const processors = {
  SSE: { flags: ["-O2", "-march=x86-64"], features: [] },
  AVX2: { flags: ["-O2", "-march=haswell"], features: ["avx2", "fma"] },
  "AVX-512": {
    flags: ["-O2", "-march=skylake-avx512"],
    features: ["avx512f", "avx512vl", "avx512dq", "avx512bw"],
  },
} as const;

/**
 * Answers are sums over pixels and channels in another order; a maximum or a ReLU that rounding decides otherwise is
 * rarer than one program in a hundred.
 */
const TOLERANCE = 1e-4;

const folder = await openBuildFolder("vectors-");
// By a program: with less than all permissions Deno does not read /proc itself, and no test would be run.
const cpu = Deno.build.os === "linux" ? (await run(["cat", "/proc/cpuinfo"])).answer : "";

/** What each program of a file answers. */
async function answers(name: string, flags: readonly string[], cases: string): Promise<number[][]> {
  const program = `${folder}/${name}`;
  const built = await compileNative(
    flags,
    [`${driverFolder}answers.cc`, `${nativeFolder}network.cc`],
    program,
  );
  assert(built.success, built.faults);
  const ran = await run([program, cases]);
  assert(ran.success, ran.faults);
  return ran.answer.trim().split("\n").map((line) => line.trim().split(" ").map(Number));
}

Deno.test({
  name: "kernels built for SSE, AVX2 and AVX-512 agree, as far as this processor has them",
  ignore: Deno.build.arch !== "x86_64" || !cpu.includes(" avx2 "),
  async fn() {
    const cases = `${folder}/cases.txt`;
    await Deno.writeTextFile(cases, nativeCases(60));
    const here = Object.entries(processors)
      .filter(([, { features }]) => features.every((feature) => cpu.includes(` ${feature}`)));
    const [[, narrow], ...wider] = await Promise.all(
      here.map(async ([name, { flags }]) => [name, await answers(name, flags, cases)] as const),
    ) as [[string, number[][]], ...[string, number[][]][]];
    for (const [name, found] of wider) {
      assertEquals(found.length, narrow.length);
      const apart = found.map((values, index) => relativeError(values, narrow[index]!));
      const worst = apart.toSorted((a, b) => b - a);
      assert(worst[1]! < TOLERANCE, `${name}: ${worst.slice(0, 5).join(", ")} apart from SSE`);
    }
  },
});
