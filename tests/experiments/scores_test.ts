import { assert, assertEquals } from "@std/assert";
import { drawCandidates, drawDifferent, openReadOnly, scoreModels } from "../../lib/experiments/mod.ts";
import { partOf } from "../../lib/experiments/laboratory.ts";
import { prng } from "../../lib/random.ts";
import { mainModel, modelsAtRate } from "../../lib/records/mod.ts";
import { openStore } from "../../lib/runs/mod.ts";
import { architectureId } from "../../lib/space/mod.ts";
import { inFolder } from "../runs/folder.ts";
import { plantModel } from "./planted.ts";
import { tiny } from "./tiny.ts";

const id = (architecture: ReturnType<typeof drawCandidates>[number]) =>
  architectureId(tiny.space, architecture);

Deno.test("drawCandidates() draws different networks, and more of them begin with the same", () => {
  const few = drawCandidates(tiny);
  const many = drawCandidates(tiny, 300);
  assertEquals([few.length, many.length], [tiny.candidates.count, 300]);
  assertEquals(many.slice(0, few.length), few);
  assertEquals(new Set(many.map(id)).size, 300);
  const other = drawCandidates({
    ...tiny,
    candidates: { ...tiny.candidates, seed: tiny.candidates.seed + 1 },
  });
  assert(other.every((architecture) => !few.map(id).includes(id(architecture))));
});

Deno.test("drawDifferent() finds every network of a small space, renumbered ones but once", () => {
  // Two blocks with one input and one operation each: 2 * 3 encodings. Both blocks read the same cell in two of them;
  // the two in which they read different cells are one network with the numbers exchanged.
  const space = {
    ...tiny.space,
    operations: tiny.space.operations.slice(0, 1),
    inputsPerBlock: [1, 1],
    operationsPerBlock: [1, 1],
  } as const;
  const drawn = drawDifferent(space, prng(1, "test"), 5);
  assertEquals(new Set(drawn.map((architecture) => architectureId(space, architecture))).size, 5);
});

Deno.test("scoreModels() puts training and scores of each model together, in the order of the models", () =>
  inFolder(async (folder) => {
    const store = openStore(folder);
    const models = [mainModel(tiny), ...modelsAtRate(tiny, 0.6)];
    for (const [place, model] of models.entries()) {
      await plantModel(store, tiny, model, (_, index) => index === place ? 1 : 0);
    }
    const told: number[] = [];
    const room = partOf(openReadOnly(tiny, store), (done, total) => told.push(done / total));
    const { result, loaded, seconds } = await scoreModels(room, models);
    assertEquals(result.map(({ model }) => model), models);
    for (const [place, { candidates, seconds, scoreSeconds, allOn }] of result.entries()) {
      assertEquals(candidates.findIndex(({ accuracy }) => accuracy === 1), place);
      assertEquals([seconds, scoreSeconds, allOn.accuracy], [60, 10, 0.75]);
    }
    assertEquals([loaded, seconds], [true, models.length * 70]);
    assertEquals(told.at(-1), 1);
    assertEquals(told.toSorted((a, b) => a - b), told);
  }));
