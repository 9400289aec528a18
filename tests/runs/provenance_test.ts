import { assert, assertEquals, assertThrows } from "@std/assert";
import { collectProvenance, mathsVersion, provenanceSchema } from "../../lib/runs/provenance.ts";

const time = { startedAt: "2024-02-29T12:00:00.000Z", seconds: 1.23456 };

Deno.test("collectProvenance() holds what it was told and what it finds here", () => {
  const provenance = collectProvenance({ seed: 7, workers: 2, tensorflow: "2.21.0", ...time });
  const { machine, ...rest } = provenance;
  assertEquals(rest, {
    seed: 7,
    library: mathsVersion,
    deno: Deno.version.deno,
    tensorflow: "2.21.0",
    startedAt: time.startedAt,
    seconds: 1.235,
    workers: 2,
  });
  assertEquals(machine.os, `${Deno.build.os} ${Deno.build.arch}`);
  assert(machine.cores >= 1 && machine.cpu.length > 0);
  assertEquals(provenanceSchema.parse(JSON.parse(JSON.stringify(provenance))), provenance);
});

Deno.test("collectProvenance() has one worker and no TensorFlow unless told", () => {
  const provenance = collectProvenance({ seed: 0, ...time });
  assertEquals([provenance.workers, "tensorflow" in provenance], [1, false]);
});

Deno.test("provenanceSchema refuses what no run can have", () => {
  const good = collectProvenance({ seed: 7, ...time });
  const bad: [object, string][] = [
    [{ seed: 0.5 }, "seed"],
    [{ seconds: -1 }, "seconds"],
    [{ workers: 0 }, "workers"],
    [{ startedAt: "yesterday" }, "startedAt"],
    [{ tensorflow: undefined }, "tensorflow"],
    [{ machine: { ...good.machine, cores: 0 } }, "cores"],
    [{ remark: "x" }, "remark"],
  ];
  for (const [change, path] of bad) {
    assertThrows(() => provenanceSchema.parse({ ...good, ...change }), Error, path);
  }
});
