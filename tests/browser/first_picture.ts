/**
 * How soon a slow machine shows the first picture of a page.
 * @module
 */
import type { Browser, ViewportSize } from "playwright-core";
import { PATIENCE } from "./site.ts";

/** By how much slower than this machine. */
const SLOWER = 4;

/** Runs before the page's own scripts: notes the frame after the one in which the first picture is whole, and jumps. */
const watch = `
  globalThis.shift = 0;
  new PerformanceObserver((list) => {
    for (const { value } of list.getEntries()) globalThis.shift += value;
  }).observe({ type: "layout-shift", buffered: true });
  const look = () => {
    const picture = document.querySelector("main .output :is(svg, img)");
    // What comes after its cell is there, so all of it is.
    if (picture?.closest(".cell").nextElementSibling && picture.getBoundingClientRect().width > 0) {
      requestAnimationFrame(() => globalThis.pictureShown = performance.now());
    } else {
      requestAnimationFrame(look);
    }
  };
  requestAnimationFrame(look);
`;

/** Loads a page with the processor slowed down: when it shows what, and by how much of the window it jumps meanwhile. */
export async function measureFirstPicture(
  browser: Browser,
  url: string,
  viewport: ViewportSize,
): Promise<{ readonly text: string; readonly shift: number }> {
  const context = await browser.newContext({ viewport });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const devtools = await context.newCDPSession(page);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  await page.addInitScript(watch);
  await page.goto(url);
  await page.waitForFunction("globalThis.pictureShown");
  const paint = await page.evaluate<number>(
    "performance.getEntriesByName('first-contentful-paint')[0]?.startTime",
  );
  const [picture, shift] = await page.evaluate<[number, number]>("[pictureShown, shift]");
  await context.close();
  const text = `first text after ${Math.round(paint)} ms, first picture after ${Math.round(picture)} ms ` +
    `with a processor ${SLOWER} times slower`;
  return { text, shift };
}
