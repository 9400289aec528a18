/** A set of labelled images, whole or damaged, gives the same answer through every way in. */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { Buffer } from "node:buffer";
import { describeDataset, type LabelledImages } from "../../lib/datasets/mod.ts";
import { type Described, doors } from "./doors.ts";

/** What a set is, whatever the order of its images; or the error. */
async function answer(read: Promise<LabelledImages>): Promise<unknown> {
  try {
    const set = await read;
    // As a data set goes into an experiment.
    describeDataset({ title: "Any", training: set, test: set });
    const { images: { pixels, labels, shape, count }, classes, account } = set;
    const length = pixels.length / count;
    const images = Array.from(labels, (label, index) => [
      label,
      ...pixels.subarray(index * length, (index + 1) * length),
    ]);
    return { shape: [...shape], classes, images: images.map(String).sort(), values: account!.values };
  } catch (error) {
    assert(error instanceof Error);
    return error.message;
  }
}

/** The answer for a set without fault, by its description. */
function whole({ shape, classes, rows }: Described) {
  const all = rows.flatMap(({ values }) => values);
  return {
    shape: [...shape],
    classes: classes.map((name) => name.normalize("NFC").trim()),
    images: rows.map(({ label, values }) => String([label, ...values])).sort(),
    values: [Math.min(...all), Math.max(...all)],
  };
}

/** Names that systems write in more than one way, and numbers of equal value among them. */
const names = ["caf\u00e9", "tea", "\u65e5\u672c", "a b", "Tea", "1", "01", "10", "\u00c5", "it's, 5"];
const byte = fc.integer({ min: 0, max: 255 });

const sets: fc.Arbitrary<Described> = fc.record({
  shape: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 2, max: 3 }), fc.constantFrom(1, 3)),
  classes: fc.uniqueArray(fc.constantFrom(...names), { minLength: 2, maxLength: 4 }),
}).chain(({ shape, classes }) => {
  const [length, count] = [shape[0] * shape[1] * shape[2], classes.length];
  const values = fc.array(byte, { minLength: length, maxLength: length });
  // Of each class one image or more.
  return fc.array(values, { minLength: count, maxLength: count + 3 }).map((images) => ({
    ...{ shape, classes },
    rows: images.map((values, index) => ({ label: index % count, values })),
  }));
});

const changeRow = (set: Described, at: number, row: Partial<Described["rows"][number]>): Described => ({
  ...set,
  rows: set.rows.map((old, index) => index === at % set.rows.length ? { ...old, ...row } : old),
});
const changeValue = (set: Described, at: number, value: number): Described => {
  const { values } = set.rows[at % set.rows.length]!;
  return changeRow(set, at, { values: values.with(at % values.length, value) });
};

/** Each damage makes a set of a set, by a number, and has the error that all ways give; none if it is still a set. */
const damages: Readonly<
  Record<string, readonly [damage: (set: Described, at: number) => Described, RegExp?]>
> = {
  none: [(set) => set],
  "value: another": [(set, at) => changeValue(set, at, at % 256)],
  "value: no byte": [
    (set, at) => changeValue(set, at, [256, -1, 0.5, 1e9][at % 4]!),
    /found .+ wanted (an integer|integers) (from )?0 to 255/,
  ],
  "label: beyond the classes": [
    (set, at) => changeRow(set, at, { label: set.classes.length + at % 9 }),
    /found label .+ wanted (0 to \d|one of the classes)/,
  ],
  "label: none left of the last class": [
    (set) => ({
      ...set,
      rows: set.rows.map((row) => row.label === set.classes.length - 1 ? { ...row, label: 0 } : row),
    }),
    /found no image of class /,
  ],
  "class: one without images": [
    (set) => ({ ...set, classes: [...set.classes, "without"] }),
    /found no image of class "without"/,
  ],
  "class: composed and decomposed, with space around": [
    (set) => ({ ...set, classes: set.classes.map((name) => `${name.normalize("NFD")} `) }),
  ],
  "class: twice": [
    (set, at) => ({
      ...set,
      classes: [...set.classes, ` ${set.classes[at % set.classes.length]!.normalize("NFD")}`],
    }),
    /found .+ as name of classes \d and \d/,
  ],
  "class: a blank name": [
    (set, at) => ({ ...set, classes: set.classes.with(at % set.classes.length, "\u200b") }),
    /found a blank name of class/,
  ],
  "class: a single one": [
    (set) => ({
      ...set,
      classes: set.classes.slice(0, 1),
      rows: set.rows.map((row) => ({ ...row, label: 0 })),
    }),
    /found 1 class, wanted 2 to 256/,
  ],
  "shape: a value is missing": [
    (set, at) => changeRow(set, at, { values: set.rows[at % set.rows.length]!.values.slice(1) }),
    /found \d+ (pixel values|values|bytes|columns)/,
  ],
  "shape: two channels": [
    ({ shape: [height, width], rows, ...set }) => ({
      ...set,
      shape: [height, width, 2],
      rows: rows.map(({ label }) => ({ label, values: Array<number>(height * width * 2).fill(7) })),
    }),
    /found 2 channels/,
  ],
};

for (const [name, [damage, fault]] of Object.entries(damages)) {
  Deno.test(`every way in gives the same answer: ${name}`, async () => {
    await fc.assert(
      fc.asyncProperty(sets, fc.nat(10_000), async (set, at) => {
        const damaged = damage(set, at);
        for (const [form, read] of Object.entries(doors)) {
          const reading = read(damaged);
          if (reading === undefined) continue;
          const found = await answer(reading);
          if (fault === undefined) assertEquals(found, whole(damaged), form);
          else assert(typeof found === "string" && fault.test(found), `${form}: ${Deno.inspect(found)}`);
        }
      }),
      { seed: 15, numRuns: 30 },
    );
  });
}

/** Damage to the bytes of a form, of which each form must see its own. */
const broken: Readonly<Record<string, (bytes: Uint8Array, at: number) => Uint8Array>> = {
  IDX: (bytes, at) => bytes.subarray(0, at % bytes.length),
  // A row is 3 values and more.
  "binary rows": (bytes, at) => bytes.subarray(0, bytes.length - 1 - at % 2),
  "CSV stream": (bytes, at) =>
    Uint8Array.from(Buffer.concat([bytes.subarray(0, at % bytes.length), Buffer.of(0xe9)])),
  folder: (bytes, at) => bytes.subarray(0, at % (bytes.length - 12)), // the last chunk of a PNG is 12 bytes without content
};

for (const [form, damage] of Object.entries(broken)) {
  Deno.test(`every way in refuses what is cut off or wrongly encoded: ${form}`, async () => {
    await fc.assert(
      fc.asyncProperty(sets, fc.nat(10_000), async (set, at) => {
        const found = await answer(doors[form]!(set, (bytes) => damage(bytes, at))!);
        assert(
          typeof found === "string" && /found .+ wanted /s.test(found),
          `${form}: ${Deno.inspect(found)}`,
        );
      }),
      { seed: 15, numRuns: 40 },
    );
  });
}
