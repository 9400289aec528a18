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

const number = z.string().transform(Number).pipe(z.number());
const point = { one_shot: number, stand_alone: number };

/** Fig. 4: one-shot models of three constant path dropout rates, some 51 architectures at each. */
export async function paperFigure4(): Promise<PaperRatePoint[]> {
  const rows = z.array(z.object({ rate: number, ...point })).parse(await readRows("figure-4"));
  return rows.map(({ rate, one_shot: oneShot, stand_alone: standAlone }) => ({ rate, oneShot, standAlone }));
}

/** Fig. 5: 48 of the same architectures with another one-shot model. */
export async function paperFigure5(): Promise<PaperPoint[]> {
  const rows = z.array(z.object(point)).parse(await readRows("figure-5"));
  return rows.map(({ one_shot: oneShot, stand_alone: standAlone }) => ({ oneShot, standAlone }));
}

async function readRows(name: string): Promise<unknown> {
  const text = await Deno.readTextFile(new URL(`../../data/paper/${name}.csv`, import.meta.url));
  return parse(text, { columns: true });
}
