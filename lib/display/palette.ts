/**
 * Colours of plots, diagrams and verdicts. A page may be light or dark, and a figure can't always learn which, so text
 * and axes take the page's own colour (`currentColor`) and these four have at least three times the contrast of
 * either page. They also stay apart for readers who do not see red, green or blue; even so, verdicts, groups of dots and
 * operations can be told without colour, by word or shape.
 * @module
 */

/** The four colours by name. */
export const colours = {
  blue: "#2878e6",
  orange: "#ea5f1a",
  teal: "#1d7f76",
  lilac: "#b87cc0",
} as const;

/** The same in the order in which series take them. */
export const palette: readonly string[] = Object.values(colours);

/** The font of everything that is shown. */
export const font =
  "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif";

/** The font of architectures and operations. */
export const monospace = "ui-monospace, 'Cascadia Mono', 'Liberation Mono', Menlo, Consolas, monospace";

/**
 * Style of something that lies over the page: the page's own two colours where it has names for them (the site,
 * JupyterLab, VS Code), and else the browser's pair, which always belong together.
 */
export const surface =
  "background:var(--paper,var(--jp-layout-color1,var(--vscode-editor-background,Canvas)));" +
  "color:var(--ink,var(--jp-content-font-color1,var(--vscode-editor-foreground,CanvasText)))";

/**
 * Rules of a style sheet for elements of one class, which is doubled to win over the rules of JupyterLab.
 *
 * @param scope a selector that ends in the class, e.g. `table.oneshot-claim`
 * @param rules to stand after the selector: each begins with `{`, or with a space if it is for elements inside
 */
export function scopedRules(scope: string, rules: readonly string[]): string {
  const selector = scope + scope.slice(scope.lastIndexOf("."));
  return rules.map((rule) => selector + rule).join("");
}
