/**
 * What the benchmark found, kept with the project: the record that the page about speed reads, and the README's table.
 * @module
 */
import { join } from "node:path";
import { z } from "zod";
import { writeAtomically } from "../lib/files.ts";
import { projectRoot } from "../lib/project.ts";
import { type SizeName, sizeNames } from "./case.ts";
import { rooflineSchema } from "./roofline/schema.ts";

const rates = z.tuple([z.number(), z.number(), z.number()]);
const side = z.object({
  /** From the start of the process to the end of its first step. */
  firstStepSeconds: z.number(),
  /** The most memory that the processes held in training with every path on. */
  peakBytes: z.number(),
  /** Floating-point operations a second in training with every path on, over those of a matrix product, on two cores. */
  utilisation: z.number(),
});

/** All that a run of the benchmark found. */
const reportSchema = z.object({
  /** When it ended, ISO 8601. */
  date: z.string(),
  machine: z.string(),
  versions: z.object({ deno: z.string(), tensorflow: z.string(), torch: z.string(), jax: z.string() }),
  /** The library against the fastest setting of PyTorch and JAX. */
  rows: z.array(z.object({
    name: z.string(),
    size: z.enum(sizeNames),
    cores: z.number().int(),
    /** Median rates, and of each side the least, the median and the greatest. */
    ours: z.number(),
    peer: z.number(),
    unit: z.string(),
    ratio: z.number(),
    spread: z.object({ ours: rates, peer: rates }),
    /** How the peer ran: the fastest of those tried. */
    setting: z.string(),
    tried: z.array(z.object({ setting: z.string(), rate: z.union([z.number(), z.string()]) })),
  })),
  costs: z.array(z.object({ size: z.enum(sizeNames), ours: side, peer: side, matrixPeakFlops: z.number() })),
  scaling: z.array(z.object({
    name: z.string(),
    of: z.string(),
    points: z.array(z.object({ x: z.number(), seconds: z.number() })),
  })),
  /** Where the time of runs goes in one thread, and what the processor can do. */
  roofline: z.exactOptional(rooflineSchema),
  /**
   * A long search's evaluations: seconds on all cores, those that its first stretch let expect, and resident memory after
   * each of equal stretches.
   */
  long: z.exactOptional(z.object({
    size: z.enum(sizeNames),
    candidates: z.number().int(),
    images: z.number().int(),
    seconds: z.number(),
    expectedSeconds: z.number(),
    residentBytes: z.array(z.number()),
  })),
  /** One-shot training at the paper's shape, r = 0.1, on all cores: how far it came in a while, and its peak memory. */
  paper: z.exactOptional(z.object({
    steps: z.number().int(),
    images: z.number().int(),
    seconds: z.number(),
    peakBytes: z.number(),
  })),
});
export type Report = z.infer<typeof reportSchema>;

/** One comparison of the library with a peer. */
export type Row = Report["rows"][number];

const recordPath = join(projectRoot, "data", "records", "bench.json");

/** The recorded run of the benchmark. */
export async function readReport(): Promise<Report> {
  return reportSchema.parse(JSON.parse(await Deno.readTextFile(recordPath)));
}

const BEGIN = "<!-- speed: written by `deno task bench --save` -->";
const END = "<!-- end of speed -->";

/** Times over the peer that are aimed at, by name and size; those without a size hold for all. */
export const goals: Readonly<Record<string, number>> = {
  "train-sparse pilot": 8,
  "train-sparse small": 4,
  "train-sparse middle": 2,
  "train-sparse cifar": 6,
  "train-all-on pilot": 7,
  "train-all-on small": 3.5,
  "train-all-on middle": 2,
  "train-all-on cifar": 5,
  "score-random pilot": 6,
  "score-random small": 4.5,
  "score-random middle": 3,
  "score-random cifar": 5,
  "score-children pilot": 10,
  "score-children small": 7,
  "score-children middle": 4.5,
  "score-children cifar": 8,
  "alone-one pilot": 4.5,
  "alone-one small": 2.5,
  "alone-one middle": 1.3,
  "alone-one cifar": 4,
  "alone-many pilot": 4.5,
  "alone-many small": 3,
  "alone-many middle": 2,
  "alone-many cifar": 4,
  "workers-train": 1.9,
  "workers-score": 1.9,
};

