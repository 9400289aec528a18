import { assert, assertEquals } from "@std/assert";
import { prng } from "../../lib/random.ts";
import { inFolder } from "../runs/folder.ts";
import { damageFiles } from "./damage.ts";
import { makeTargets } from "./targets.ts";

Deno.test("a damaged file of any kind is never used, and never changed or removed in silence", () =>
  inFolder(async (folder) => {
    const { counts, faults } = await damageFiles(prng(2, "damage"), await makeTargets(folder), 20);
    assertEquals(faults, []);
    assertEquals(Object.values(counts), [20, 20, 20, 20, 20]);
  }));

Deno.test("damageFiles() tells when damage is used, removed or refused in unclear words", () =>
  inFolder(async (folder) => {
    const path = `${folder}/file`;
    await Deno.writeTextFile(path, "content");
    const target = { kind: "file", path, refusal: /found/, setAside: false };
    const report = (use: () => Promise<unknown>) => damageFiles(prng(1), [{ ...target, use }], 5);
    const isWhole = async () => await Deno.readTextFile(path) === "content";
    const faultsOf = async (use: () => Promise<unknown>) => (await report(use)).faults;
    assert((await faultsOf(isWhole)).every((fault) => fault.includes("used, and gave false")));
    const unclear = async () => {
      if (!await isWhole()) throw new Error("no");
    };
    assertEquals((await faultsOf(unclear)).length, 5);
    const remover = async () => {
      if (await isWhole()) return 1;
      await Deno.remove(path);
      return 1;
    };
    assert((await faultsOf(remover)).every((fault) => fault.includes("changed or removed")));
  }));
