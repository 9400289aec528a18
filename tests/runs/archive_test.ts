import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { z } from "zod";
import { archiveRuns, openArchive } from "../../lib/runs/archive.ts";
import { configurationHash } from "../../lib/runs/configuration.ts";
import { collectProvenance } from "../../lib/runs/provenance.ts";
import { openStore } from "../../lib/runs/store.ts";
import { inFolder, namesIn } from "./folder.ts";

const schema = z.strictObject({ accuracy: z.number() });
const provenance = collectProvenance({ seed: 1, startedAt: "2024-01-01T00:00:00.000Z", seconds: 3 });
const everything = () => true;

/** Keeps runs of a kind in a folder: from a step, which is the configuration, to an accuracy. */
async function keep(folder: string, kind: string, runs: Readonly<Record<number, number>>): Promise<void> {
  const store = openStore(folder);
  for (const [step, accuracy] of Object.entries(runs)) {
    await store.save(kind, { step: Number(step) }, { accuracy }, provenance);
  }
}

/** What a store with nothing but an archive says of a step. */
const archived = (folder: string, kind: string, step: number) =>
  openStore(`${folder}/nothing`, { archive: openArchive(folder) }).load(kind, { step }, schema);

const lines = async (file: string) => (await Deno.readTextFile(file)).split("\n");
const hashOf = (line: string) => JSON.parse(line).hash;

Deno.test("archiveRuns() writes a line for each run that is to be kept, in the order of the hashes", () =>
  inFolder(async (directory) => {
    const [runs, archive] = [`${directory}/runs`, `${directory}/archive`];
    await keep(runs, "kind", { 1: 0.1, 2: 0.2, 3: 0.3, 4: 0.4, 5: 0.5 });
    await keep(runs, "other", { 1: 0.9 });
    await Deno.writeTextFile(`${runs}/kind/0123456789abcdef.checkpoint`, "half-done");
    const counts = await archiveRuns(
      archive,
      runs,
      ({ configuration }) => (configuration as { step: number }).step !== 4,
    );
    assertEquals(counts, { kind: 4, other: 1 });
    assertEquals(namesIn(archive), ["kind.jsonl", "other.jsonl"]);
    const written = await lines(`${archive}/kind.jsonl`);
    assertEquals(written.pop(), "");
    const hashes = [1, 2, 3, 5].map((step) => configurationHash({ step })).sort();
    assertEquals(written.map(hashOf), hashes);
    const loaded = await archived(archive, "kind", 3);
    assertEquals(loaded, await openStore(runs).load("kind", { step: 3 }, schema));
    assertEquals(loaded?.provenance, provenance);
    assertEquals(await archived(archive, "kind", 4), undefined);
    assertEquals(await archived(archive, "nothing", 3), undefined);
  }));

Deno.test("archiveRuns() puts newer runs in the place of older ones and keeps the others", () =>
  inFolder(async (directory) => {
    const archive = `${directory}/archive`;
    await keep(`${directory}/first`, "kind", { 1: 0.1, 2: 0.2 });
    await keep(`${directory}/first`, "only-here", { 1: 0.1 });
    await keep(`${directory}/second`, "kind", { 2: 0.25, 3: 0.3 });
    await archiveRuns(archive, `${directory}/first`, everything);
    const counts = await archiveRuns(archive, `${directory}/second`, everything);
    assertEquals(counts, { "kind": 3, "only-here": 1 });
    const results = await Promise.all([1, 2, 3].map((step) => archived(archive, "kind", step)));
    assertEquals(results.map((run) => run?.result.accuracy), [0.1, 0.25, 0.3]);
  }));

