import { assert, assertEquals } from "@std/assert";
import { inFolder } from "../runs/folder.ts";
import { laboratoryIn } from "./tiny.ts";

Deno.test("Laboratory.bench() opens once and close() ends the workers", async () => {
  await inFolder(async (folder) => {
    const laboratory = laboratoryIn(folder, 1);
    const [first, second] = await Promise.all([laboratory.bench(), laboratory.bench()]);
    assert(first === second);
    assertEquals(first.pool.size, 1);
    assertEquals(first.split.validation.length, 5000);
    await laboratory.close();
    await laboratory.close();
  });
});
