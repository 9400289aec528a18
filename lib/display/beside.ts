/**
 * Several things as one.
 * @module
 */
import { type Displayable, displayable } from "./displayable.ts";

/**
 * Shows things side by side where there is room, and below one another where there is none or in a terminal.
 *
 * @example Two texts
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { beside } from "./beside.ts";
 * import { displayable } from "./displayable.ts";
 *
 * assertEquals(beside(displayable("<b>1</b>", "1"), displayable("<b>2</b>", "2")).text, "1\n\n2");
 * ```
 */
export function beside(...items: readonly Displayable[]): Displayable {
  const parts = items.map(({ html }) => `<div style="flex:0 1 auto;min-width:0">${html}</div>`);
  return displayable(
    `<div style="display:flex;flex-wrap:wrap;gap:0.5em 2em;align-items:flex-start">${parts.join("")}</div>`,
    items.map(({ text }) => text).join("\n\n"),
  );
}
