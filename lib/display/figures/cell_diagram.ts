/**
 * An architecture as a drawing of its cell.
 * @module
 */
import { inputName, type Operation, type Paths, type Space } from "../../space/mod.ts";
import { type Displayable, displayable } from "../displayable.ts";
import { escapeHtml } from "../escape.ts";
import { colours, monospace } from "../palette.ts";
import {
  blockDepths,
  type CellBox,
  type CellEdge,
  cellLayout,
  labelWidth,
  longestName,
  type Rectangle,
} from "./cell_layout.ts";

/** What the colour of an operation says. */
export type OperationKind = "separable" | "conv" | "pool" | "identity";

const kindColours: Readonly<Record<OperationKind, string>> = {
  separable: colours.blue,
  conv: colours.orange,
  pool: colours.teal,
  identity: "currentColor",
};

/** The kind of an operation, by its layers: a depthwise one makes it separable. */
export function operationKind({ layers }: Operation): OperationKind {
  const has = (kind: string) => layers.some((layer) => layer.kind === kind);
  if (has("depthwise")) return "separable";
  if (has("conv")) return "conv";
  return has("maxPool") || has("averagePool") ? "pool" : "identity";
}

/**
 * Draws the cell of an architecture: its inputs `c2` (output of the cell two back) and `c1` (of the previous cell) at
 * the left, each block with its operations, and the output, which all blocks go into side by side.
 *
 * @param paths an architecture, or any paths of the space, e.g. all of them
 * @throws {TypeError | RangeError} if the paths don't belong to the space
 *
 * @example In a terminal
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { paperSpace, parseArchitecture } from "../../space/mod.ts";
 * import { cellDiagram } from "./cell_diagram.ts";
 *
 * const architecture = parseArchitecture(paperSpace, "c2+c1>identity+sep3|c1>max3|b0+b1>conv7|b2>sep5");
 * assertEquals(cellDiagram(paperSpace, architecture).text.split("\n"), [
 *   "b0 = identity + sep3  of c2 + c1",
 *   "b1 = max3             of c1",
 *   "b2 = conv7            of b0 + b1",
 *   "b3 = sep5             of b2",
 *   "output = b0, b1, b2, b3 side by side",
 * ]);
 * ```
 */
export function cellDiagram(space: Space, paths: Paths): Displayable {
  return displayable(`<div style="overflow-x:auto">${cellSvg(space, paths)}</div>`, cellText(space, paths));
}

/** The drawing alone, as an SVG element of less than 3 kB for four blocks of two operations. */
export function cellSvg(space: Space, paths: Paths): string {
  const layout = cellLayout(space, paths);
  const [width, height, least] = [layout.width, layout.height, layout.width * 0.6].map(round);
  const words = cellText(space, paths).replaceAll(/\s*\n/g, "; ").replaceAll(/ +/g, " ");
  const off = layout.boxes.filter(({ used }) => !used);
  return `<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" ` +
    `aria-label="${
      escapeHtml(words)
    }" fill="none" stroke="currentColor" style="display:block;max-width:100%;` +
    `min-width:${least}px;height:auto;font:11.5px ${monospace}">` +
    drawEdges(layout.edges) + drawBoxes(layout.boxes.filter(({ used }) => used)) +
    (off.length > 0 ? `<g opacity=".45" stroke-dasharray="3 3">${drawBoxes(off)}</g>` : "") + "</svg>";
}

/** The cell in words, a line for each block. */
export function cellText(space: Space, paths: Paths): string {
  const depths = blockDepths(paths);
  const sums = paths.map(({ operations }) =>
    operations.map((index) => space.operations[index]!.name).join(" + ") || "nothing"
  );
  const width = Math.max(...sums.map(({ length }) => length));
  const lines = paths.map(({ inputs }, block) => {
    const of = inputs.map(inputName).join(" + ") || "nothing";
    const off = depths[block] === 0 ? "  (absent)" : "";
    return `${inputName(block + 2)} = ${sums[block]!.padEnd(width)}  of ${of}${off}`;
  });
  const there = depths.flatMap((depth, block) => depth > 0 ? [inputName(block + 2)] : []);
  const output = there.join(", ") || "nothing";
  return [...lines, `output = ${output}${there.length > 1 ? " side by side" : ""}`].join("\n");
}

const round = (value: number): string => String(Math.round(value * 10) / 10);

function drawEdges(edges: readonly CellEdge[]): string {
  const toOutput = edges.filter(({ to }) => to === "output");
  const toBlocks = edges.filter(({ to }) => to !== "output");
  // Where many paths cross, each is drawn fainter.
  const isCrowded = edges.length > 16;
  return drawBundle(toOutput, isCrowded ? 0.3 : 0.4) + drawBundle(toBlocks, isCrowded ? 0.45 : 0.75);
}

function drawBundle(edges: readonly CellEdge[], opacity: number): string {
  if (edges.length === 0) return "";
  const lines = edges.map(({ x1, y1, bend, x2, y2 }) => {
    const [start, half, end] = [x1, (x1 + bend) / 2, bend].map(round);
    const [from, to] = [round(y1), round(y2)];
    const curve = from === to ? "" : `C${half} ${from} ${half} ${to} ${end} ${to}`;
    return `M${start} ${from}${curve}H${round(x2 - 4)}`;
  });
  const heads = edges.map(({ x2, y2 }) => `M${round(x2)} ${round(y2)}l-6-3v6z`);
  return `<g opacity="${opacity}"><path stroke-width="1.3" d="${lines.join("")}"/>` +
    `<path fill="currentColor" stroke="none" d="${heads.join("")}"/></g>`;
}

function drawBoxes(boxes: readonly CellBox[]): string {
  const inner = boxes.flatMap(({ operations }) => operations);
  const frames = Object.entries(kindColours).map(([kind, colour]) => {
    const ofKind = inner.filter(({ operation }) => operationKind(operation) === kind);
    if (ofKind.length === 0) return "";
    const stroke = kind === "identity" ? 'stroke-opacity=".5"' : `stroke="${colour}"`;
    return `<g fill="${colour}" fill-opacity=".15" ${stroke}>${ofKind.map(drawFrame).join("")}</g>`;
  });
  const names = boxes.map((box) => {
    const centre = `${round(box.x + box.width / 2)} ${round(box.y + box.height / 2)}`;
    const turn = box.name === "output" ? ` transform="rotate(90 ${centre})"` : "";
    return drawText(box.operations.length > 0 ? { ...box, width: labelWidth } : box, box.name, turn);
  });
  const operations = inner.map((box) => drawText(box, shorten(box.operation.name)));
  return `<g stroke-opacity=".6">${boxes.map(drawFrame).join("")}</g>${frames.join("")}` +
    `<g fill="currentColor" stroke="none" text-anchor="middle">${operations.join("")}` +
    `<g font-weight="600">${names.join("")}</g></g>`;
}

function drawFrame({ x, y, width, height }: Rectangle): string {
  const [left, top, wide, high] = [x, y, width, height].map(round);
  return `<rect x="${left}" y="${top}" width="${wide}" height="${high}" rx="4"/>`;
}

/** Text in the middle of a box; its baseline is a third of its height lower. */
function drawText({ x, y, width, height }: Rectangle, text: string, attributes = ""): string {
  const [left, baseline] = [round(x + width / 2), round(y + height / 2 + 4)];
  return `<text x="${left}" y="${baseline}"${attributes}>${escapeHtml(text)}</text>`;
}

const shorten = (name: string): string =>
  name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name;
