import { assertEquals, assertThrows } from "@std/assert";
import { parameters } from "../lib/parameters.ts";

const defaults = { rate: 0.3, seed: 1, title: "My images", fresh: false };

/** What `use` prints, and what it returns. */
function printed<T>(use: () => T): { lines: string[]; value: T } {
  const lines: string[] = [];
  const log = console.log;
  console.log = (line: string) => void lines.push(line);
  try {
    return { value: use(), lines };
  } finally {
    console.log = log;
  }
}

Deno.test("parameters() are the defaults, in silence, if nothing or nothing else is given", () => {
  for (const text of [undefined, "", " \n", "{}", '{"rate":0.3,"title":"My images"}']) {
    assertEquals(printed(() => parameters(defaults, text)), { lines: [], value: defaults });
  }
});

Deno.test("parameters() takes values of the defaults' types and shows what differs", () => {
  const { lines, value } = printed(() =>
    parameters(defaults, '{"title":"Cats","fresh":true,"seed":1,"rate":0}')
  );
  assertEquals(value, { rate: 0, seed: 1, title: "Cats", fresh: true });
  assertEquals(lines, [
    'From ONESHOT_PARAMETERS: title = "Cats" (default "My images"), fresh = true (default false), rate = 0 (default 0.3)',
  ]);
  // A value may be any of its type: this is a check of types.
  const { rate }: { rate: number } = parameters({ rate: 0.3 }, "");
  assertEquals(rate, 0.3);
});

Deno.test("parameters() refuses names that are unknown, other types, and what is no JSON object", () => {
  const table = [
    ['{"rat":0.1}', "with rat = 0.1: expected a name among rate, seed, title, fresh; did you mean rate?"],
    ['{"Rate":0.1}', "did you mean rate?"],
    ['{"toString":1}', "expected a name among rate"],
    ['{"__proto__":1}', "expected a name among rate"],
    ['{"rate":"0.1"}', 'with rate = "0.1": expected a number, such as 0.3'],
    ['{"fresh":1}', "with fresh = 1: expected a boolean, such as false"],
    ['{"title":null}', "with title = null: expected a string"],
    ["rate=0.1", 'Cannot take ONESHOT_PARAMETERS with the text = "rate=0.1": expected a JSON object'],
    ["[0.1]", "expected a JSON object"],
    ["0.1", "expected a JSON object"],
    ["{rate: 0.1}", 'expected a JSON object, such as {"rate":0.1}'],
  ] as const;
  for (const [text, message] of table) {
    assertThrows(() => parameters(defaults, text), RangeError, message);
  }
});

Deno.test("parameters() reads the environment variable", () => {
  Deno.env.set("ONESHOT_PARAMETERS", '{"seed":7}');
  try {
    assertEquals(printed(() => parameters(defaults)).value, { ...defaults, seed: 7 });
  } finally {
    Deno.env.delete("ONESHOT_PARAMETERS");
  }
});
