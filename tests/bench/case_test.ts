import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { makeCase, sizeNames } from "../../bench/case.ts";
import { networkGraph } from "../../lib/graph/mod.ts";
import { architectureId, formatArchitecture, paperSpace, validateArchitecture } from "../../lib/space/mod.ts";

const made = makeCase("pilot", 60);

Deno.test("makeCase() has as many candidates and children as asked for, all of the space", () => {
  for (const list of [made.candidates, made.children]) {
    assertEquals(list.length, 60);
    for (const architecture of list) validateArchitecture(paperSpace, architecture);
  }
});

Deno.test("makeCase()'s children share far more first cells with one another than random candidates do", () => {
  // Blocks that read the cell's inputs alone, told by their place and what they keep.
  const shared = (list: typeof made.candidates) => {
    const seen = new Set<string>();
    let repeated = 0;
    for (const architecture of list) {
      architecture.forEach(({ inputs, operations }, block) => {
        const key = `${block}: ${inputs} ${operations}`;
        if (seen.has(key)) repeated++;
        seen.add(key);
      });
    }
    return repeated;
  };
  assert(shared(made.children) > 2 * shared(made.candidates));
  assert(new Set(made.children.map((child) => architectureId(paperSpace, child))).size > 40);
});

Deno.test("makeCase() drops paths in one kind of training and none in the other", () => {
  const kept = ({ steps }: typeof made, drop: "dropped" | "allOn") => {
    const blocks = steps[drop].flatMap(({ ghosts }) => ghosts.flat());
    const operations = blocks.flatMap((block) => block.operations);
    return operations.length / (blocks.length * paperSpace.operations.length);
  };
  assertEquals(kept(made, "allOn"), 1);
  // Each of 7 operations is dropped with probability 0.1^(1/7) = 0.72.
  assert(Math.abs(kept(made, "dropped") - 0.28) < 0.02);
});

Deno.test("makeCase() is the same each time, and another for other sizes", () => {
  const again = makeCase("pilot", 60);
  assertEquals(again.weights, made.weights);
  assertEquals(
    again.children.map((child) => formatArchitecture(paperSpace, child)),
    made.children.map((child) => formatArchitecture(paperSpace, child)),
  );
  assertNotEquals(makeCase("small", 1).plan.length, made.plan.length);
  for (const size of sizeNames) {
    assert(networkGraph(makeCase(size, 1).plan, made.candidates[0]!).nodes.length > 1);
  }
});