Deno.test("archiveRuns() makes the same bytes of the same runs, in whatever order they come", () =>
  inFolder(async (directory) => {
    const of = (name: string) => Deno.readFile(`${directory}/${name}/kind.jsonl`);
    await keep(`${directory}/a`, "kind", { 1: 0.1, 3: 0.3 });
    await keep(`${directory}/b`, "kind", { 2: 0.2 });
    for (const part of ["a", "b"]) await archiveRuns(`${directory}/ab`, `${directory}/${part}`, everything);
    for (const part of ["b", "a"]) await archiveRuns(`${directory}/ba`, `${directory}/${part}`, everything);
    assertEquals(await of("ab"), await of("ba"));
    await archiveRuns(`${directory}/ab`, `${directory}/a`, everything);
    assertEquals(await of("ab"), await of("ba"));
  }));

Deno.test("archiveRuns() adds nothing where no run was made, and counts what is there", () =>
  inFolder(async (directory) => {
    const archive = `${directory}/archive`;
    assertEquals(await archiveRuns(archive, `${directory}/none`, everything), {});
    await keep(`${directory}/runs`, "kind", { 1: 0.1 });
    assertEquals(await archiveRuns(archive, `${directory}/runs`, () => false), {});
    await archiveRuns(archive, `${directory}/runs`, everything);
    assertEquals(await archiveRuns(archive, `${directory}/none`, everything), { kind: 1 });
  }));

Deno.test("archiveRuns() refuses a damaged run by name and leaves the archive as it was", () =>
  inFolder(async (directory) => {
    const [runs, archive] = [`${directory}/runs`, `${directory}/archive`];
    await keep(runs, "kind", { 1: 0.1 });
    await archiveRuns(archive, runs, everything);
    const before = await Deno.readFile(`${archive}/kind.jsonl`);
    await keep(runs, "kind", { 2: 0.2 });
    const path = openStore(runs).path("kind", { step: 2 });
    await Deno.writeTextFile(path, (await Deno.readTextFile(path)).replace("0.2", "0.7"));
    await assertRejects(
      () => archiveRuns(archive, runs, everything),
      Deno.errors.InvalidData,
      `Cannot archive run ${path}: found content that does not fit its SHA-256`,
    );
    assertEquals(await Deno.readFile(`${archive}/kind.jsonl`), before);
  }));

Deno.test("Archive.find() refuses a damaged line, by file and number, and only when it is asked for", () =>
  inFolder(async (directory) => {
    await keep(`${directory}/runs`, "kind", { 1: 0.1, 2: 0.2, 3: 0.3 });
    await archiveRuns(directory, `${directory}/runs`, everything);
    const file = `${directory}/kind.jsonl`;
    const written = await lines(file);
    const place = written.findIndex((line) => line.includes('"step":2'));
    await Deno.writeTextFile(file, written.with(place, written[place]!.replace("0.2", "0.9")).join("\n"));
    assertEquals((await archived(directory, "kind", 1))?.result, { accuracy: 0.1 });
    assertEquals((await archived(directory, "kind", 3))?.result, { accuracy: 0.3 });
    const { message } = await assertRejects(
      () => archived(directory, "kind", 2),
      Deno.errors.InvalidData,
      `Cannot use line ${place + 1} of ${file}: found content that does not fit its SHA-256`,
    );
    assertStringIncludes(message, "or remove the line to have the run computed anew");
  }));

Deno.test("Archive.find() refuses a line cut short, one with a carriage return, and one of another kind", () =>
  inFolder(async (directory) => {
    await keep(`${directory}/runs`, "kind", { 1: 0.1 });
    await archiveRuns(directory, `${directory}/runs`, everything);
    const whole = await Deno.readTextFile(`${directory}/kind.jsonl`);
    const table = [
      ["kind", whole.slice(0, -20), "that are no JSON"],
      ["kind", whole.replace("\n", "\r\n"), "does not fit its SHA-256"],
      ["other", whole, "found a run of kind kind, expected other"],
    ] as const;
    for (const [kind, content, message] of table) {
      await Deno.writeTextFile(`${directory}/${kind}.jsonl`, content);
      const { message: found } = await assertRejects(
        () => archived(directory, kind, 1),
        Deno.errors.InvalidData,
        `Cannot use line 1 of ${directory}/${kind}.jsonl: `,
      );
      assertStringIncludes(found, message);
    }
  }));

