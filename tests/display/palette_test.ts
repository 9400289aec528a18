import { assert } from "@std/assert";
import { palette } from "../../lib/display/palette.ts";

type Rgb = [red: number, green: number, blue: number];

/** Linear light of a colour, by the definition of sRGB. */
function linear(colour: string): Rgb {
  return [1, 3, 5].map((at) => {
    const share = parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
}

/** Contrast by WCAG 2: (L1 + 0.05) / (L2 + 0.05) with relative luminances L. */
function contrast(a: string, b: string): number {
  const [low, high] = [a, b].map((colour) => {
    const [red, green, blue] = linear(colour);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
  }).sort((x, y) => x - y);
  return high! / low!;
}

Deno.test("palette has three times the contrast of light and dark pages", () => {
  // White, the site's two pages, and the dark pages of JupyterLab and VS Code.
  for (const page of ["#ffffff", "#fffefb", "#16181b", "#111111", "#1e1e1e"]) {
    for (const colour of palette) assert(contrast(colour, page) >= 3, `${colour} on ${page}`);
  }
});

/** What remains of linear light without one kind of cone (Machado, Oliveira and Fernandes 2009, severity 1). */
const blindness: Readonly<Record<string, readonly Rgb[]>> = {
  none: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [
    -0.003882,
    -0.048116,
    1.051998,
  ]],
  deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [
    -0.01182,
    0.04294,
    0.968881,
  ]],
  tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [
    0.004733,
    0.691367,
    0.3039,
  ]],
};

/** Place in the space Oklab, where distances are about as large as they look. */
function oklab([red, green, blue]: Rgb): Rgb {
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

Deno.test("palette stays apart without one kind of cone", () => {
  for (const [name, rows] of Object.entries(blindness)) {
    const seen = palette.map((colour) => {
      const light = linear(colour);
      return oklab(
        rows.map((row) => Math.max(row.reduce((sum, k, at) => sum + k * light[at]!, 0), 0)) as Rgb,
      );
    });
    for (let a = 0; a < seen.length; a++) {
      for (let b = 0; b < a; b++) {
        const distance = Math.hypot(...seen[a]!.map((value, axis) => value - seen[b]![axis]!));
        // 0.02 is a difference that is just seen.
        assert(distance > 0.06, `${palette[a]} and ${palette[b]}, ${name}: ${distance}`);
      }
    }
  }
});
