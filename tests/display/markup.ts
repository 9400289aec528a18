/**
 * What the tests of this room ask of markup.
 * @module
 */
import { assert, assertEquals } from "@std/assert";

const voidElements = new Set(["br", "wbr", "img", "input", "meta", "link", "hr"]);

/** Fails unless every `<` begins a tag, attributes are in quotes, and tags are closed in the order of opening. */
export function assertWellFormed(markup: string): void {
  const text = markup.replace(/(<(style|script)\b[^>]*>)[^]*?(<\/\2>)/g, "$1$3");
  const tag = /<(\/?)([a-zA-Z][\w-]*)((?:\s+[\w:-]+(?:="[^"<]*")?)*)\s*(\/?)>/y;
  const open: string[] = [];
  for (let at = text.indexOf("<"); at >= 0; at = text.indexOf("<", at + 1)) {
    tag.lastIndex = at;
    const match = tag.exec(text);
    assert(match !== null, `No tag at ...${text.slice(at, at + 80)}`);
    const [, isEnd, name, , isEmpty] = match;
    if (isEnd) assertEquals(open.pop(), name, `Closed at ...${text.slice(at - 60, at + 20)}`);
    else if (!isEmpty && !voidElements.has(name!)) open.push(name!);
  }
  assertEquals(open, []);
}

/** All values of `id` attributes, and of references to them. */
export function idsOf(markup: string): { ids: string[]; references: string[] } {
  return {
    ids: [...markup.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id!),
    references: [...markup.matchAll(/url\(#([^)]*)\)/g)].map(([, id]) => id!),
  };
}

/** Text that is dangerous where it is not escaped. */
export const hostile = `</script></style></svg><img src=x onerror="alert(1)">'"&`;

/** Fails if the hostile text got through as markup, anywhere but inside the one script of our own. */
export function assertHarmless(markup: string): void {
  assert(!markup.includes("<img"), "an element of the hostile text is there");
  assertEquals(markup.match(/<\/script>/g)?.length ?? 0, markup.match(/<script>/g)?.length ?? 0);
  assertEquals(markup.match(/<\/style>/g)?.length ?? 0, markup.match(/<style>/g)?.length ?? 0);
  assertWellFormed(markup);
}
