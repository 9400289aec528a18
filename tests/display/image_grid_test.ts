import { assert, assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import sharp from "sharp";
import { imageGrid } from "../../lib/display/mod.ts";

Deno.test("imageGrid() shows each image as it is, with its caption as text", async () => {
  const pixels = Uint8Array.of(0, 50, 100, 150, 200, 250);
  const images = [{ pixels, caption: "a boot" }, { pixels: pixels.toReversed(), caption: "<b>a bag</b>" }];
  const { html, text } = await imageGrid(images, { shape: [2, 3, 1] });
  assertEquals(text.split("\n").length, 2);
  assert(html.includes("&lt;b&gt;a bag&lt;/b&gt;") && !html.includes("<b>"));
  const sources = [...html.matchAll(/base64,([^"]+)/g)].map(([, base64]) => Buffer.from(base64!, "base64"));
  const decoded = await Promise.all(sources.map((png) => sharp(png).greyscale().raw().toBuffer()));
  assertEquals(decoded.map((data) => [...data]), images.map((image) => [...image.pixels]));
});
