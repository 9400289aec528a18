import { assert, assertEquals, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import { z } from "zod";
import { archiveRuns, openArchive } from "../../lib/runs/archive.ts";
import { canonicalJson, configurationHash } from "../../lib/runs/configuration.ts";
import { collectProvenance } from "../../lib/runs/provenance.ts";
import { openStore } from "../../lib/runs/store.ts";
import { inFolder, namesIn } from "./folder.ts";

const configuration = { steps: 2, rates: [0.1] };
const schema = z.strictObject({ accuracy: z.number() });
const provenance = collectProvenance({ seed: 1, startedAt: "2024-01-01T00:00:00.000Z", seconds: 3 });
const silent = { say: () => {} };

Deno.test("Store.load() gives back what Store.save() kept, in any order of keys", () =>
  inFolder(async (directory) => {
    const store = openStore(`${directory}/made/when/needed`);
    assertEquals(await store.load("kind", configuration, schema), undefined);
    const saved = await store.save("kind", configuration, { accuracy: 0.1 + 0.2 }, provenance);
    assertEquals(saved, {
      kind: "kind",
      hash: configurationHash(configuration),
      configuration,
      provenance,
      result: { accuracy: 0.1 + 0.2 },
    });
    assertEquals(await store.load("kind", { rates: [0.1], steps: 2 }, schema), saved);
    assertEquals(await store.load("other", configuration, schema), undefined);
    assertEquals(await store.load("kind", { ...configuration, steps: 3 }, schema), undefined);
    assertEquals(namesIn(`${directory}/made/when/needed/kind`), [`${saved.hash}.json`]);
  }));

Deno.test("Store.save() takes the place of an earlier run of the same configuration", () =>
  inFolder(async (directory) => {
    const store = openStore(directory);
    await store.save("kind", configuration, { accuracy: 0.5 }, provenance);
    await store.save("kind", configuration, { accuracy: 0.75 }, provenance);
    assertEquals((await store.load("kind", configuration, schema))?.result, { accuracy: 0.75 });
  }));

Deno.test("Store.save() refuses what could not be read again, and writes nothing", () =>
  inFolder(async (directory) => {
    const store = openStore(directory);
    const save = (result: unknown, from = provenance) => store.save("kind", configuration, result, from);
    await assertRejects(() => save({ taus: [1, NaN] }), TypeError, "Cannot write result.taus[1] as JSON");
    await assertRejects(() => save(undefined), TypeError, "Cannot write result as JSON: found undefined");
    await assertRejects(
      () => save(1, { ...provenance, seconds: -1 }),
      TypeError,
      "found provenance with seconds",
    );
    assertEquals(namesIn(directory), []);
  }));

Deno.test("Store.path() is the place of a run and refuses a kind that is no plain word", () => {
  const hash = configurationHash(configuration);
  assertEquals(openStore("data/runs").path("one-shot_2", configuration), `data/runs/one-shot_2/${hash}.json`);
  for (const kind of ["", "../up", "a/b", "One", "-a", "a b", "a."]) {
    assertThrows(() => openStore("data/runs").path(kind, 1), RangeError, `found kind "${kind}"`);
  }
  assertThrows(() => openStore("data/runs").path("kind", { rate: NaN }), TypeError, "configuration.rate");
});

/** Puts `content` where a run is, and shows that no door of the store uses, replaces or removes it. */
async function assertRefused(directory: string, content: Uint8Array, ...messages: string[]): Promise<void> {
  const store = openStore(directory, silent);
  const path = store.path("kind", configuration);
  await Deno.mkdir(`${directory}/kind`, { recursive: true });
  await Deno.writeFile(path, content);
  const compute = () => {
    throw new Error("Computed in spite of the file");
  };
  for (
    const door of [
      () => store.load("kind", configuration, schema),
      () => store.save("kind", configuration, { accuracy: 1 }, provenance),
      () => store.once("kind", configuration, schema, compute, { seed: 1 }),
    ]
  ) {
    const { message } = await assertRejects(door, Deno.errors.InvalidData, `Cannot use run ${path}: found `);
    for (const part of [...messages, "expected", "or move it away to have the run computed anew"]) {
      assertStringIncludes(message, part);
    }
  }
  assertEquals(await Deno.readFile(path), content);
  assertEquals(namesIn(`${directory}/kind`), [path.slice(directory.length + "/kind/".length)]);
}

async function wholeFile(directory: string): Promise<Uint8Array> {
  const store = openStore(directory);
  await store.save("kind", configuration, { accuracy: 0.75 }, provenance);
  return Deno.readFile(store.path("kind", configuration));
}

Deno.test("Store refuses a run with any one byte changed and keeps the file", () =>
  inFolder(async (directory) => {
    const whole = await wholeFile(directory);
    for (let index = 0; index < whole.length; index++) {
      const changed = whole.slice();
      // A different bit each time; tests of decodeRun try all of them.
      changed[index]! ^= 1 << (index % 8);
      await assertRefused(directory, changed);
    }
  }));

Deno.test("Store refuses a truncated run and keeps the file", () =>
  inFolder(async (directory) => {
    const whole = await wholeFile(directory);
    for (const length of [0, 1, Math.floor(whole.length / 2), whole.length - 1]) {
      await assertRefused(directory, whole.slice(0, length));
    }
  }));

Deno.test("Store refuses files that are something else and says what they are", () =>
  inFolder(async (directory) => {
    await assertRefused(directory, new TextEncoder().encode("hello"), "5 bytes that are no JSON");
    await assertRefused(directory, new TextEncoder().encode('{"name":"x"}'), "JSON that is no run");
    // A gzip header.
    await assertRefused(directory, Uint8Array.of(0x1f, 0x8b, 8, 0), "no JSON");
  }));

Deno.test("Store refuses a whole run of another configuration or kind under this one's name", () =>
  inFolder(async (directory) => {
    const other = openStore(`${directory}/other`);
    for (const [kind, asked] of [["kind", { steps: 3 }], ["kin", configuration]] as const) {
      await other.save(kind, asked, { accuracy: 0.75 }, provenance);
      const content = await Deno.readFile(other.path(kind, asked));
      await assertRefused(directory, content, `found the run ${kind}/${configurationHash(asked)}`);
    }
  }));

Deno.test("Store.load() and Store.once() refuse a whole run of another shape and keep the file", () =>
  inFolder(async (directory) => {
    const store = openStore(directory);
    await store.save("kind", configuration, { accuracy: "high" }, provenance);
    const path = store.path("kind", configuration);
    const message = `Cannot use run ${path}: found a result of another shape (accuracy: `;
    const compute = () => ({ accuracy: 1 });
    await assertRejects(() => store.load("kind", configuration, schema), Deno.errors.InvalidData, message);
    await assertRejects(
      () => store.once("kind", configuration, schema, compute, { seed: 1 }),
      Deno.errors.InvalidData,
      message,
    );
    const kept = await store.load("kind", configuration, z.object({ accuracy: z.string() }));
    assertEquals(kept?.result.accuracy, "high");
  }));

Deno.test("Store.once() computes a run once and loads the equal run afterwards", () =>
  inFolder(async (directory) => {
    let computed = 0;
    const once = () =>
      openStore(directory).once("kind", configuration, schema, async (checkpoints) => {
        computed++;
        await checkpoints.save(1, {}, null);
        return { accuracy: -0 };
      }, { seed: 9, workers: 2 });
    const first = await once();
    const second = await once();
    assertEquals([first.loaded, second.loaded, computed], [false, true, 1]);
    assertEquals(second.run, first.run);
    assertEquals(first.run.result, { accuracy: -0 });
    assertEquals([first.run.provenance.seed, first.run.provenance.workers], [9, 2]);
    assertEquals(namesIn(`${directory}/kind`), [`${first.run.hash}.json`]);
  }));

Deno.test("Store.once() leaves nothing when the computation throws", () =>
  inFolder(async (directory) => {
    const fail = () => Promise.reject(new Error("the loss is NaN"));
    const once = () => openStore(directory).once("kind", configuration, schema, fail, { seed: 1 });
    await assertRejects(once, Error, "the loss is NaN");
    assertEquals(namesIn(`${directory}/kind`), []);
  }));

Deno.test("Store.once() goes on from the checkpoints of a computation that threw", () =>
  inFolder(async (directory) => {
    const store = openStore(directory);
    const steps: number[] = [];
    const once = (failAt: number) =>
      store.once("kind", configuration, schema, async (checkpoints) => {
        const { step: first, meta } = await checkpoints.load() ?? { step: 0, meta: 0 };
        let sum = Number(meta);
        for (let step = first; step < 4; step++) {
          if (step === failAt) throw new Error("interrupted");
          steps.push(step);
          sum += step;
          await checkpoints.save(step + 1, {}, sum);
        }
        return { accuracy: sum };
      }, { seed: 1 });
    await assertRejects(() => once(2), Error, "interrupted");
    const hash = configurationHash(configuration);
    assertEquals(namesIn(`${directory}/kind`), [`${hash}.checkpoint`, `${hash}.checkpoint.previous`]);
    assertEquals((await once(NaN)).run.result, { accuracy: 0 + 1 + 2 + 3 });
    assertEquals(steps, [0, 1, 2, 3]);
    assertEquals(namesIn(`${directory}/kind`), [`${hash}.json`]);
  }));

Deno.test("Store.once() never goes on from the checkpoint of another run", () =>
  inFolder(async (directory) => {
    const said: string[] = [];
    const store = openStore(directory, { say: (message) => said.push(message) });
    const first: number[] = [];
    /** Counts to 3, like any other run of the kind, and says where it began. */
    const once = (seed: number, fails: boolean) =>
      store.once("kind", { seed }, schema, async (checkpoints) => {
        const step = (await checkpoints.load())?.step ?? 0;
        first.push(step);
        for (let next = step + 1; next <= 3; next++) await checkpoints.save(next, {}, null);
        if (fails) throw new Error("interrupted");
        return { accuracy: 1 };
      }, { seed });
    await assertRejects(() => once(1, true), Error, "interrupted");
    const [one, two] = [1, 2].map((seed) => configurationHash({ seed }));
    await Deno.copyFile(`${directory}/kind/${one}.checkpoint`, `${directory}/kind/${two}.checkpoint`);
    await once(2, false);
    await once(1, false);
    assertEquals(first, [0, 0, 3]);
    assertEquals(said.length, 1);
    assertStringIncludes(said[0]!, `found the work of kind/${one}, expected that of kind/${two}`);
    assertEquals(
      namesIn(`${directory}/kind`),
      [`${one}.json`, `${two}.checkpoint.damaged`, `${two}.json`].sort(),
    );
  }));

Deno.test("Store.once() refuses a computed result that does not fit, and keeps the checkpoints", () =>
  inFolder(async (directory) => {
    const store = openStore(directory);
    const hash = configurationHash(configuration);
    for (const [accuracy, message] of [["high", "accuracy: "], [NaN, "accuracy: "]] as const) {
      await assertRejects(
        () =>
          store.once("kind", configuration, schema, async (checkpoints) => {
            await checkpoints.save(1, {}, null);
            return { accuracy: accuracy as number };
          }, { seed: 1 }),
        TypeError,
        message,
      );
      assert(namesIn(`${directory}/kind`).includes(`${hash}.checkpoint`));
      assertEquals(await store.load("kind", configuration, schema), undefined);
    }
  }));

Deno.test("Store.once() keeps a run under what was asked, whatever the computation does to the object", () =>
  inFolder(async (directory) => {
    const store = openStore(directory);
    const asked = { steps: 1 };
    const { run } = await store.once("kind", asked, schema, () => {
      asked.steps = 2;
      return { accuracy: 0.5 };
    }, { seed: 1 });
    assertEquals(canonicalJson(run.configuration), '{"steps":1}');
    assertEquals((await store.load("kind", { steps: 1 }, schema))?.result, { accuracy: 0.5 });
  }));

Deno.test("Store.once() makes one whole run of computations at the same time", () =>
  inFolder(async (directory) => {
    const once = () =>
      openStore(directory, silent).once("kind", configuration, schema, async (checkpoints) => {
        for (let step = 1; step <= 10; step++) {
          await checkpoints.save(step, { w: new Float32Array(1000) }, null);
        }
        return { accuracy: 0.5 };
      }, { seed: 1 });
    for (const { run } of await Promise.all([once(), once(), once()])) {
      assertEquals(run.result, { accuracy: 0.5 });
    }
    assertEquals(namesIn(`${directory}/kind`), [`${configurationHash(configuration)}.json`]);
  }));

/** A store with an archive that has a run of accuracy 0.5. */
async function withArchive(directory: string) {
  const [made, archive] = [`${directory}/made`, `${directory}/archive`];
  await openStore(made).save("kind", configuration, { accuracy: 0.5 }, provenance);
  await archiveRuns(archive, made, () => true);
  return {
    file: `${archive}/kind.jsonl`,
    open: () => openStore(`${directory}/own`, { ...silent, archive: openArchive(archive) }),
  };
}

const notWanted = () => {
  throw new Error("Computed in spite of the archive");
};

Deno.test("Store finds a run that only the archive has, and makes no file of it", () =>
  inFolder(async (directory) => {
    const { open } = await withArchive(directory);
    const loaded = await open().load("kind", configuration, schema);
    assertEquals([loaded?.result, loaded?.provenance], [{ accuracy: 0.5 }, provenance]);
    const once = await open().once("kind", configuration, schema, notWanted, { seed: 1 });
    assertEquals([once.loaded, once.run], [true, loaded!]);
    assertEquals(await open().load("kind", { ...configuration, steps: 3 }, schema), undefined);
    assertEquals(namesIn(directory), ["archive", "made"]);
  }));

Deno.test("Store takes its own run before that of the archive, which stays as it is", () =>
  inFolder(async (directory) => {
    const { open, file } = await withArchive(directory);
    const before = await Deno.readFile(file);
    await open().save("kind", configuration, { accuracy: 0.75 }, provenance);
    assertEquals((await open().load("kind", configuration, schema))?.result, { accuracy: 0.75 });
    assertEquals(await Deno.readFile(file), before);
    const { run, loaded } = await open().once("kind", { steps: 3 }, schema, () => ({ accuracy: 1 }), {
      seed: 1,
    });
    assertEquals([run.result, loaded], [{ accuracy: 1 }, false]);
    // What is damaged among its own is refused, though the archive has the run.
    await Deno.writeTextFile(open().path("kind", configuration), "{}");
    await assertRejects(
      () => open().load("kind", configuration, schema),
      Deno.errors.InvalidData,
      "/own/kind/",
    );
  }));

Deno.test("Store refuses what is damaged in the archive, or of another shape, and names the archive's file", () =>
  inFolder(async (directory) => {
    const { open, file } = await withArchive(directory);
    await assertRejects(
      () => open().load("kind", configuration, z.object({ accuracy: z.string() })),
      Deno.errors.InvalidData,
      `Cannot use run ${file}: found a result of another shape (accuracy: `,
    );
    await Deno.writeTextFile(file, (await Deno.readTextFile(file)).replace("0.5", "0.6"));
    const message = `Cannot use line 1 of ${file}: found content that does not fit its SHA-256`;
    await assertRejects(() => open().load("kind", configuration, schema), Deno.errors.InvalidData, message);
    await assertRejects(
      () => open().once("kind", configuration, schema, notWanted, { seed: 1 }),
      Deno.errors.InvalidData,
      message,
    );
    // What is not found may be what is damaged: it is not computed, either.
    await assertRejects(
      () => open().once("kind", { steps: 3 }, schema, notWanted, { seed: 1 }),
      Deno.errors.InvalidData,
      message,
    );
    // Other kinds are not affected, nor are runs of the store's own.
    await open().save("other", { steps: 3 }, { accuracy: 1 }, provenance);
    assertEquals((await open().load("other", { steps: 3 }, schema))?.result, { accuracy: 1 });
    await openStore(`${directory}/own`).save("kind", { steps: 3 }, { accuracy: 1 }, provenance);
    assertEquals((await open().load("kind", { steps: 3 }, schema))?.result, { accuracy: 1 });
  }));

Deno.test("Store.once() computes a run but once, however many ask for it at the same time", () =>
  inFolder(async (directory) => {
    let computed = 0;
    const said: string[] = [];
    const once = () =>
      openStore(directory, { say: (message) => said.push(message) })
        .once("kind", configuration, schema, () => ({ accuracy: ++computed / 8 }), { seed: 1 });
    const all = await Promise.all([once(), once(), once()]);
    assertEquals(all.map(({ run }) => run.result.accuracy), [0.125, 0.125, 0.125]);
    assertEquals(all.map(({ loaded }) => loaded).sort(), [false, true, true]);
    for (const message of said) assertStringIncludes(message, "Waiting for another process");
    assertEquals(namesIn(`${directory}/kind`), [`${configurationHash(configuration)}.json`]);
  }));

Deno.test("openStore() refuses options that it does not know", () => {
  const options = { archiv: undefined } as object;
  const message =
    "Cannot open a store with archiv = undefined: expected a name among archive, say; did you mean";
  assertThrows(() => openStore("no/such/folder", options), RangeError, message);
});
