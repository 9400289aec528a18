import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { join } from "node:path";
import { correlationSvg, publishFindings, withClaims } from "../../lib/site/readme.ts";
import { claimsMarkdown, correlationClaim, ledger, ledgerEntry } from "../../lib/claims/mod.ts";
import { openReadOnly } from "../../lib/experiments/mod.ts";
import { profiles } from "../../lib/profiles/mod.ts";
import { mainModel, modelsAtRate, referenceModel, weightsRun } from "../../lib/records/mod.ts";
import { collectProvenance, mathsVersion, openArchive, openStore } from "../../lib/runs/mod.ts";
import { networkCost } from "../../lib/graph/mod.ts";
import { plantStudy } from "../experiments/planted.ts";
import { tiny } from "../experiments/tiny.ts";
import { inFolder, namesIn } from "../runs/folder.ts";

const entry = ledgerEntry(correlationClaim, profiles.quick);
const marked =
  "# x\n\n<!-- claims: written by `deno task reproduce --save` -->\nold\n<!-- end of claims -->\n\nrest\n";

Deno.test("withClaims() replaces what stands between the marks and nothing else, and repeats", () => {
  const once = withClaims(marked, [[entry]]);
  assert(once.startsWith("# x\n\n") && once.endsWith("<!-- end of claims -->\n\nrest\n"));
  assertStringIncludes(once, "| [C2] Fig. 5: ");
  assert(!once.includes("old"));
  assertEquals(withClaims(once, [[entry]]), once);
  assertThrows(() => withClaims("# x", [[entry]]), Error, "the README lacks");
});

Deno.test("correlationSvg() draws a dot for each candidate of the sample", () => {
  const candidate = { standAlone: [0.8, 0.9], parameters: 1, multiplyAdds: 1 };
  const candidates = [..."abc"].map((architecture) => ({ architecture, accuracy: 0.5, loss: 1 }));
  const sample = [..."ac"].map((architecture, index) => ({ ...candidate, architecture, index }));
  const svg = correlationSvg({ candidates }, sample);
  assert(svg.startsWith("<svg"));
  // Without it browsers show the source of an SVG that stands alone.
  assertStringIncludes(svg, 'xmlns="http://www.w3.org/2000/svg"');
  assertEquals(svg.match(/<circle/g)?.length, 2);
});

/** A project with a README, and the study of the tiny profile as if it had been made there. */
async function inProject(use: (root: string, runs: string) => Promise<void>): Promise<void> {
  await inFolder(async (root) => {
    await Deno.writeTextFile(join(root, "README.md"), marked);
    await Deno.mkdir(join(root, "data", "records"), { recursive: true });
    const runs = join(root, "data", "runs", tiny.name);
    const { space, shape } = tiny;
    const size = (architecture: Parameters<typeof networkCost>[2]) =>
      networkCost(space, shape, architecture).parameters / 1e5;
    await plantStudy(openStore(runs), tiny, {
      score: () => (architecture) => 4 * size(architecture),
      truth: (architecture) => 0.5 + size(architecture),
    });
    await use(root, runs);
  });
}

Deno.test("publishFindings() keeps the runs, draws the picture and writes the table, from the archive alone", () =>
  inProject(async (root, runs) => {
    const store = openStore(runs);
    const provenance = collectProvenance({ seed: 1, startedAt: "2024-01-01T00:00:00.000Z", seconds: 3 });
    const [, other] = modelsAtRate(tiny, 0.1);
    for (const model of [mainModel(tiny), referenceModel(tiny), other!]) {
      await store.save(
        "weights",
        weightsRun(tiny, model).configuration,
        { weights: "AAAA", curve: [] },
        provenance,
      );
    }
    // Of an earlier version of the mathematics: no claim asks for it any more.
    await store.save("removal", { old: true }, {}, { ...provenance, library: mathsVersion - 1 });
    const trained = namesIn(join(runs, "stand-alone")).length;
    const counts = await publishFindings(root, tiny, [tiny]);
    // Six models; of the weights those of the model that is searched with and of the reference.
    assertEquals(counts, { "one-shot": 6, "scores": 6, "stand-alone": trained, "weights": 2 });
    const records = join(root, "data", "records");
    assertEquals(namesIn(records), ["correlation.svg", tiny.name]);
    assertEquals(namesIn(join(records, tiny.name)), Object.keys(counts).map((kind) => `${kind}.jsonl`));
    const svg = await Deno.readTextFile(join(records, "correlation.svg"));
    assertEquals(svg.match(/<circle/g)?.length, trained / tiny.standAlone.seeds.length);

    const readme = await Deno.readTextFile(join(root, "README.md"));
    const archive = openArchive(join(records, tiny.name));
    const room = openReadOnly(tiny, openStore(join(root, "nothing"), { archive }));
    assertEquals(readme, withClaims(marked, [await ledger(tiny, room)]));
    assertStringIncludes(readme, "reproduced 1.00");
    // Once more, with nothing new: nothing changes.
    await Deno.remove(runs, { recursive: true });
    assertEquals(await publishFindings(root, tiny, [tiny]), counts);
    assertEquals(await Deno.readTextFile(join(root, "README.md")), readme);
    assertEquals(await Deno.readTextFile(join(records, "correlation.svg")), svg);
  }));

Deno.test("publishFindings() leaves the picture as it was where the study is not recorded", () =>
  inProject(async (root, runs) => {
    await Deno.remove(join(runs, "scores"), { recursive: true });
    const picture = join(root, "data", "records", "correlation.svg");
    await Deno.writeTextFile(picture, "an earlier one");
    using readme = await Deno.open(join(root, "README.md"));
    await publishFindings(root, tiny, [tiny]);
    assertEquals(await Deno.readTextFile(picture), "an earlier one");
    // The README has become another file: one that is written in place would be half there for a while.
    assertEquals(await new Response(readme.readable).text(), marked);
    const entries = await ledger(tiny, openReadOnly(tiny, openStore(join(root, "nothing"))));
    assertStringIncludes(await Deno.readTextFile(join(root, "README.md")), claimsMarkdown([entries]));
  }));
