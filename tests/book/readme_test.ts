import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { correlationSvg, withClaims } from "../../lib/book/readme.ts";
import { correlationEntry, ledger } from "../../lib/claims/mod.ts";
import { profiles } from "../../lib/profiles.ts";
import { openStore, recordsFolder } from "../../lib/runs/mod.ts";

const entry = correlationEntry(profiles.quick, undefined);
const marked =
  "# x\n\n<!-- claims: written by `deno task reproduce --save` -->\nold\n<!-- end of claims -->\n\nrest\n";

Deno.test("withClaims() replaces what stands between the marks and nothing else, and repeats", () => {
  const once = withClaims(marked, [entry]);
  assert(once.startsWith("# x\n\n") && once.endsWith("<!-- end of claims -->\n\nrest\n"));
  assertStringIncludes(once, "| C2, Fig. 5 |");
  assert(!once.includes("old"));
  assertEquals(withClaims(once, [entry]), once);
  assertThrows(() => withClaims("# x", [entry]), Error, "the README lacks");
});

Deno.test("correlationSvg() draws a dot for each candidate", () => {
  const candidate = {
    architecture: "a",
    oneShot: 0.5,
    standAlone: [0.8, 0.9],
    parameters: 1,
    multiplyAdds: 1,
  };
  const svg = correlationSvg({ candidates: [candidate, { ...candidate, oneShot: 0.6 }] });
  assert(svg.startsWith("<svg"));
  // Without it browsers show the source of an SVG that stands alone.
  assertStringIncludes(svg, 'xmlns="http://www.w3.org/2000/svg"');
  assertEquals(svg.match(/<circle/g)?.length, 2);
});

Deno.test("the README's claims are those of the records that come with the project", async () => {
  const readme = await Deno.readTextFile(new URL("../../README.md", import.meta.url));
  const recorded = await ledger(profiles.quick, [openStore(recordsFolder)]);
  assertEquals(withClaims(readme, recorded), readme);
});
