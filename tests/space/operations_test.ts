import { assertEquals, assertThrows } from "@std/assert";
import { maxOperations, type Operation, paperOperations } from "../../lib/space/operations.ts";
import { paperSpace, validateSpace } from "../../lib/space/space.ts";
import { table } from "./arbitraries.ts";

/** Checks a table as part of a space. */
const validateTable = (operations: readonly Operation[]) =>
  validateSpace({ ...paperSpace, operations, operationsPerBlock: [1, 1] });

Deno.test("paperOperations are the seven of the paper, in their order", () => {
  const names = ["identity", "sep3", "sep5", "sep7", "conv7", "max3", "avg3"];
  assertEquals(paperOperations.map(({ name }) => name), names);
  validateTable(paperOperations);
});

Deno.test("paperOperations have the weights that their descriptions imply", () => {
  // With F channels: a pair of separable KxK has 2 (K*K*F + F*F) weights, 1x7 then 7x1 has 2 * 7*F*F, the others 0.
  const F = 10;
  const weights = ({ layers }: Operation) =>
    layers.map((layer) => {
      if (layer.kind === "conv") return layer.kernel[0] * layer.kernel[1] * F * F;
      if (layer.kind === "depthwise") return layer.kernel[0] * layer.kernel[1] * F;
      return 0;
    }).reduce((sum, count) => sum + count, 0);
  assertEquals(paperOperations.map(weights), [0, 380, 700, 1180, 1400, 0, 0]);
});

Deno.test("paperOperations never begin with a norm, and norm between convolutions", () => {
  const kinds = paperOperations.map(({ layers }) => layers.map(({ kind }) => kind).join(" "));
  const separable = "depthwise conv norm depthwise conv";
  assertEquals(kinds, ["", separable, separable, separable, "conv norm conv", "maxPool", "averagePool"]);
});

const refuses = (operations: unknown, message: string) =>
  assertThrows(() => validateTable(operations as Operation[]), RangeError, message);

Deno.test("validateSpace() takes a user's table, up to the longest", () => {
  validateTable([{ name: "x", layers: [] }]);
  validateTable([{ name: "long_name_2", layers: [{ kind: "conv", kernel: [3, 1] }, { kind: "norm" }] }]);
  const names = Array.from({ length: maxOperations }, (_, index) => `op${index}`);
  validateTable(table(...names));
  refuses(table(...names, "more"), "expected a list of 1 to 32 operations");
});

Deno.test("validateSpace() says what is wrong with a name", () => {
  refuses([], "Cannot use a space with operations = []: expected a list of 1 to 32 operations");
  refuses(table("a", "b", "a"), 'with operations[2].name = "a": expected a name that is not taken');
  for (const name of ["", "A", "3x3", "_a", "sep-3", "a b", "a|b", "é", "a\n"]) {
    refuses(
      table("fine", name),
      `operations[1].name = ${JSON.stringify(name)}: expected a lower-case letter, then lower-case letters`,
    );
  }
});

Deno.test("validateSpace() says what is wrong with a size", () => {
  for (const size of [0, -3, 2, 1.5, NaN, Infinity, "3"]) {
    const message = `= ${Deno.inspect(size)}: expected a positive odd integer`;
    for (const kind of ["maxPool", "averagePool"]) {
      refuses([{ name: "a", layers: [{ kind, size }] }], `operations[0].layers[0].size ${message}`);
    }
    for (const kind of ["conv", "depthwise"]) {
      for (const [place, kernel] of [[size, 1], [1, size]].entries()) {
        const layers = [{ kind: "norm" }, { kind, kernel }];
        refuses([{ name: "a", layers }], `operations[0].layers[1].kernel[${place}] ${message}`);
      }
    }
  }
});

Deno.test("validateSpace() refuses names that a layer or an operation does not have", () => {
  const conv = { kind: "conv", kernel: [3, 3] };
  const cases: [unknown, string][] = [
    [
      { name: "a", layers: [{ ...conv, dilation: 2 }] },
      "layers[0].dilation = 2: expected a name among kind, kernel",
    ],
    [{ name: "a", layers: [{ kind: "norm" }, { ...conv, stride: 2 }] }, "operations[0].layers[1].stride = 2"],
    // Before the kernel, which is missing for it.
    [
      { name: "a", layers: [{ kind: "conv", kernal: [3, 3] }] },
      "expected a name among kind, kernel; did you mean kernel?",
    ],
    [{ name: "a", layers: [{ kind: "norm", size: 3 }] }, "layers[0].size = 3: expected a name among kind"],
    [{ name: "a", layers: [], filter: 8 }, "operations[0].filter = 8: expected a name among name, layers"],
    [
      { name: "a", layers: [{ kind: "depthWise", kernel: [3, 3] }] },
      'or "averagePool"; did you mean depthwise?',
    ],
  ];
  for (const [operation, message] of cases) refuses([operation], message);
});

Deno.test("validateSpace() refuses data of another form, as a file may hold", () => {
  const cases: [unknown, string][] = [
    [undefined, "operations = undefined: expected a list of 1 to 32 operations"],
    [[{ layers: [] }], "operations[0].name = undefined: expected a name"],
    [[{ name: "a" }], "operations[0].layers = undefined: expected a list of layers"],
    [[{ name: "a", layers: [3] }], "layers[0] = 3: expected an object with a kind"],
    [[{ name: "a", layers: [{ kind: "dense" }] }], 'kind = "dense": expected "conv", "depthwise"'],
    [[{ name: "a", layers: [{ kind: "conv", kernel: 3 }] }], "kernel = 3: expected [height, width]"],
    [[{ name: "a", layers: [{ kind: "conv", kernel: [3] }] }], "kernel = [ 3 ]: expected [height, width]"],
  ];
  for (const [value, message] of cases) refuses(value, message);
});
