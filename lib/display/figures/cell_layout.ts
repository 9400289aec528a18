/**
 * Where the parts of a cell's drawing are. Blocks stand in columns by depth, and each has a row of its own, so that an
 * edge can bend in the gap right of its source and then run along the row of its target without meeting a box.
 * @module
 */
import { inputName, type Operation, type Paths, type Space, validatePaths } from "../../space/mod.ts";
import { mean } from "../../stats/mod.ts";

/** A rectangle in pixels, from its upper left corner. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** An input of the cell, a block or the cell's output. */
export interface CellBox extends Rectangle {
  /** `c2`, `c1`, `b0` and so on, or `output`. */
  readonly name: string;
  /** Whether anything goes through it. */
  readonly used: boolean;
  /** The operations inside a block. */
  readonly operations: readonly (Rectangle & { readonly operation: Operation })[];
}

/** From the right side of one box, by a bend, to the left side of another. */
export interface CellEdge {
  readonly from: string;
  readonly to: string;
  readonly x1: number;
  readonly y1: number;
  /** Where the bend ends and the level part begins. */
  readonly bend: number;
  readonly x2: number;
  readonly y2: number;
}

/** Longer names of operations are cut. */
export const longestName = 24;
/** Room for a block's own name, left of its operations. */
export const labelWidth = 26;

/** Height of an operation. */
const lineHeight = 19;
/** Width of a character at the drawing's size of text; fonts differ, so a little more than most need. */
const characterWidth = 7;
const margin = 2;
const columnGap = 38;
const rowGap = 12;
const inputWidth = 32;
const outputWidth = 24;
const inset = 5;
const between = 4;

/**
 * Lays out a cell, in pixels.
 *
 * @param paths an architecture, or any paths of the space, e.g. all of them
 * @throws {TypeError | RangeError} if the paths don't belong to the space
 */
export function cellLayout(space: Space, paths: Paths) {
  validatePaths(space, paths);
  const depths = blockDepths(paths);
  const operationsOf = paths.map(({ operations }) => operations.map((index) => space.operations[index]!));
  const longest = Math.max(...operationsOf.flat().map(({ name }) => name.length), 4);
  const operationWidth = Math.min(longest, longestName) * characterWidth + 12;
  const columns = operationsOf.some(({ length }) => length > 3) ? 2 : 1;
  const blockWidth = labelWidth + columns * (operationWidth + between) - between + inset;
  const columnX = (depth: number) => margin + inputWidth + columnGap + (depth - 1) * (blockWidth + columnGap);

  let y = margin;
  const blocks = operationsOf.map((operations, block): CellBox => {
    const x = columnX(Math.max(depths[block]!, 1));
    const lines = Math.max(1, Math.ceil(operations.length / columns));
    const height = 2 * inset + lines * (lineHeight + between) - between;
    const boxes = operations.map((operation, index) => ({
      operation,
      x: x + labelWidth + (index % columns) * (operationWidth + between),
      y: y + inset + Math.floor(index / columns) * (lineHeight + between),
      width: operationWidth,
      height: lineHeight,
    }));
    const used = depths[block]! > 0;
    const box = { name: inputName(block + 2), used, operations: boxes, x, y, width: blockWidth, height };
    y += height + rowGap;
    return box;
  });
  const bottom = Math.max(y - rowGap, margin + 2 * lineHeight + rowGap);
  const sources = [...placeInputs(paths, depths, blocks, bottom), ...blocks];
  const output: CellBox = {
    name: "output",
    used: depths.some((depth) => depth > 0),
    operations: [],
    x: columnX(Math.max(...depths, 1) + 1),
    y: margin,
    width: outputWidth,
    height: bottom - margin,
  };
  return {
    width: output.x + outputWidth + margin,
    height: bottom + margin,
    boxes: [...sources, output],
    edges: layEdges(paths, depths, sources, output),
  };
}

/** Whether an input of a block is one of the cell's or a block that is not absent. */
const isThere = (input: number, depths: readonly number[]): boolean => input < 2 || depths[input - 2]! > 0;

/**
 * For each block the most edges between it and an input of the cell; 0 if it is absent: without operations, or with
 * no input that is there.
 */
export function blockDepths(paths: Paths): number[] {
  const depths: number[] = [];
  for (const { inputs, operations } of paths) {
    const there = inputs.filter((input) => isThere(input, depths));
    const before = there.map((input) => input < 2 ? 0 : depths[input - 2]!);
    depths.push(operations.length === 0 || there.length === 0 ? 0 : 1 + Math.max(...before));
  }
  return depths;
}

const middle = ({ y, height }: Rectangle): number => y + height / 2;

/** The two inputs of the cell, each as near as can be to the middle of the blocks that read it. */
function placeInputs(
  paths: Paths,
  depths: readonly number[],
  blocks: readonly Rectangle[],
  bottom: number,
): CellBox[] {
  const height = lineHeight + 2 * inset;
  const wanted = [0, 1].map((input) => {
    const readers = blocks.filter((_, block) => depths[block]! > 0 && paths[block]!.inputs.includes(input));
    const used = readers.length > 0;
    return { used, y: used ? mean(readers.map(middle)) : bottom / 3 * (input + 1) };
  });
  const [upper, lower] = wanted.toSorted((a, b) => a.y - b.y);
  const overlap = Math.max(0, height + rowGap - (lower!.y - upper!.y)) / 2;
  const top = Math.min(
    Math.max(upper!.y - overlap - height / 2, margin),
    Math.max(margin, bottom - 2 * height - rowGap),
  );
  const below = Math.max(Math.min(lower!.y + overlap - height / 2, bottom - height), top + height + rowGap);
  return wanted.map((one, input) => ({
    name: inputName(input),
    used: one.used,
    operations: [],
    x: margin,
    y: one === upper ? top : below,
    width: inputWidth,
    height,
  }));
}

function layEdges(
  paths: Paths,
  depths: readonly number[],
  sources: readonly CellBox[],
  output: CellBox,
): CellEdge[] {
  const edge = (from: CellBox, to: CellBox, y2: number): CellEdge => {
    const x1 = from.x + from.width;
    return { from: from.name, to: to.name, x1, y1: middle(from), bend: x1 + columnGap - 8, x2: to.x, y2 };
  };
  return paths.flatMap(({ inputs }, block) => {
    if (depths[block] === 0) return [];
    const box = sources[block + 2]!;
    const there = inputs.filter((input) => isThere(input, depths))
      .map((input) => sources[input]!)
      .sort((a, b) => middle(a) - middle(b));
    const spacing = Math.min(9, (box.height - 8) / there.length);
    const toBlock = there.map((source, index) =>
      edge(source, box, middle(box) + (index - (there.length - 1) / 2) * spacing)
    );
    return [...toBlock, edge(box, output, middle(box))];
  });
}
