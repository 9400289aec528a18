import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { prng } from "../../lib/random.ts";
import { inFolder } from "../runs/folder.ts";
import { damageFiles, damages } from "./damage.ts";
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
    const other = `${folder}/other`;
    await Deno.writeTextFile(other, "other content");
    const target = { kind: "file", path, other, refusal: /found/, setAside: false };
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

Deno.test("damageFiles() counts it as a fault when a damaged file is taken for one that is not there", () =>
  inFolder(async (folder) => {
    const [path, other] = [`${folder}/file`, `${folder}/other`];
    for (const name of [path, other]) await Deno.writeTextFile(name, name);
    const use = async () => await Deno.readTextFile(path) === path ? "whole" : undefined;
    const target = { kind: "file", path, other, use, refusal: /found/, setAside: false };
    const faultsOf = async (instead?: () => unknown[]) =>
      (await damageFiles(prng(1), [instead ? { ...target, instead } : target], 6)).faults;
    assertEquals((await faultsOf()).length, 6);
    assertEquals((await faultsOf(() => [undefined])).length, 0);
  }));

Deno.test("each file can be damaged by the content of another of its kind, which is whole", () =>
  inFolder(async (folder) => {
    for (const { kind, path, other } of await makeTargets(folder)) {
      const [own, foreign] = [await Deno.readFile(path), await Deno.readFile(other)];
      assertNotEquals(own, foreign, kind);
      // The same kind of file begins alike.
      assertEquals(own.slice(0, 3), foreign.slice(0, 3), kind);
      assertEquals(damages.foreign(prng(1), own, foreign), foreign);
    }
  }));

Deno.test("an archive that lost a run is without fault only if it was cut at the end of a line", () =>
  inFolder(async (folder) => {
    const { path, use, instead } = (await makeTargets(folder)).find(({ kind }) =>
      kind.startsWith("archive")
    )!;
    const whole = await Deno.readFile(path);
    const end = whole.indexOf(10) + 1;
    assert(end > 0 && end < whole.length);
    assertEquals(instead!(whole.slice(0, end)).length, 1);
    for (const length of [0, end - 1, end + 1, whole.length - 1, whole.length]) {
      assertEquals(instead!(whole.slice(0, length)), []);
    }
    assertEquals(instead!(whole.slice(end)), []);
    await Deno.writeFile(path, whole.slice(0, end));
    assertEquals([await use()], instead!(whole.slice(0, end)));
  }));
