/** Walks the whole site as readers would: every page, link and anchor, in both colours, on a phone and on a desk. */
import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { makeSite } from "../../lib/book/mod.ts";
import { openBoard, projectRoot } from "../../lib/setup/mod.ts";
import { executablePath, withBrowser } from "./chromium.ts";

const site = join(projectRoot, "site");
const sizes = { desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } } as const;
const schemes = ["light", "dark"] as const;

/** A page, with everything noted that a reader should not meet. */
async function openPage(browser: Browser, options: BrowserContextOptions, url: string) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
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
async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof axe }).axe.run({ resultTypes: ["violations"] })
  );
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)).join(" … ")}`);
}

/** By how many pixels a page is wider than its window. */
const overflow = (page: Page): Promise<number> =>
  page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");

Deno.test({
  name: "the site",
  ignore: executablePath === undefined,
  sanitizeOps: false,
  sanitizeResources: false,
  async fn(t) {
    const board = openBoard();
    await makeSite(projectRoot, board);
    board.close();
    const pages = Array.from(Deno.readDirSync(site), ({ name }) => name).filter((name) =>
      name.endsWith(".html")
    )
      .sort();
    const urlOf = (name: string) => pathToFileURL(join(site, name)).href;
    assert(pages.includes("index.html") && pages.length > 10);

    await withBrowser(async (browser) => {
      const anchors = new Map<string, Set<string>>();
      const links: { readonly from: string; readonly to: string }[] = [];
      for (const name of pages) {
        await t.step(
          `${name}: no outside request, no error, no overflow, nothing serious for axe`,
          async () => {
            for (const colorScheme of schemes) {
              for (const [size, viewport] of Object.entries(sizes)) {
                const { page, faults, close } = await openPage(
                  browser,
                  { colorScheme, viewport },
                  urlOf(name),
                );
                const at = `${colorScheme}, ${size}`;
                assertEquals(faults, [], at);
                assert(await overflow(page) <= 0, `${at}: ${await overflow(page)} pixels too wide`);
                if (size === "desktop") assertEquals(await axeFindings(page), [], at);
                if (!anchors.has(name)) {
                  const ids = await page.locator("[id]").evaluateAll((all) => all.map(({ id }) => id));
                  anchors.set(name, new Set(ids));
                  const hrefs = await page.locator("a[href]").evaluateAll((all) =>
                    all.map(({ href }) => href)
                  );
                  links.push(...hrefs.map((to) => ({ from: name, to })));
                }
                await close();
              }
            }
          },
        );
        await t.step(`${name}: at most 3 MB`, async () => {
          const { size } = await Deno.stat(join(site, name));
          assert(size < 3e6, `${size} bytes`);
        });
      }

      await t.step("every link leads to a page and an anchor that are there", () => {
        const broken = links.filter(({ to }) => {
          const url = new URL(to);
          if (url.protocol === "https:" || url.protocol === "http:") return false; // of others: not asked for
          const name = decodeURIComponent(url.pathname.split("/").at(-1)!);
          const ids = anchors.get(name);
          return ids === undefined || (url.hash !== "" && !ids.has(decodeURIComponent(url.hash.slice(1))));
        });
        assertEquals(broken, []);
      });

      await t.step("dots tell what they are when pointed at, and open with a click or Enter", async () => {
        const { page, faults, close } = await openPage(
          browser,
          { viewport: sizes.desktop },
          urlOf("05_correlation.html"),
        );
        const plot = page.locator(".oneshot-scatter").first();
        await plot.scrollIntoViewIfNeeded();
        const dot = plot.locator("[data-point]").nth(3);
        await dot.hover();
        const tip = plot.locator("[data-part=tip]");
        assert(await tip.isVisible());
        const said = (await tip.innerText()).split("\n")[0]!;
        assert(said.includes(">"), said);
        await page.mouse.down();
        await page.mouse.up();
        const panel = plot.locator("[data-part=panel]");
        assert(await panel.isVisible());
        assert(await panel.locator("svg").isVisible());
        await page.keyboard.press("Escape");
        assert(!await panel.isVisible());
        await plot.locator("[data-point][tabindex='0']").focus();
        await page.keyboard.press("ArrowRight");
        await page.keyboard.press("Enter");
        assert(await panel.isVisible());
        assertEquals(faults, []);
        await close();
      });

      await t.step("a click on the head of a table sorts its rows, by mouse and by keyboard", async () => {
        const { page, faults, close } = await openPage(
          browser,
          { viewport: sizes.desktop },
          urlOf("05_correlation.html"),
        );
        const table = page.locator("table.oneshot-table[data-ready]").filter({
          has: page.locator("th.number"),
        })
          .first();
        const column = await table.locator("thead th").evaluateAll((heads) =>
          heads.findIndex(({ classList }) => classList.contains("number"))
        );
        const numbers = async () => {
          const cells = table.locator(`tbody td:nth-child(${column + 1})[data-value]`);
          return await cells.evaluateAll((all) => all.map(({ dataset }) => Number(dataset.value)));
        };
        const button = table.locator("thead th").nth(column).locator("button");
        await button.click();
        const falling = await numbers();
        assert(falling.length > 1);
        assertEquals(falling, falling.toSorted((a, b) => b - a));
        await button.press("Enter");
        assertEquals(await numbers(), falling.toSorted((a, b) => a - b));
        assertEquals(faults, []);
        await close();
      });

      await t.step("code folds, colours change, and both are remembered", async () => {
        const { page, close } = await openPage(
          browser,
          { viewport: sizes.desktop, colorScheme: "light" },
          urlOf("03_first_look.html"),
        );
        const shown = () => page.locator("details.code[open]").count();
        assert(await shown() > 0);
        await page.click("#code-switch");
        assertEquals(await shown(), 0);
        await page.click("#theme-switch");
        const theme = () => page.evaluate<string>("document.documentElement.dataset.theme");
        assertEquals(await theme(), "dark");
        await page.reload();
        assertEquals([await shown(), await theme()], [0, "dark"]);
        await close();
      });

      await t.step("pages work from a sub-path, and offline once they are loaded", async () => {
        const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async (request) => {
          const { pathname } = new URL(request.url);
          const name = /^\/some\/where\/([\w.]+)$/.exec(pathname)?.[1];
          if (name === undefined) return new Response("not here", { status: 404 });
          return new Response(await Deno.readFile(join(site, name)), {
            headers: { "content-type": "text/html" },
          });
        });
        const base = `http://127.0.0.1:${server.addr.port}/some/where/`;
        const { page, faults, close } = await openPage(
          browser,
          { viewport: sizes.desktop },
          `${base}index.html`,
        );
        await page.click("nav a[href='04_dropout_rate.html']");
        await page.waitForURL(`${base}04_dropout_rate.html`);
        await page.context().setOffline(true);
        await page.locator(".oneshot-scatter [data-point]").first().dispatchEvent("click");
        // A browser asks by itself for an icon.
        assertEquals(faults.filter((fault) => !fault.includes("favicon")), []);
        await close();
        await server.shutdown();
      });
    });
  },
});
