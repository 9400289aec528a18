import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import fc from "fast-check";
import { allPaths, type Architecture, validateArchitecture } from "../../lib/space/architecture.ts";
import { formatArchitecture, inputName, parseArchitecture } from "../../lib/space/format.ts";
import { sampleArchitecture } from "../../lib/space/sample.ts";
import { paperSpace, type Space } from "../../lib/space/space.ts";
import { choose, integer, prng } from "../../lib/random.ts";
import { seeded, spacesWith, table } from "./arbitraries.ts";

const space: Space = {
  blocks: 3,
  operations: table("x", "y", "z1"),
  inputsPerBlock: [1, 2],
  operationsPerBlock: [1, 2],
};
const pairs: Space = { ...space, inputsPerBlock: [2, 2], operationsPerBlock: [2, 3] };

const paperText = "c2+c1>identity+sep3|c1>max3|c1+b1>conv7|b2>sep5";
const paperArchitecture: Architecture = [
  { inputs: [0, 1], operations: [0, 1] },
  { inputs: [1], operations: [5] },
  { inputs: [1, 3], operations: [4] },
  { inputs: [4], operations: [2] },
];

Deno.test("inputName() calls cells by their distance and blocks by their number", () => {
  assertEquals([0, 1, 2, 3, 12].map(inputName), ["c2", "c1", "b0", "b1", "b10"]);
});

Deno.test("formatArchitecture() writes indices as names, in their order", () => {
  assertEquals(formatArchitecture(paperSpace, paperArchitecture), paperText);
});

Deno.test("formatArchitecture() refuses what would not parse back", () => {
  assertThrows(() => formatArchitecture(paperSpace, allPaths(paperSpace)), RangeError, "found 7 of them");
});

Deno.test("parseArchitecture() undoes formatArchitecture() in every space", () => {
  fc.assert(
    fc.property(spacesWith(1), ({ space, architectures: [architecture] }) => {
      assertEquals(parseArchitecture(space, formatArchitecture(space, architecture!)), architecture);
    }),
    seeded,
  );
});

Deno.test("parseArchitecture() takes any order and white space around every token", () => {
  for (
    const text of [
      paperText,
      "c1+c2>sep3+identity|c1>max3|b1+c1>conv7|b2>sep5",
      "  c2 + c1 > identity + sep3 |c1>max3|\tc1 +b1> conv7\n| b2 >sep5\r\n ",
    ]
  ) assertEquals(parseArchitecture(paperSpace, text), paperArchitecture);
});

Deno.test("parseArchitecture() tells names of operations from those of inputs by their place", () => {
  const named: Space = { ...space, blocks: 1, operations: table("c1", "b0") };
  assertEquals(parseArchitecture(named, "c2>b0+c1"), [{ inputs: [0], operations: [0, 1] }]);
});

