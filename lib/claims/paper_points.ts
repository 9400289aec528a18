/**
 * The paper's own Figs. 4 and 5 as numbers, read off by us: `data/paper/`.
 * @module
 */
import { parse } from "csv-parse/sync";
import { z } from "zod";

/** An architecture in one of the paper's figures. */
export interface PaperPoint {
  /** Accuracy with the one-shot model's weights, within about 0.003. */
  readonly oneShot: number;
  /** Mean accuracy of 5 stand-alone trainings, within about 0.0003. */
  readonly standAlone: number;
}

/** A point of Fig. 4. */
export interface PaperRatePoint extends PaperPoint {
  /** The constant path dropout rate of the one-shot model. */
  readonly rate: number;
}

const point = { oneShot: z.number(), standAlone: z.number() };

/** Fig. 4: one-shot models of three constant path dropout rates, some 51 architectures at each. */
export async function paperFigure4(): Promise<PaperRatePoint[]> {
  return z.array(z.object({ rate: z.number(), ...point })).parse(await readRows("figure-4"));
}

/** Fig. 5: 48 of the same architectures with another one-shot model. */
export async function paperFigure5(): Promise<PaperPoint[]> {
  return z.array(z.object(point)).parse(await readRows("figure-5"));
}

async function readRows(name: string): Promise<unknown> {
  const text = await Deno.readTextFile(new URL(`../../data/paper/${name}.csv`, import.meta.url));
  const names = { one_shot: "oneShot", stand_alone: "standAlone" };
  const columns = (head: readonly string[]) => head.map((one) => names[one as keyof typeof names] ?? one);
  return parse(text, { columns, cast: true });
}
