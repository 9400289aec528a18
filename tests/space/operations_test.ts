import { assertEquals, assertThrows } from "@std/assert";
import {
  maxOperations,
  type Operation,
  paperOperations,
  validateOperations,
} from "../../lib/space/operations.ts";
import { table } from "./arbitraries.ts";

Deno.test("paperOperations are the seven of the paper, in their order", () => {
  const names = ["identity", "sep3", "sep5", "sep7", "conv7", "max3", "avg3"];
  assertEquals(paperOperations.map(({ name }) => name), names);
  validateOperations(paperOperations);
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

Deno.test("validateOperations() takes a user's table, up to the longest", () => {
  validateOperations([{ name: "x", layers: [] }]);
  validateOperations([{ name: "long_name_2", layers: [{ kind: "conv", kernel: [3, 1] }, { kind: "norm" }] }]);
  const names = Array.from({ length: maxOperations }, (_, index) => `op${index}`);
  validateOperations(table(...names));
  assertThrows(
    () => validateOperations(table(...names, "more")),
    RangeError,
    "found 33 of them, expected 1 to 32",
  );
});

Deno.test("validateOperations() says what is wrong with a name", () => {
  assertThrows(() => validateOperations([]), RangeError, "found 0 of them, expected 1 to 32");
  assertThrows(
    () => validateOperations(table("a", "b", "a")),
    RangeError,
    'operation 2: the name "a" is taken',
  );
  for (const name of ["", "A", "3x3", "_a", "sep-3", "a b", "a|b", "é", "a\n"]) {
    assertThrows(
      () => validateOperations(table("fine", name)),
      RangeError,
      `operation 1: found name ${JSON.stringify(name)}`,
    );
  }
});

Deno.test("validateOperations() says what is wrong with a size", () => {
  for (const size of [0, -3, 2, 1.5, NaN, Infinity, "3" as unknown as number]) {
    const message = `found size ${size}, expected a positive odd integer`;
    for (const kind of ["maxPool", "averagePool"] as const) {
      assertThrows(() => validateOperations([{ name: "a", layers: [{ kind, size }] }]), RangeError, message);
    }
    for (const kind of ["conv", "depthwise"] as const) {
      for (const kernel of [[size, 1], [1, size]] as const) {
        const layers = [{ kind: "norm" }, { kind, kernel }] as const;
        assertThrows(
          () => validateOperations([{ name: "a", layers }]),
          RangeError,
          `layer 1 of operation "a": ${message}`,
        );
      }
    }
  }
});

Deno.test("validateOperations() refuses data of another form, as a file may hold", () => {
  const cases: [unknown, string][] = [
    [undefined, "found undefined, expected an array"],
    [[{ layers: [] }], "found name undefined, expected a string"],
    [[{ name: "a" }], "found layers undefined, expected an array"],
    [[{ name: "a", layers: [{ kind: "dense" }] }], 'found kind "dense"'],
    [[{ name: "a", layers: [{ kind: "conv", kernel: 3 }] }], "found kernel 3, expected [height, width]"],
    [[{ name: "a", layers: [{ kind: "conv", kernel: [3] }] }], "found kernel 3, expected [height, width]"],
  ];
  for (const [value, message] of cases) {
    assertThrows(() => validateOperations(value as Operation[]), TypeError, message);
  }
});
