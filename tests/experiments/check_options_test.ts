import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  divergeCandidates,
  drawCandidates,
  type Laboratory,
  openLaboratory,
  openReadOnly,
  ownProfile,
  removePaths,
  scoreCandidates,
  search,
  trainAlone,
  trainNetwork,
  trainOneShot,
} from "../../lib/experiments/mod.ts";
import type { Profile, SearchMethod } from "../../lib/profiles/mod.ts";
import { ablatedModels, mainModel, type ModelSpec } from "../../lib/records/mod.ts";
import { openStore } from "../../lib/runs/mod.ts";
import { inFolder, namesIn } from "../runs/folder.ts";
import { inLaboratory, tiny } from "./tiny.ts";

const model = mainModel(tiny);
const [architecture] = drawCandidates(tiny, 1);
const trial = { architecture: architecture!, seed: 1 };
const misspelt = { ...model, settings: { ...model.settings, step: 9 } } as ModelSpec;
// deno-lint-ignore no-explicit-any -- what a notebook may write, which is not checked by types
const any = (value: unknown): any => value;
const method = (change: object) => ({ searcher: "random", score: "accuracy", ...change }) as SearchMethod;

/** Calls that a check of types would refuse, and what they are told. */
const calls: Readonly<Record<string, (lab: Laboratory) => Promise<unknown>>> = {
  "settings.step = 9": (lab) => trainOneShot(lab, misspelt),
  "did you mean seed?": (lab) => trainOneShot(lab, any({ ...model, sede: 1 })),
  'with seed = "1": expected a safe integer': (lab) => trainOneShot(lab, any({ ...model, seed: "1" })),
  "Cannot score candidates with count = 0": (lab) => scoreCandidates(lab, model, 0),
  "candidate = ": (lab) => divergeCandidates(lab, any({ candidate: model, reference: model }), []),
  "reference.settings.step = 9": (lab) =>
    divergeCandidates(lab, { candidates: model, reference: misspelt }, []),
  "Cannot train with settings.step": (lab) => removePaths(lab, misspelt),
  "did you mean evolution?": (lab) => search(lab, method({ searcher: "evolve" }), 1),
  "did you mean accuracy?": (lab) => search(lab, method({ score: "acc" }), 1),
  "score, size; did you mean size?": (lab) => search(lab, method({ sizes: 1 }), 1),
  'size = "1": expected a positive number': (lab) => search(lab, method({ size: "1" }), 1),
  "size = 0: expected a positive number": (lab) => search(lab, method({ size: 0 }), 1),
  "Cannot search with seed = 0.5": (lab) => search(lab, method({}), 0.5),
  'kind = "standalone": expected "stand-alone" or "retrained"; did': (lab) =>
    trainAlone(lab, any("standalone"), [trial]),
  "Cannot train from scratch with seed": (lab) =>
    trainAlone(lab, "stand-alone", [any({ ...trial, seed: "1" })]),
  "Cannot train a network with seed": (lab) => trainNetwork(lab, architecture!, any("1")),
};

for (const [message, call] of Object.entries(calls)) {
  Deno.test(`before anything is computed or written an experiment says: ${message}`, () =>
    inLaboratory(1, async (lab, folder) => {
      await assertRejects(
        () => call({ ...lab, resources: () => Promise.reject(new Error("opened")) }),
        RangeError,
        message,
      );
      assertEquals(namesIn(folder), []);
    }));
}

Deno.test("openLaboratory() and openReadOnly() refuse a profile and options with a fault", () =>
  inFolder((folder) => {
    const store = openStore(folder);
    const typo = { ...tiny, candidate: {} } as Profile;
    assertThrows(() => openLaboratory(typo, { store }), RangeError, "did you mean candidates?");
    assertThrows(() => openReadOnly(typo, store), RangeError, "did you mean candidates?");
    const message = "Cannot open a laboratory with worker = 2: expected a name among store, workers";
    assertThrows(() => openLaboratory(tiny, any({ store, worker: 2 })), RangeError, message);
    assertThrows(
      () => openLaboratory(tiny, { store, workers: 0 }),
      RangeError,
      "workers = 0: expected a positive",
    );
    assertThrows(
      () => openLaboratory(tiny, any({ store: folder })),
      RangeError,
      "expected what openStore() returns",
    );
    return Promise.resolve();
  }));

Deno.test("ownProfile() refuses options with a fault before it looks at the images", () => {
  const own = (options: unknown) => () => ownProfile(any(undefined), any(options));
  assertThrows(
    own({ filter: 99 }),
    RangeError,
    "Cannot make a profile with filter = 99: expected a name among",
  );
  assertThrows(own({ filters: 0 }), RangeError, "filters = 0: expected a positive integer");
  const operations = [{ name: "dil", layers: [{ kind: "conv", kernel: [3, 3], dilation: 2 }] }];
  assertThrows(
    own({ operations }),
    RangeError,
    "operations[0].layers[0].dilation = 2: expected a name among kind, kernel",
  );
});

Deno.test("ablatedModels() refuses a trick that the recipe does not have", () => {
  assertThrows(() => ablatedModels(tiny, "no dropout"), RangeError, '"no path dropout"');
});
