import { assert, assertEquals } from "@std/assert";
import { openLaboratory } from "../../lib/experiments/mod.ts";
import { openStore } from "../../lib/runs/mod.ts";
import { inFolder } from "../runs/folder.ts";
import { everything, tiny } from "./tiny.ts";

Deno.test("cells that are run again with another constant leave no tensors, and memory flat", () =>
  inFolder(async (folder) => {
    const resident: number[] = [];
    const tensors: number[] = [];
    for (let seed = 1; seed <= 9; seed++) {
      const oneShot = { ...tiny.oneShot, seeds: [seed, seed + 1] };
      const profile = { ...tiny, oneShot, retraining: { ...tiny.retraining, seeds: [seed] } };
      const lab = openLaboratory(profile, { store: openStore(`${folder}/${seed}`), workers: 1 });
      await everything(lab);
      const { runtime: { tf } } = await lab.resources();
      await lab.close();
      tensors.push(tf.memory().numTensors);
      resident.push(Deno.memoryUsage().rss / 2 ** 20);
    }
    assertEquals(tensors, tensors.map(() => tensors[0]!));
    // Memory that waits to be collected comes and goes by 200 MiB, so the least of four rounds is compared with that of
    // the four after them; the first round starts what stays. A data set is 45 MiB and a worker's share of the rest more:
    // one of either that stayed each time would be seen.
    const least = (from: number) => Math.min(...resident.slice(from, from + 4));
    const growth = (least(5) - least(1)) / 4;
    assert(growth < 36, `${growth.toFixed(1)} MiB each time: ${resident.map(Math.round)}`);
  }));
