/**
 * Parameters of a notebook: constants of a cell that can be set from outside, where nobody edits the cell. The
 * environment variable ONESHOT_PARAMETERS has them as JSON, such as `{"rate":0.1,"seed":7}`.
 *
 * @example One of two constants is set from outside
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parameters } from "./parameters.ts";
 *
 * const defaults = { rate: 0.3, seed: 1 };
 * assertEquals(parameters(defaults, '{"rate":0.1}'), { rate: 0.1, seed: 1 });
 * assertEquals(parameters(defaults, undefined), defaults);
 * ```
 * @module
 */
import { among, refuse } from "./options.ts";

const variable = "ONESHOT_PARAMETERS";
const action = `Cannot take ${variable}`;

/** A value of the type of a default. */
type Like<Value> = Value extends number ? number : Value extends string ? string : boolean;

/**
 * Defaults, with values of ONESHOT_PARAMETERS in the place of those of the same names. What differs from its default
 * is printed.
 *
 * @param text the JSON. @default the environment variable's
 * @throws {RangeError} if the text is no JSON object, or has a name that no default has, or a value of another type
 */
export function parameters<Defaults extends Readonly<Record<string, number | string | boolean>>>(
  defaults: Defaults,
  text: string | undefined = Deno.env.get(variable),
): { [Name in keyof Defaults]: Like<Defaults[Name]> } {
  const given = readObject(text);
  const names = Object.keys(defaults);
  for (const [name, value] of Object.entries(given)) {
    if (!names.includes(name)) refuse(action, name, value, among(name, names));
    const standard = defaults[name];
    if (typeof value !== typeof standard) {
      refuse(action, name, value, `a ${typeof standard}, such as ${JSON.stringify(standard)}`);
    }
  }
  const changed = Object.entries(given).filter(([name, value]) => value !== defaults[name])
    .map(([name, value]) => `${name} = ${JSON.stringify(value)} (default ${JSON.stringify(defaults[name])})`);
  if (changed.length > 0) console.log(`From ${variable}: ${changed.join(", ")}`);
  return { ...defaults, ...given } as { [Name in keyof Defaults]: Like<Defaults[Name]> };
}

function readObject(text = ""): Record<string, unknown> {
  if (text.trim() === "") return {};
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    found = text;
  }
  if (typeof found === "object" && found !== null && !Array.isArray(found)) return { ...found };
  refuse(action, "the text", found, 'a JSON object, such as {"rate":0.1}');
}
