import { assertEquals } from "@std/assert";
import { displayable, placeholder } from "../../lib/display/mod.ts";

Deno.test("placeholder() shows once and replaces what it showed under the same id", async () => {
  const sent: { type: string; text: unknown; id: unknown }[] = [];
  // deno-lint-ignore no-explicit-any -- a message of the Jupyter protocol
  const broadcast = (type: string, content: any) =>
    void sent.push({ type, text: content.data["text/plain"], id: content.transient.display_id });
  const verdict = await placeholder(displayable("<b>a</b>", "a"), broadcast);
  await verdict.replace(displayable("<b>b</b>", "b"));
  assertEquals(sent.map(({ type, text }) => [type, text]), [["display_data", "a"], [
    "update_display_data",
    "b",
  ]]);
  assertEquals(sent[0]!.id, sent[1]!.id);
});
