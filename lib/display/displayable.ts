/**
 * What a notebook can show: HTML for a page, plain text for a terminal.
 * @module
 */

/** The name of the method that the Deno kernel asks a cell's last value for. */
export const jupyterDisplay: unique symbol = Symbol.for("Jupyter.display");

/** A value that shows itself in a notebook as HTML and in a terminal as text. */
export interface Displayable {
  /** A self-contained fragment that asks nothing of any host. */
  readonly html: string;
  /** The same for those who can't show HTML; may have several lines. */
  readonly text: string;
  [jupyterDisplay](): { readonly "text/html": string; readonly "text/plain": string };
}

/** Makes a value that shows itself. */
export function displayable(html: string, text: string): Displayable {
  const shown: Displayable = {
    html,
    text,
    [jupyterDisplay]: () => ({ "text/html": html, "text/plain": text }),
  };
  // So that console.log() in a terminal prints the text and not the HTML.
  Object.defineProperty(shown, Symbol.for("Deno.customInspect"), { value: () => text });
  return shown;
}

/** Shows things side by side where there is room, and below one another where there is none or in a terminal. */
export function beside(...items: readonly Displayable[]): Displayable {
  const parts = items.map(({ html }) => `<div style="flex:0 1 auto;min-width:0">${html}</div>`);
  return displayable(
    `<div style="display:flex;flex-wrap:wrap;gap:0.5em 2em;align-items:flex-start">${parts.join("")}</div>`,
    items.map(({ text }) => text).join("\n\n"),
  );
}

/**
 * Lets plain data show itself: in a notebook as what `show` makes of it, in a terminal as that one's text. The data
 * stay what they are, for whoever compares, copies or stores them; a copy shows nothing.
 *
 * @returns the value itself
 *
 * @example A pair that prints as a sum
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { displayable, showingItself } from "./displayable.ts";
 *
 * const pair = showingItself([3, 4], () => displayable("3 &plus; 4", "3 + 4"));
 * assertEquals(Deno.inspect(pair), "3 + 4");
 * assertEquals(pair, [3, 4]);
 * ```
 */
export function showingItself<T extends object>(value: T, show: () => Displayable): T {
  return Object.defineProperties(value, {
    [jupyterDisplay]: { value: () => show()[jupyterDisplay]() },
    [Symbol.for("Deno.customInspect")]: { value: () => show().text },
  });
}

/** Whether a value was made by {@linkcode displayable}, or acts like it. */
export function isDisplayable(value: unknown): value is Displayable {
  return typeof value === "object" && value !== null && jupyterDisplay in value && "html" in value;
}
