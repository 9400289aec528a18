import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  allPaths,
  paperSpace,
  parseArchitecture,
  type Paths,
  sampleArchitecture,
  type Space,
} from "../../../lib/space/mod.ts";
import {
  blockDepths,
  type CellEdge,
  cellLayout,
  type Rectangle,
} from "../../../lib/display/figures/cell_layout.ts";
import { integer, prng, sample } from "../../../lib/random.ts";

const deep: Space = { ...paperSpace, blocks: 8, operationsPerBlock: [1, 7], inputsPerBlock: [1, 4] };

/** Architectures, paths with gaps, and the reference, of two spaces. */
function* cells(): Generator<[Space, Paths]> {
  const rng = prng(1, "cells");
  for (const space of [paperSpace, deep]) {
    yield [space, allPaths(space)];
    for (let draw = 0; draw < 40; draw++) {
      yield [space, sampleArchitecture(space, rng)];
      const some = (count: number) =>
        sample(rng, Array.from({ length: count }, (_, index) => index), integer(rng, Math.min(count, 3) + 1))
          .sort();
      yield [
        space,
        allPaths(space).map(({ inputs, operations }) => ({
          inputs: some(inputs.length),
          operations: some(operations.length),
        })),
      ];
    }
  }
}

const overlap = (a: Rectangle, b: Rectangle): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const holds = (outer: Rectangle, inner: Rectangle): boolean =>
  inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

/** 60 points of the curve and the level part, as they are drawn: a cubic with level ends, then a straight line. */
function pointsOf({ x1, y1, bend, x2, y2 }: CellEdge): [number, number][] {
  const half = (x1 + bend) / 2;
  const cubic = (t: number, [a, b, c, d]: number[]) =>
    a! * (1 - t) ** 3 + 3 * b! * t * (1 - t) ** 2 + 3 * c! * t ** 2 * (1 - t) + d! * t ** 3;
  return Array.from({ length: 31 }, (_, step) => {
    const t = step / 30;
    const onCurve: [number, number] = [cubic(t, [x1, half, half, bend]), cubic(t, [y1, y1, y2, y2])];
    const onLine: [number, number] = [bend + t * (x2 - bend), y2];
    return [onCurve, onLine];
  }).flat();
}

Deno.test("cellLayout() lays no box over another, all inside the drawing", () => {
  for (const [space, paths] of cells()) {
    const { width, height, boxes } = cellLayout(space, paths);
    boxes.forEach((box, index) => {
      assert(holds({ x: 0, y: 0, width, height }, box), box.name);
      for (const other of boxes.slice(0, index)) assert(!overlap(box, other), `${box.name} on ${other.name}`);
      box.operations.forEach((inner, place) => {
        assert(holds(box, inner), `${inner.operation.name} of ${box.name}`);
        for (const other of box.operations.slice(0, place)) assert(!overlap(inner, other));
      });
    });
  }
});

Deno.test("cellLayout() leads no edge through a box", () => {
  for (const [space, paths] of cells()) {
    const { boxes, edges } = cellLayout(space, paths);
    for (const edge of edges) {
      for (const [x, y] of pointsOf(edge)) {
        const point = { x: x - 0.01, y: y - 0.01, width: 0.02, height: 0.02 };
        for (const box of boxes) {
          if (box.name !== edge.from && box.name !== edge.to) {
            assert(!overlap(box, point), `${edge.from} to ${edge.to} crosses ${box.name}`);
          }
        }
      }
      assert(edge.bend <= edge.x2);
    }
  }
});

Deno.test("cellLayout() has the edges of the cell and no others", () => {
  const architecture = parseArchitecture(paperSpace, "c2+c1>identity+sep3|c1>max3|b0+b1>conv7|b2>sep5");
  const { edges, boxes } = cellLayout(paperSpace, architecture);
  assertEquals(edges.map(({ from, to }) => `${from} ${to}`).sort(), [
    "b0 b2",
    "b0 output",
    "b1 b2",
    "b1 output",
    "b2 b3",
    "b2 output",
    "b3 output",
    "c1 b0",
    "c1 b1",
    "c2 b0",
  ]);
  assertEquals(boxes.map(({ name }) => name), ["c2", "c1", "b0", "b1", "b2", "b3", "output"]);
  assertEquals(boxes[2]!.operations.map(({ operation }) => operation.name), ["identity", "sep3"]);
});

Deno.test("cellLayout() starts and ends edges at the boxes that they join", () => {
  for (const [space, paths] of cells()) {
    const { boxes, edges } = cellLayout(space, paths);
    for (const { from, to, x1, y1, x2, y2 } of edges) {
      const [source, target] = [from, to].map((name) => boxes.find((box) => box.name === name)!);
      assertEquals(x1, source!.x + source!.width);
      assert(y1 > source!.y && y1 < source!.y + source!.height);
      assertEquals(x2, target!.x);
      assert(y2 > target!.y && y2 < target!.y + target!.height);
    }
  }
});

Deno.test("cellLayout() stands blocks right of what they read", () => {
  for (const [space, paths] of cells()) {
    const { boxes, edges } = cellLayout(space, paths);
    const xOf = (name: string) => boxes.find((box) => box.name === name)!.x;
    for (const { from, to } of edges) assert(xOf(from) < xOf(to));
  }
});

Deno.test("cellLayout() refuses paths of another space", () => {
  assertThrows(() => cellLayout(paperSpace, [{ inputs: [0], operations: [0] }]), RangeError, "expected 4");
});

Deno.test("blockDepths() counts the longest way, and nothing behind an absent block", () => {
  const block = (inputs: number[], operations = [0]) => ({ inputs, operations });
  assertEquals(blockDepths([block([0]), block([2]), block([0, 3]), block([1])]), [1, 2, 3, 1]);
  assertEquals(blockDepths([block([0], []), block([2]), block([1, 3]), block([])]), [0, 0, 1, 0]);
});
