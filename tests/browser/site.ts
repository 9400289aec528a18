/**
 * The site as Chromium shows it: rendered for a test, opened, and looked at.
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { pageSources, renderSite } from "../../lib/site/mod.ts";
import { projectRoot } from "../../lib/project.ts";
import { inFolder } from "../runs/folder.ts";

/** A desk's window, the narrowest with the contents beside the text; a phone's; a sheet of A4 between its margins. */
export const sizes = {
  desktop: { width: 1280, height: 900 },
  phone: { width: 390, height: 844 },
  paper: { width: 690, height: 1000 },
} as const;

/** How many milliseconds anything may take on a machine that has other work: no test is about that. */
export const PATIENCE = 300_000;

/** Gives `use` the committed notebooks as pages, apart from `site/`, which is the reader's. */
export async function inSite(
  use: (folder: string, names: readonly string[]) => Promise<void>,
): Promise<void> {
  await inFolder(async (folder) => {
    const site = join(folder, "site");
    const paths = await renderSite(await pageSources(projectRoot), site, { root: projectRoot });
    await use(site, paths.map((path) => basename(path)).sort());
  });
}

/** The address of a page that is opened from the disk. */
export const addressOf = (folder: string, name: string): string => pathToFileURL(join(folder, name)).href;

/** A page, with everything noted that a reader should not meet. */
export async function openPage(browser: Browser, options: BrowserContextOptions, url: string) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const faults: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  page.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    const isOwn = ["file:", "data:", "blob:"].includes(protocol) || hostname === "127.0.0.1";
    if (!isOwn) faults.push(`request: ${request.url()}`);
  });
  page.on("requestfailed", (request) => faults.push(`failed: ${request.url()}`));
  page.on("response", (response) => {
    if (response.status() >= 400) faults.push(`${response.status()}: ${response.url()}`);
  });
  await page.goto(url);
  return { page, faults, close: () => context.close() };
}

/** Serious and critical findings of axe-core. */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof axe }).axe.run({ resultTypes: ["violations"] })
  );
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)).join(" … ")}`);
}

/** By how many pixels a page is wider than its window. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");

/** What lies in a box that is too narrow for it, and can be seen only by scrolling: on paper, not at all. */
export const cutOff = (page: Page): Promise<string[]> =>
  page.evaluate(`[...document.querySelectorAll("main *")]
    .filter((box) => box.clientWidth > 0 && box.scrollWidth > box.clientWidth + 1)
    .filter((box) => getComputedStyle(box).overflowX !== "visible")
    .map((box) => box.outerHTML.slice(0, 80) + ": " + box.scrollWidth + " in " + box.clientWidth + " pixels")`);

/** The boxes of a page with a dark background, its body included. */
export const darkBoxes = (page: Page): Promise<string[]> =>
  page.evaluate(`[...document.querySelectorAll("body, body *")]
    .filter((box) => {
      const [red, green, blue, opacity = 1] = getComputedStyle(box).backgroundColor.match(/[\\d.]+/g).map(Number);
      return opacity > 0.5 && red + green + blue < 3 * 128;
    })
    .map((box) => box.outerHTML.slice(0, 80))`);

/** Clicks a dot of the page's first scatter plot, and looks whether its architecture is shown. */
export async function openDot(page: Page) {
  const plot = page.locator(".oneshot-scatter").first();
  await plot.scrollIntoViewIfNeeded();
  await plot.locator("[data-point]").nth(3).hover();
  const tip = plot.locator("[data-part=tip]");
  assert(await tip.isVisible());
  const name = (await tip.innerText()).split("\n")[0]!;
  assert(name.includes(">"), name);
  await page.mouse.down();
  await page.mouse.up();
  const panel = plot.locator("[data-part=panel]");
  assert(await panel.isVisible());
  assertEquals(await panel.locator("> code").innerText(), name);
  assert(await panel.locator("svg").isVisible());
  return { plot, panel };
}
