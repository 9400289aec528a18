/**
 * The string form of an architecture, short enough for a command line or a label:
 * `c2+c1>identity+sep3|c1>max3|c1+b1>conv7|b2>sep5`. Blocks are separated by `|`; left of `>` are a block's inputs
 * (`c2` the output two cells back, `c1` the previous cell, `b0` the first block of this cell), right of it operations.
 * @module
 */
import { didYouMean } from "../options.ts";
import { type Architecture, type Block, validateArchitecture } from "./architecture.ts";
import { blockInputs, type CountRange, type Space, validateSpace } from "./space.ts";

/** What an input is called, e.g. `c1`; see {@linkcode blockInputs} for the numbers. */
export function inputName(input: number): string {
  return input < 2 ? `c${2 - input}` : `b${input - 2}`;
}

/**
 * The string form. Inputs and operations are in the order of their indices: equal architectures have equal strings.
 *
 * @throws {TypeError | RangeError} if the architecture does not belong to the space
 *
 * @example What was formatted parses back
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { formatArchitecture, parseArchitecture } from "./format.ts";
 * import { paperSpace } from "./space.ts";
 *
 * const text = "c2+c1>identity+sep3|c1>max3|c1+b1>conv7|b2>sep5";
 * assertEquals(formatArchitecture(paperSpace, parseArchitecture(paperSpace, text)), text);
 * ```
 */
export function formatArchitecture(space: Space, architecture: Architecture): string {
  validateArchitecture(space, architecture);
  return architecture.map(({ inputs, operations }) => {
    const names = operations.map((index) => space.operations[index]!.name);
    return `${inputs.map(inputName).join("+")}>${names.join("+")}`;
  }).join("|");
}

/**
 * Reads the string form. Inputs and operations may be in any order, with white space around every name and sign.
 *
 * @throws {SyntaxError} if the text is no architecture of the space, with a caret under the first fault
 * @throws {TypeError | RangeError} if the space has a fault
 *
 * @example A misspelt operation
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 * import { parseArchitecture } from "./format.ts";
 * import { paperSpace } from "./space.ts";
 *
 * const error = assertThrows(() => parseArchitecture(paperSpace, "c1>sep3|c1>sep4|c1>sep3|c1>sep3"), SyntaxError);
 * const [, text, caret] = error.message.split("\n");
 * assertEquals(text, "  c1>sep3|c1>sep4|c1>sep3|c1>sep3");
 * assertEquals(caret, "             ^");
 * ```
 */
export function parseArchitecture(space: Space, text: string): Architecture {
  validateSpace(space);
  const reader = readTokens(text);
  const operationNames = space.operations.map(({ name }) => name);
  const blocks: Block[] = [];
  for (let block = 0; block < space.blocks; block++) {
    const inputNames = Array.from({ length: blockInputs(block) }, (_, input) => inputName(input));
    const ofInputs = { noun: "input", block, names: inputNames, range: space.inputsPerBlock } as const;
    const inputs = readSet(reader, ofInputs, [">"]);
    reader.next();
    const isLast = block === space.blocks - 1;
    const range = space.operationsPerBlock;
    const ofOperations = { noun: "operation", block, names: operationNames, range } as const;
    const operations = readSet(reader, ofOperations, isLast ? ["", "|"] : ["|", ""]);
    if (!isLast && reader.token === "") {
      reader.fail(`found ${count(block + 1, "block")}, expected ${space.blocks}`);
    }
    if (isLast && reader.token === "|") {
      reader.fail(`found more blocks, expected the end of the text after ${count(space.blocks, "block")}`);
    }
    reader.next();
    blocks.push({ inputs, operations });
  }
  return blocks;
}

/** One of the two things that a block has a set of. */
interface Kind {
  readonly noun: "input" | "operation";
  readonly block: number;
  /** What may be named here; the index is the one in the architecture. */
  readonly names: readonly string[];
  readonly range: CountRange;
}

/**
 * Reads `name+name+...` and stops at the sign after it, which must be one of `ends` (`""` is the end of the text).
 * The first of them is the one that can be right; the caller has more to say about the others.
 */
function readSet(reader: Reader, kind: Kind, ends: readonly string[]): number[] {
  const { noun, block, range: [min, max] } = kind;
  const indices = [readItem(reader, kind, [])];
  while (reader.token === "+") {
    reader.next();
    indices.push(readItem(reader, kind, indices));
  }
  if (!ends.includes(reader.token)) {
    const found = quote(reader.token);
    reader.fail(`found ${found} after the ${noun}s of block ${block}, expected "+" or ${quote(ends[0]!)}`);
  }
  if (indices.length < min) {
    reader.fail(`found ${count(indices.length, noun)} of block ${block}, expected ${min} to ${max}`);
  }
  return indices.sort((a, b) => a - b);
}

function readItem(reader: Reader, { noun, block, names, range }: Kind, before: readonly number[]): number {
  const { token } = reader;
  const index = names.indexOf(token);
  if (index < 0) {
    const unread = noun === "input" && /^b\d+$/.test(token) ? " that is not computed before it" : "";
    const meant = noun === "operation" ? didYouMean(token, names) : "";
    const found = `found ${quote(token)}${unread} in block ${block}`;
    reader.fail(`${found}, expected an ${noun}: ${names.join(", ")}${meant}`);
  }
  if (before.includes(index)) {
    reader.fail(`found ${quote(token)} again in block ${block}, expected each ${noun} once`);
  }
  const [min, max] = range;
  if (before.length === max) {
    reader.fail(`found ${count(max + 1, noun)} of block ${block}, expected ${min} to ${max}`);
  }
  reader.next();
  return index;
}

const quote = (text: string): string => text === "" ? "the end of the text" : JSON.stringify(text);

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;

/** Goes through the tokens of a text. */
interface Reader {
  /** The current one; empty at the end of the text. */
  readonly token: string;
  next(): void;
  /** Throws a `SyntaxError` that points at the current token. */
  fail(fault: string): never;
}

function readTokens(text: string): Reader {
  const tokens = [...text.matchAll(/\w+|\S/gu)];
  let index = 0;
  return {
    get token() {
      return tokens[index]?.[0] ?? "";
    },
    next() {
      index++;
    },
    fail(fault) {
      const at = tokens[index]?.index ?? text.length;
      throw new SyntaxError(`Cannot parse an architecture: ${fault}\n${pointAt(text, at)}`);
    },
  };
}

/** The text on one line and, on the next, a caret under the character at an index. */
function pointAt(text: string, at: number): string {
  // What has no width, or breaks the line, would part the caret from its character. Before the fault there is only
  // what was accepted: characters of one unit.
  const shown = text.replace(/\s/gu, " ").replace(/[\p{C}\p{M}]/gu, "\u{fffd}");
  return `  ${shown}\n  ${" ".repeat(at)}^`;
}