/** A space, a text with `^` before its fault, and what the message must say. */
const malformed: [Space, string, string][] = [
  // Something is missing
  [space, "^", "found the end of the text in block 0, expected an input: c2, c1"],
  [space, "  ^", "expected an input: c2, c1"],
  [space, "c1^", 'found the end of the text after the inputs of block 0, expected "+" or ">"'],
  [space, "c1>^", "found the end of the text in block 0, expected an operation: x, y, z1"],
  [space, "c1+^>x|c1>x|c1>x", 'found ">" in block 0, expected an input'],
  [space, "^+c1>x|c1>x|c1>x", 'found "+" in block 0, expected an input'],
  [space, "c1>x+^|c1>x|c1>x", 'found "|" in block 0, expected an operation'],
  [space, "c1>^|c1>x|c1>x", 'found "|" in block 0, expected an operation'],
  [space, "^>x|c1>x|c1>x", 'found ">" in block 0, expected an input'],
  [space, "c1>x|^|c1>x", 'found "|" in block 1, expected an input: c2, c1, b0'],
  [space, "c1^|c1>x|c1>x", 'found "|" after the inputs of block 0, expected "+" or ">"'],
  [space, "c1 ^x|c1>x|c1>x", 'found "x" after the inputs of block 0, expected "+" or ">"'],
  [space, "c1 ^c2>x|c1>x|c1>x", 'found "c2" after the inputs of block 0, expected "+" or ">"'],
  [space, "c1>x ^c1>x|c1>x", 'found "c1" after the operations of block 0, expected "+" or "|"'],
  // A wrong number of blocks
  [space, "c1>x^", "found 1 block, expected 3"],
  [space, "c1>x|c1>x^", "found 2 blocks, expected 3"],
  [space, "c1>x|c1>x|^", "found the end of the text in block 2, expected an input: c2, c1, b0, b1"],
  [space, "c1>x|c1>x|c1>x^|c1>x", "found more blocks, expected the end of the text after 3 blocks"],
  [space, "c1>x|c1>x|c1>x^|", "found more blocks, expected the end of the text after 3 blocks"],
  [space, "c1>x|c1>x|c1>x ^;", 'found ";" after the operations of block 2, expected "+" or the end'],
  // Names
  [space, "^c3>x|c1>x|c1>x", 'found "c3" in block 0, expected an input: c2, c1'],
  [space, "^c0>x|c1>x|c1>x", 'found "c0" in block 0'],
  [space, "^C1>x|c1>x|c1>x", 'found "C1" in block 0'],
  [space, "^x>x|c1>x|c1>x", 'found "x" in block 0, expected an input'],
  [space, "c1>^c1|c1>x|c1>x", 'found "c1" in block 0, expected an operation: x, y, z1'],
  [space, "c1>x|c1>^z|c1>x", 'found "z" in block 1'],
  [space, "c1>x|c1>^z11|c1>x", 'found "z11" in block 1'],
  [space, "c1>x|c1>z1^-|c1>x", 'found "-" after the operations of block 1'],
  [space, "c1>^constructor|c1>x|c1>x", 'found "constructor" in block 0'],
  [space, "c1>x|^b00>x|c1>x", 'found "b00" that is not computed before it in block 1'],
  // References to a block itself or a later one
  [
    space,
    "c1+^b0>x|c1>x|c1>x",
    'found "b0" that is not computed before it in block 0, expected an input: c2, c1',
  ],
  [space, "c1>x|^b1>x|c1>x", 'found "b1" that is not computed before it in block 1'],
  [space, "c1>x|c1+^b2>x|c1>x", 'found "b2" that is not computed before it in block 1'],
  [space, "c1>x|c1>x|b1+^b2>x", 'found "b2" that is not computed before it in block 2'],
  // Repeats and counts
  [space, "c1+^c1>x|c1>x|c1>x", 'found "c1" again in block 0, expected each input once'],
  [space, "c1>x|c1>y + ^y|c1>x", 'found "y" again in block 1, expected each operation once'],
  [space, "c1>x|c1>x|c1+b0+^c2>x", "found 3 inputs of block 2, expected 1 to 2"],
  [space, "c1>x+y+^z1|c1>x|c1>x", "found 3 operations of block 0, expected 1 to 2"],
  [pairs, "c1 ^>x+y|c1+c2>x+y|c1+c2>x+y", "found 1 input of block 0, expected 2 to 2"],
  [pairs, "c1+c2>x^|c1+c2>x+y|c1+c2>x+y", "found 1 operation of block 0, expected 2 to 3"],
  [pairs, "c1+c2>x+y|c1+c2>x+y|c1+c2>z1^", "found 1 operation of block 2, expected 2 to 3"],
  // Characters of more than one unit, without width, or that would break the line
  [space, "^😀>x|c1>x|c1>x", 'found "😀" in block 0'],
  [space, "c1>^é|c1>x|c1>x", 'found "é" in block 0'],
  [space, "c1>x\n|c1>\n^w|c1>x", 'found "w" in block 1'],
  [space, "c1^\u0000>x|c1>x|c1>x", 'found "\\u0000" after the inputs of block 0'],
  [space, "c1^\u200b>x|c1>x|c1>x", "after the inputs of block 0"],
  [space, "c1>x^😀|c1>x|c1>x", 'found "😀" after the operations of block 0'],
];

