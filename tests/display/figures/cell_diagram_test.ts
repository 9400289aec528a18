import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  allPaths,
  paperSpace,
  parseArchitecture,
  sampleArchitecture,
  type Space,
} from "../../../lib/space/mod.ts";
import { cellDiagram, cellSvg, cellText, operationKind } from "../../../lib/display/figures/cell_diagram.ts";
import { parseDocument } from "../../../lib/display/document.ts";
import { prng } from "../../../lib/random.ts";
import { assertWellFormed, idsOf } from "../markup.ts";

const textsOf = (svg: string): string[] =>
  [...parseDocument(svg).body.querySelectorAll("text")].map(({ textContent }) => textContent!);

Deno.test("cellSvg() names every operation, block and input", () => {
  const rng = prng(1, "named");
  for (let draw = 0; draw < 30; draw++) {
    const architecture = sampleArchitecture(paperSpace, rng);
    const expected = [
      ...architecture.flatMap(({ operations }) =>
        operations.map((index) => paperSpace.operations[index]!.name)
      ),
      ...["c2", "c1", "b0", "b1", "b2", "b3", "output"],
    ];
    assertEquals(textsOf(cellSvg(paperSpace, architecture)).sort(), expected.sort());
  }
});

Deno.test("cellSvg() is well-formed, without ids, and smaller than 3 kB for an architecture", () => {
  const rng = prng(2, "small");
  for (let draw = 0; draw < 100; draw++) {
    const svg = cellSvg(paperSpace, sampleArchitecture(paperSpace, rng));
    assert(svg.length < 3000, String(svg.length));
    assertWellFormed(svg);
    assertEquals(idsOf(svg).ids, []);
  }
  assertWellFormed(cellSvg(paperSpace, allPaths(paperSpace)));
});

Deno.test("cellSvg() of the reference has all 28 operations and fainter edges", () => {
  const reference = cellSvg(paperSpace, allPaths(paperSpace));
  assertEquals(textsOf(reference).length, 4 * 7 + 7);
  const opacity = (svg: string) =>
    Math.max(...[...svg.matchAll(/<g opacity="(.*?)"/g)].map(([, value]) => Number(value)));
  const architecture = sampleArchitecture(paperSpace, prng(3));
  assert(opacity(reference) < opacity(cellSvg(paperSpace, architecture)));
});

Deno.test("cellSvg() draws absent blocks apart and leads no edge to them", () => {
  const block = (inputs: number[], operations: number[]) => ({ inputs, operations });
  const svg = cellSvg(paperSpace, [block([0], [1]), block([], [1]), block([1, 3], [4]), block([2], [])]);
  const { body } = parseDocument(svg);
  const off = body.querySelector("[stroke-dasharray]")!;
  assertEquals([...off.querySelectorAll("text")].map(({ textContent }) => textContent), ["sep3", "b1", "b3"]);
  // c2 to b0, c1 to b2, and those two to the output.
  const lines = [...body.querySelectorAll("path[stroke-width]")].map((path) => path.getAttribute("d")!);
  assertEquals(lines.join("").match(/M/g)?.length, 4);
});

Deno.test("cellSvg() cuts long names on the picture only", () => {
  const name = "depthwise_separable_dilated_convolution_5x5";
  const space: Space = {
    ...paperSpace,
    blocks: 1,
    operations: [{ name, layers: [] }],
    operationsPerBlock: [1, 1],
  };
  const svg = cellSvg(space, [{ inputs: [0], operations: [0] }]);
  assertEquals(textsOf(svg)[0], "depthwise_separable_dil…");
  assertStringIncludes(parseDocument(svg).body.querySelector("svg")!.getAttribute("aria-label")!, name);
});

Deno.test("cellText() lines up and says what is absent", () => {
  const architecture = parseArchitecture(paperSpace, "c1>identity+avg3|c2+b0>sep7|c1>max3|b0+b2>conv7");
  assertEquals(cellText(paperSpace, architecture).split("\n"), [
    "b0 = identity + avg3  of c1",
    "b1 = sep7             of c2 + b0",
    "b2 = max3             of c1",
    "b3 = conv7            of b0 + b2",
    "output = b0, b1, b2, b3 side by side",
  ]);
  const gone = [[], [], [0], [0, 3]].map((inputs) => ({ inputs, operations: inputs.length < 2 ? [] : [5] }));
  assertEquals(cellText(paperSpace, gone).split("\n"), [
    "b0 = nothing  of nothing  (absent)",
    "b1 = nothing  of nothing  (absent)",
    "b2 = nothing  of c2  (absent)",
    "b3 = max3     of c2 + b1",
    "output = b3",
  ]);
});

Deno.test("cellDiagram() shows the drawing and, in a terminal, the text", () => {
  const architecture = sampleArchitecture(paperSpace, prng(4));
  const { html, text } = cellDiagram(paperSpace, architecture);
  assertStringIncludes(html, cellSvg(paperSpace, architecture));
  assertEquals(text, cellText(paperSpace, architecture));
});

Deno.test("operationKind() tells the paper's operations apart", () => {
  assertEquals(paperSpace.operations.map(operationKind), [
    "identity",
    "separable",
    "separable",
    "separable",
    "conv",
    "pool",
    "pool",
  ]);
});
