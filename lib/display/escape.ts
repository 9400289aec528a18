/**
 * Text from anywhere, made safe for the place where it is put.
 * @module
 */

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as it is written in HTML, between tags or in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]!);
}

/**
 * A value as a literal of JavaScript inside a `<script>`: JSON in which nothing can end the script, since `<` is written
 * `\u003c`, or begin a comment of HTML.
 */
export function embedJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Text on one line of a terminal: what would move the cursor or change colours becomes a space or U+FFFD. */
export function plainLine(text: string): string {
  return text.replace(/\s+/gu, " ").replace(/\p{C}/gu, "\u{fffd}");
}

/** A number of up to eight hexadecimal digits that depends on all of a text (32-bit FNV-1a): a name for parts of it. */
export function hashText(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16);
}
