/** The part of danfojs-node that the notebooks use. */
export class DataFrame {
  constructor(
    rows: readonly Readonly<Record<string, unknown>>[] | readonly (readonly unknown[])[],
    options?: { readonly columns: readonly string[] },
  );
  readonly columns: string[];
  readonly values: unknown[];
  /** Names of the rows, or their numbers. */
  readonly index: (string | number)[];
  /** Count, mean, standard deviation, least, median, greatest and variance of each column of numbers. */
  describe(): DataFrame;
  groupby(columns: readonly string[]): {
    /** A column for each statistic, named `<column>_<statistic>`. */
    agg(statistics: Readonly<Record<string, string | readonly string[]>>): DataFrame;
  };
}

/** Joins the rows of two frames that agree in some columns. */
export function merge(options: {
  readonly left: DataFrame;
  readonly right: DataFrame;
  readonly on: readonly string[];
  readonly how: "inner" | "left" | "right" | "outer";
}): DataFrame;
