import { assert, assertEquals } from "@std/assert";
import { settingText } from "../../bench/peer.ts";
import { jaxSettings, settingsFor } from "../../bench/settings.ts";

Deno.test("settingsFor() uses all cores, by threads or by processes, and gives no setting twice", () => {
  for (const kind of ["dense", "sparse"] as const) {
    for (const cores of [1, 2]) {
      const settings = settingsFor(kind, "pilot", cores);
      for (const { processes, threads } of settings) assertEquals(processes * threads, cores);
      assertEquals(new Set(settings.map(settingText)).size, settings.length);
      assert(
        settings.some(({ channelsLast }) => channelsLast) &&
          settings.some(({ channelsLast }) => !channelsLast),
      );
      assertEquals(settings.some(({ together }) => together), kind === "dense");
    }
  }
  for (const { processes, threads } of jaxSettings(2)) assertEquals(processes * threads, 2);
  assertEquals(jaxSettings(1).length, 1);
  assert(settingsFor("sparse", "pilot", 2).some(({ compile }) => compile));
  assertEquals(settingsFor("sparse", "small", 2).some(({ processes }) => processes === 2), true);
});