/** Fails unless the error shows the text on one line and a caret under one of its characters, or its end. */
function caretColumn(error: SyntaxError, text: string): number {
  const lines = error.message.split("\n");
  assertEquals(lines.length, 3, error.message);
  const [, shown, caret] = lines as [string, string, string];
  assertEquals([...shown].length, [...text].length + 2);
  assert(/^ {2} *\^$/.test(caret), error.message);
  assert(caret.length <= [...shown].length + 1, error.message);
  return caret.length - 3;
}

Deno.test("parseArchitecture() puts a caret under the fault", () => {
  for (const [where, marked, message] of malformed) {
    const at = marked.indexOf("^");
    const text = marked.replace("^", "");
    const error = assertThrows(() => parseArchitecture(where, text), SyntaxError, message);
    assertStringIncludes(error.message, "Cannot parse an architecture: ");
    assertEquals(caretColumn(error, text), at, error.message);
  }
});

Deno.test("parseArchitecture() shows the whole message", () => {
  const error = assertThrows(() => parseArchitecture(space, "c1>x|\nc1>w|c1>x"), SyntaxError);
  assertEquals(
    error.message,
    'Cannot parse an architecture: found "w" in block 1, expected an operation: x, y, z1\n' +
      "  c1>x| c1>w|c1>x\n" +
      "           ^",
  );
});

Deno.test("parseArchitecture() gives an architecture or a SyntaxError for 10,000 damaged texts", () => {
  const rng = prng(11, "damage");
  const alphabet = [..."cb0123>+|  sepx\n\u0000é😀^_-\ud800"];
  const damages: ((text: string, at: number, other: number) => string)[] = [
    (text, at) => text.slice(0, at) + choose(rng, alphabet) + text.slice(at),
    (text, at) => text.slice(0, at) + choose(rng, alphabet) + text.slice(at + 1),
    (text, at) => text.slice(0, at) + text.slice(at + 1),
    (text, at) => text.slice(0, at),
    (text, at, other) => text.slice(0, at) + text.slice(other),
    (text, at, other) => text.slice(0, at) + text.slice(other, other + 5) + text.slice(at),
  ];
  let refused = 0;
  for (let round = 0; round < 10_000; round++) {
    let text = formatArchitecture(paperSpace, sampleArchitecture(paperSpace, rng));
    for (let damage = 0; damage <= integer(rng, 3); damage++) {
      text = choose(rng, damages)(text, integer(rng, text.length + 1), integer(rng, text.length + 1));
    }
    try {
      validateArchitecture(paperSpace, parseArchitecture(paperSpace, text));
    } catch (error) {
      assert(error instanceof SyntaxError, `${error} for ${JSON.stringify(text)}`);
      caretColumn(error, text);
      refused++;
    }
  }
  // Both ends were reached: most damage is fatal, some is not.
  assert(refused > 5_000 && refused < 9_900, `${refused} refused`);
});

Deno.test("parseArchitecture() names the operation that a misspelt one is nearest to", () => {
  const misspelt = () => parseArchitecture(paperSpace, "c1>sep3|c1>indentity|c1>sep3|c1>sep3");
  assertThrows(
    misspelt,
    SyntaxError,
    "expected an operation: identity, sep3, sep5, sep7, conv7, max3, avg3; did you mean identity?",
  );
});

Deno.test("parseArchitecture() checks the space first", () => {
  assertThrows(() => parseArchitecture({ ...space, blocks: 0 }, "c1>x"), RangeError, "blocks = 0");
});
