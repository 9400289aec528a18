import { assert, assertEquals } from "@std/assert";
import { openLaboratory } from "../../lib/experiments/mod.ts";
import { openStore } from "../../lib/runs/mod.ts";
import { inFolder } from "../runs/folder.ts";
import { everything, tiny } from "./tiny.ts";

Deno.test("cells that are run again with another constant leave no tensors, and memory flat", () =>
  inFolder(async (folder) => {
    const resident: number[] = [];
    const tensors: number[] = [];
    for (let seed = 1; seed <= 6; seed++) {
      const oneShot = { ...tiny.oneShot, seeds: [seed, seed + 1] };
      const profile = { ...tiny, oneShot, retraining: { ...tiny.retraining, seeds: [seed] } };
      const lab = openLaboratory(profile, { store: openStore(`${folder}/${seed}`), workers: 1 });
      await everything(lab);
      const { runtime: { tf } } = await lab.bench();
      await lab.close();
      tensors.push(tf.memory().numTensors);
      resident.push(Deno.memoryUsage().rss / 2 ** 20);
    }
    assertEquals(tensors, tensors.map(() => tensors[0]!));
    // A data set is 47 MB and a worker's share of the rest more, so one of either that stayed would be seen.
    const growth = (resident.at(-1)! - resident[2]!) / 3;
    assert(growth < 30, `${growth.toFixed(1)} MiB each time: ${resident.map(Math.round)}`);
  }));
