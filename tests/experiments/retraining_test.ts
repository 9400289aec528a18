import { assert, assertEquals } from "@std/assert";
import {
  bestOf,
  chooseGroups,
  drawCandidates,
  openReadOnly,
  sizeLimit,
  testGroups,
} from "../../lib/experiments/mod.ts";
import { profiles } from "../../lib/profiles/mod.ts";
import { ALL_ON, ONE_SHOT_TOP, RANDOM, RANDOM_SAME_SIZE } from "../../lib/records/mod.ts";
import { openStore } from "../../lib/runs/mod.ts";
import { allPaths, architectureId, formatArchitecture, paperSpace, type Paths } from "../../lib/space/mod.ts";
import { networkCost } from "../../lib/graph/mod.ts";
import { inFolder } from "../runs/folder.ts";
import { plantAlone, plantRandom, plantSearches } from "./planted.ts";
import { tiny } from "./tiny.ts";

/** In the paper's space, with more searches and seeds than the tiny one. */
const profile = {
  ...tiny,
  space: paperSpace,
  search: { ...tiny.search, seeds: [1, 2] },
  retraining: { ...tiny.retraining, best: 3, seeds: [1, 3], allOnSeeds: [1, 2] },
};
const { space, shape } = profile;
const text = (paths: Paths) => formatArchitecture(space, paths);
const candidates = drawCandidates(profile, 40);

Deno.test("bestOf() takes the best different networks, of equal ones the first", () => {
  // The second is the first with blocks 0 and 1, of which neither reads the other, exchanged.
  const [one, same] = ["c1>max3|c2>sep5|b0>avg3|b1>sep3", "c2>sep5|c1>max3|b1>avg3|b0>sep3"];
  const [other, third] = ["c1>sep3|c1>sep3|c1>sep3|c1>sep3", "c1>sep5|c1>sep5|c1>sep5|c1>sep5"];
  const scored = [[third, 0.1], [same, 0.9], [other, 0.7], [one, 0.9], [third, 0.8]] as const;
  const best = (count: number) =>
    bestOf(profile, scored.map(([architecture, score]) => ({ architecture, score })), count).map(text);
  assertEquals(best(2), [same, third]);
  assertEquals(best(9), [same, third, other]);
  assertEquals(best(0), []);
});

Deno.test("bestOf() puts the greatest score first also where all are below 0", () => {
  const scored = [-3, -0.5, -2].map((score, index) => ({ architecture: text(candidates[index]!), score }));
  assertEquals(bestOf(profile, scored, 2), [candidates[1]!, candidates[2]!]);
});

Deno.test("chooseGroups() takes the best of random candidates, of each method over all seeds, and what they compare with", () =>
  inFolder(async (folder) => {
    const store = openStore(folder);
    // The last are the best.
    await plantRandom(store, profile, (_, index) => index / 100);
    const names = Object.keys(profile.search.methods);
    // Method m found candidates 5 m + 2 with the first seed and 5 m + 1 with the second, and worse ones.
    await plantSearches(store, profile, (method, seed) => {
      const at = 5 * names.indexOf(method);
      const found = seed === 1 ? [[at + 2, 0.9], [at, 0.2]] : [[at + 3, 0.1], [at + 1, 0.8]];
      return found.map(([index, score]) => [text(candidates[index!]!), score!] as const);
    });
    const groups = await chooseGroups(openReadOnly(profile, store));
    assertEquals(groups.map(({ name }) => name), [ONE_SHOT_TOP, ...names, RANDOM, RANDOM_SAME_SIZE, ALL_ON]);
    const named = (name: string) => groups.find((group) => group.name === name)!;
    const random = drawCandidates(profile, profile.search.random);
    assertEquals(named(ONE_SHOT_TOP).networks, random.slice(-3).toReversed());
    for (const [index, name] of names.entries()) {
      assertEquals(named(name).networks, [2, 1, 0].map((rank) => candidates[5 * index + rank]!), name);
    }
    assertEquals(named(ALL_ON), { name: ALL_ON, networks: [allPaths(space)], seeds: [1, 2] });
    for (const { name, seeds } of groups) if (name !== ALL_ON) assertEquals(seeds, [1, 3]);

    const size = (paths: Paths) => networkCost(space, shape, paths).parameters;
    const ids = (name: string) => named(name).networks.map((one) => architectureId(space, one));
    for (const name of [RANDOM, RANDOM_SAME_SIZE]) {
      assertEquals(new Set([...ids(name), ...ids(ONE_SHOT_TOP)]).size, 6, name);
    }
    // Of 2000 random networks some are very nearly of the size.
    for (const [index, network] of named(RANDOM_SAME_SIZE).networks.entries()) {
      const wanted = size(named(ONE_SHOT_TOP).networks[index]!);
      assert(Math.abs(size(network) - wanted) < 0.03 * wanted);
    }
    assertEquals(await chooseGroups(openReadOnly(profile, store)), groups);
  }));

