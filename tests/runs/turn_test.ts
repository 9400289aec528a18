import { assertEquals, assertRejects } from "@std/assert";
import { inTurn, turnsVariable } from "../../lib/runs/mod.ts";
import { inFolder, namesIn } from "./folder.ts";

const module = new URL("../../lib/runs/mod.ts", import.meta.url).href;

/** A process that says when its turn begins and ends. */
function inAnother(folder: string, name: string): Promise<Deno.CommandOutput> {
  const code = `import { inTurn } from ${JSON.stringify(module)};
const say = (word) => Deno.writeTextFileSync("${folder}/log", word + " ", { append: true });
await inTurn(async () => {
  await inTurn(async () => say("${name}"));
  await new Promise((go) => setTimeout(go, 300));
  say("${name}");
});`;
  return new Deno.Command(Deno.execPath(), {
    args: ["eval", "--ext=ts", code],
    env: { [turnsVariable]: `${folder}/turns.lock` },
    stdout: "piped",
    stderr: "piped",
  }).output();
}

Deno.test("inTurn() has one process at work at a time, however often it is called in it", () =>
  inFolder(async (folder) => {
    const outputs = await Promise.all(["a", "b", "c"].map((name) => inAnother(folder, name)));
    assertEquals(outputs.map(({ success }) => success), [true, true, true]);
    const words = (await Deno.readTextFile(`${folder}/log`)).trim().split(" ");
    assertEquals(words.length, 6);
    for (let at = 0; at < 6; at += 2) assertEquals(words[at], words[at + 1], words.join(" "));
    assertEquals(namesIn(folder), ["log"]);
  }));

Deno.test("inTurn() ends a turn whose work fails, and waits for nobody without the variable", () =>
  inFolder(async (folder) => {
    const fail = () => inTurn(() => Promise.reject(new Error("no")));
    Deno.env.set(turnsVariable, `${folder}/turns.lock`);
    try {
      await assertRejects(fail, Error, "no");
      assertEquals(await inTurn(() => Promise.resolve(namesIn(folder))), ["turns.lock"]);
      assertEquals(namesIn(folder), []);
    } finally {
      Deno.env.delete(turnsVariable);
    }
    assertEquals(await inTurn(() => Promise.resolve(namesIn(folder))), []);
  }));