/** What each row measures. */
export const words: Readonly<Record<string, string>> = {
  "train-sparse": "one-shot training at r = 0.1, over PyTorch that skips dropped paths",
  "train-dense": "the same, over PyTorch that multiplies them with 0",
  "train-all-on": "one-shot training, no path dropped",
  "score-random": "scoring random candidates",
  "score-children": "scoring children of an evolution",
  "alone-one": "one stand-alone training",
  "alone-many": "two stand-alone trainings side by side",
  "workers-train": "two workers over one, training",
  "workers-score": "two workers over one, scoring",
};

const threeDigits = new Intl.NumberFormat("en", { maximumSignificantDigits: 3, minimumSignificantDigits: 3 });

/** The README's table: ratios on two cores, with the rate of the library. */
export function speedMarkdown({ date, machine, versions, rows }: Report): string {
  const sizes = [...new Set(rows.map(({ size }) => size))];
  const lines = Object.entries(words).map(([name, text]) => {
    const cells = sizes.map((size) => {
      const row = rows.find((row) => row.name === name && row.size === size && row.cores === 2);
      if (row === undefined) return "";
      const goal = goals[`${name} ${size}`] ?? goals[name];
      const times = goal !== undefined && row.ratio < goal
        ? `${row.ratio.toFixed(2)} (goal ${goal})`
        : `**${row.ratio.toFixed(1)}**`;
      return `${times}, ${threeDigits.format(row.ours)} ${row.unit}`;
    });
    return `| ${[text, ...cells].join(" | ")} |`;
  });
  const table = [
    `| times as fast on two cores | ${sizes.join(" | ")} |`,
    `| --- | ${sizes.map(() => "---").join(" | ")} |`,
    ...lines,
  ].join("\n");
  const where =
    `${machine}; Deno ${versions.deno}, TensorFlow ${versions.tensorflow}, PyTorch ${versions.torch}, JAX ${versions.jax}; ` +
    date.slice(0, 10);
  return `${table}\n\n${where}.`;
}

/**
 * Puts the table into a README in place of the one there.
 *
 * @throws {Error} if the marks are missing
 */
export function withSpeed(readme: string, report: Report): string {
  const [begin, end] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (begin < 0 || end < begin) {
    throw new Error(`Cannot write the speeds: the README lacks ${BEGIN} … ${END}`);
  }
  return `${readme.slice(0, begin)}${BEGIN}\n\n${speedMarkdown(report)}\n\n${readme.slice(end)}`;
}

/**
 * Writes the record and the README's table.
 *
 * @param parts what was measured now, rows and costs of some sizes; the rest stays as it is recorded, if it is of
 * this machine and these versions
 */
export async function saveReport(
  { date, machine, versions, ...parts }: Partial<Report> & Pick<Report, "date" | "machine" | "versions">,
): Promise<void> {
  const recorded = await readReport().catch(() => undefined);
  const same = recorded !== undefined && recorded.machine === machine &&
    JSON.stringify(recorded.versions) === JSON.stringify(versions);
  const before = same ? recorded : { rows: [], costs: [], scaling: [] };
  const { rows = [], costs = [], ...others } = parts;
  const report = reportSchema.parse({
    ...{ ...before, date, machine, versions, ...others },
    rows: bySize(before.rows, rows),
    costs: bySize(before.costs, costs),
  });
  const encode = (text: string) => new TextEncoder().encode(text);
  await writeAtomically(recordPath, encode(`${JSON.stringify(report, null, 1)}\n`));
  const readme = join(projectRoot, "README.md");
  await writeAtomically(readme, encode(withSpeed(await Deno.readTextFile(readme), report)));
}

/** New figures in place of the old ones of the same sizes, in the order of the sizes. */
function bySize<T extends { readonly size: SizeName }>(before: readonly T[], now: readonly T[]): T[] {
  return sizeNames.flatMap((size) => {
    const measured = now.filter((item) => item.size === size);
    return measured.length > 0 ? measured : before.filter((item) => item.size === size);
  });
}
