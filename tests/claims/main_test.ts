import { assertEquals } from "@std/assert";

Deno.test("deno task claims --json prints the ledger as a list", async () => {
  const main = new URL("../../lib/claims/main.ts", import.meta.url);
  const { success, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-read", main.href, "--json"],
  }).output();
  assertEquals(success, true);
  const entries = JSON.parse(new TextDecoder().decode(stdout));
  assertEquals(entries.map(({ id }: { id: string }) => id), ["C2"]);
});