Deno.test("chooseGroups() finds different random networks for different networks of one size", () =>
  inFolder(async (folder) => {
    const store = openStore(folder);
    const many = { ...profile, search: { ...profile.search, random: 200, methods: {} } };
    const size = (paths: Paths) => networkCost(space, shape, paths).parameters;
    const sizes = drawCandidates(many, many.search.random).map(size);
    const often = sizes.find((one) => sizes.filter((other) => other === one).length >= 3)!;
    await plantRandom(store, many, (architecture) => size(architecture) === often ? 1 : 0);
    const groups = await chooseGroups(openReadOnly(many, store));
    const [top, random] = [ONE_SHOT_TOP, RANDOM_SAME_SIZE].map((name) =>
      groups.find((group) => group.name === name)!.networks
    );
    assertEquals(top!.map(size), [often, often, often]);
    assertEquals(new Set(random!.map((one) => architectureId(space, one))).size, 3);
  }));

Deno.test("testGroups() gives each network of each group its tests, also one that several have found", () =>
  inFolder(async (folder) => {
    const store = openStore(folder);
    const [a, b] = candidates as [Paths, Paths];
    const planted = [[a, 1, 0.7, 8], [a, 2, 0.72, 10], [b, 1, 0.8, 8]] as const;
    for (const [network, seed, accuracy, seconds] of planted) {
      await plantAlone(store, profile, "retrained", { network, seed, accuracy, seconds });
    }
    const groups = [
      { name: "first", networks: [a, b], seeds: [1] },
      { name: "second", networks: [a], seeds: [2, 1] },
    ];
    const { result, seconds, loaded } = await testGroups(openReadOnly(profile, store), groups);
    assertEquals(
      result.map(({ name, tests }) => [name, tests.map(({ accuracies }) => accuracies)]),
      [["first", [[0.7], [0.8]]], ["second", [[0.72, 0.7]]]],
    );
    assertEquals(result[1]!.tests[0], {
      ...{ network: a, accuracies: [0.72, 0.7], seconds: 9 },
      ...networkCost(space, shape, a),
    });
    // Three trainings of 26 s in all, two side by side.
    assertEquals([seconds, loaded], [13, true]);
  }));

Deno.test("sizeLimit() is a share of the median candidate's parameters", () => {
  const { quick } = profiles;
  const sizes = drawCandidates(quick).map((one) => networkCost(quick.space, quick.shape, one).parameters);
  const limit = (size?: number) =>
    sizeLimit(quick, { searcher: "random", score: "accuracy", ...(size === undefined ? {} : { size }) });
  const median = limit(1);
  const [below, above] = [sizes.filter((size) => size <= median), sizes.filter((size) => size >= median)];
  assert(below.length >= sizes.length / 2 && above.length >= sizes.length / 2);
  assertEquals([limit(0.5), limit()], [median / 2, Infinity]);
});