Deno.test("Archive.find() tells of any damage to an archive rather than that a run is not recorded", () =>
  inFolder(async (directory) => {
    await keep(`${directory}/runs`, "kind", { 1: 0.1, 2: 0.2 });
    await archiveRuns(directory, `${directory}/runs`, everything);
    const file = `${directory}/kind.jsonl`;
    const whole = await Deno.readFile(file);
    const hashes = [1, 2].map((step) => configurationHash({ step })).sort();
    const boundary = whole.indexOf(10) + 1;
    /** For each run the accuracy, "damage" or undefined. */
    const found = async (content: Uint8Array) => {
      await Deno.writeFile(file, content);
      const archive = openArchive(directory);
      return await Promise.all(hashes.map(async (hash) => {
        try {
          return (await archive.find("kind", hash))?.result as unknown;
        } catch (error) {
          assert(error instanceof Deno.errors.InvalidData, `found ${error}`);
          assertStringIncludes(error.message, `of ${file}: found `);
          return "damage";
        }
      }));
    };
    const [first, second] = await found(whole);
    for (let index = 0; index < whole.length; index++) {
      // Without the line end between them neither run is whole.
      assertEquals(await found(whole.with(index, whole[index]! ^ (1 << (index % 8)))), [
        index < boundary ? "damage" : first,
        index < boundary - 1 ? second : "damage",
      ]);
      assertEquals(await found(whole.slice(0, index)), [
        index < boundary ? "damage" : first,
        // The one damage that can't be seen: see the module's comment.
        index === boundary ? undefined : "damage",
      ]);
    }
    // From digit to digit: the line looks as whole as before.
    const text = new TextDecoder().decode(whole);
    const other = hashes[0]!.replace(/\d/, (digit) => String((Number(digit) + 1) % 10));
    assertEquals(await found(new TextEncoder().encode(text.replace(hashes[0]!, other))), ["damage", second]);
    assertEquals(await found(new TextEncoder().encode(`\ufeff${text}`)), ["damage", second]);
  }));

Deno.test("Archive.find() finds a run as soon as its damaged file is restored", () =>
  inFolder(async (directory) => {
    await keep(`${directory}/runs`, "kind", { 1: 0.1 });
    await archiveRuns(directory, `${directory}/runs`, everything);
    const file = `${directory}/kind.jsonl`;
    const whole = await Deno.readTextFile(file);
    const archive = openArchive(directory);
    const find = () => archive.find("kind", configurationHash({ step: 1 }));
    await Deno.writeTextFile(file, whole.replace("0.1", "0.9"));
    await assertRejects(find, Deno.errors.InvalidData, "does not fit its SHA-256");
    await Deno.writeTextFile(file, whole);
    assertEquals((await find())?.result, { accuracy: 0.1 });
    // A file that can't be read at all.
    await Deno.remove(file);
    await Deno.mkdir(file);
    const unread = openArchive(directory);
    await assertRejects(() => unread.find("kind", configurationHash({ step: 1 })), Error, "directory");
    await Deno.remove(file);
    await Deno.writeTextFile(file, whole);
    assertEquals((await unread.find("kind", configurationHash({ step: 1 })))?.result, { accuracy: 0.1 });
  }));

Deno.test("openArchive() needs no folder, and reads a file once", () =>
  inFolder(async (directory) => {
    const archive = openArchive(`${directory}/none`);
    assertEquals(await archive.find("kind", configurationHash({ step: 1 })), undefined);
    await keep(`${directory}/runs`, "kind", { 1: 0.1 });
    await archiveRuns(`${directory}/none`, `${directory}/runs`, everything);
    assertEquals(await archive.find("kind", configurationHash({ step: 1 })), undefined);
    assert(await openArchive(`${directory}/none`).find("kind", configurationHash({ step: 1 })) !== undefined);
    assertEquals(archive.path("kind"), `${directory}/none/kind.jsonl`);
  }));
