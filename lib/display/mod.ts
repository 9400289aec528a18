/**
 * What notebooks show: plots, drawings of cells, tables, claims and progress, each readable on a light
 * or a dark page and, as text, in a terminal.
 *
 * @example A drawing of a cell beside a curve
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 * import { paperSpace, parseArchitecture } from "../space/mod.ts";
 * import * as display from "./mod.ts";
 *
 * const architecture = parseArchitecture(paperSpace, "c2+c1>identity+sep3|c1>max3|b0+b1>conv7|b2>sep5");
 * const points = [{ step: 1, loss: 2.3, accuracy: 0.1 }, { step: 2, loss: 1.9, accuracy: 0.3 }];
 * const shown = display.beside(
 *   display.cellDiagram(paperSpace, architecture),
 *   display.plot({ ...display.curve(points, "accuracy"), width: 300 }),
 * );
 * assertStringIncludes(shown.html, ">conv7<");
 * assertStringIncludes(shown.text, "[plot: Accuracy while training]");
 * ```
 * @module
 */
export * from "./curve.ts";
export * from "./danfojs.ts";
export * from "./displayable.ts";
export * from "./figures/best_so_far.ts";
export * from "./figures/candidate_points.ts";
export * from "./figures/cell_diagram.ts";
export * from "./figures/claim_box.ts";
export * from "./figures/claims_table.ts";
export * from "./figures/run_card.ts";
export * from "./figures/scatter.ts";
export * from "./figures/verdict.ts";
export * from "./format.ts";
export * from "./image_grid.ts";
export * from "./intervals.ts";
export * from "./palette.ts";
export * from "./placeholder.ts";
export * from "./plot.ts";
export * from "./progress.ts";
export * from "./progress_view.ts";
export * from "./ranges.ts";
export * from "./table.ts";
export * from "./trend.ts";
