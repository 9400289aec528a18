/** Walks the whole site as readers would: every page, link and anchor, in both colours, on a phone, a desk and paper. */
import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { executablePath, withBrowser } from "./chromium.ts";
import { measureFirstPicture } from "./first_picture.ts";
import {
  addressOf,
  axeFindings,
  cutOff,
  darkBoxes,
  inSite,
  openDot,
  openPage,
  overflow,
  sizes,
} from "./site.ts";

const schemes = ["light", "dark"] as const;

Deno.test({
  name: "the site",
  ignore: executablePath === undefined,
  sanitizeOps: false,
  sanitizeResources: false,
  fn: (t) =>
    inSite((site, pages) =>
      withBrowser(async (browser) => {
        const urlOf = (name: string) => addressOf(site, name);
        assert(pages.includes("index.html") && pages.length > 10);
        const anchors = new Map<string, Set<string>>();
        const links: { readonly from: string; readonly to: string }[] = [];
        for (const name of pages) {
          await t.step(
            `${name}: no outside request, no error, no overflow, nothing serious for axe`,
            async () => {
              for (const colorScheme of schemes) {
                for (const size of ["desktop", "phone"] as const) {
                  const { page, faults, close } = await openPage(
                    browser,
                    { colorScheme, viewport: sizes[size] },
                    urlOf(name),
                  );
                  const at = `${colorScheme}, ${size}`;
                  assertEquals(faults, [], at);
                  // Of a plot that is wider than the screen, numbers at its end stand below it, too.
                  const words = page.locator("figure > [data-part=words]");
                  const shown = await words.filter({ visible: true }).count();
                  assertEquals(shown, size === "phone" ? await words.count() : 0, at);
                  assert(await overflow(page) <= 0, `${at}: ${await overflow(page)} pixels too wide`);
                  assertEquals(await axeFindings(page), [], at);
                  if (size === "desktop") {
                    const [contents, text] = [page.locator("nav"), page.locator("main")];
                    const { x, width } = (await contents.boundingBox())!;
                    assert(x + width <= (await text.boundingBox())!.x, "the contents lie on the text");
                  } else {
                    const shrunk = page.locator("main figure svg[width]").evaluateAll((all) =>
                      all.filter((svg) =>
                        svg.getBoundingClientRect().width < Number(svg.getAttribute("width")) - 1
                      ).length
                    );
                    assertEquals(await shrunk, 0, "pictures with letters too small to read");
                  }
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
          await t.step(`${name}: the first picture has little to wait for, and is soon there`, async () => {
            const html = await Deno.readTextFile(join(site, name));
            assert(new TextEncoder().encode(html).length < 3e6);
            const end = html.indexOf("</svg>", html.indexOf("<main>"));
            assert(end > 0 && end < 150_000, `the first picture ends after ${end} characters`);
            // Nothing else to be asked for, and hardly anything to be run, before it.
            assertEquals(html.match(/<script\b[^>]*\bsrc|<link\b[^>]*stylesheet|@import/g), null);
            const scripts = html.slice(0, end).match(/<script[\s\S]*?<\/script>/g) ?? [];
            assert(scripts.join("").length < 10_000, `${scripts.join("").length} characters of script`);
            // How long it takes is told and not judged: that is another on every machine.
            const { text, shift } = await measureFirstPicture(browser, urlOf(name), sizes.phone);
            console.log(`${name}, ${html.length / 1e6} MB: ${text}`);
            assert(shift < 0.01, `the page jumps by ${shift} while it is loaded`);
          });
          await t.step(`${name} on paper: light, nothing cut off, no switches`, async () => {
            const { page, faults, close } = await openPage(
              browser,
              { colorScheme: "dark", viewport: sizes.paper },
              urlOf(name),
            );
            await page.evaluate("document.documentElement.dataset.theme = 'dark'");
            assert((await darkBoxes(page)).length > 0);
            await page.emulateMedia({ media: "print" });
            assertEquals(await darkBoxes(page), []);
            assertEquals([await overflow(page), await cutOff(page)], [0, []]);
            const seen = page.locator("nav, .switches, .turn, .anchor-link, .code > summary").filter({
              visible: true,
            });
            assertEquals(await seen.count(), 0);
            // Code is on the paper where it is unfolded in the window.
            const code = page.locator("details.code pre").filter({ visible: true });
            assertEquals(await code.count(), await page.locator("details.code[open]").count());
            assertEquals(faults, []);
            await close();
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
          const { plot, panel } = await openDot(page);
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
          const { page, faults, close } = await openPage(
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
          assertEquals(faults, []);
          await close();
        });

        await t.step(
          "the contents stand beside the text or are folded, and are there without scripts",
          async () => {
            for (const javaScriptEnabled of [true, false]) {
              for (const size of ["desktop", "phone"] as const) {
                const { page, faults, close } = await openPage(
                  browser,
                  { viewport: sizes[size], javaScriptEnabled },
                  urlOf("index.html"),
                );
                const [list, summary] = [page.locator("#contents > ol"), page.locator("#contents > summary")];
                const folded = size === "phone" && javaScriptEnabled;
                const at = `${size}, ${javaScriptEnabled ? "with" : "without"} scripts`;
                assertEquals(
                  [await list.isVisible(), await summary.isVisible()],
                  [!folded, size === "phone"],
                  at,
                );
                if (size === "phone") {
                  await summary.click();
                  assertEquals(await list.isVisible(), folded, at);
                }
                assertEquals(faults, [], at);
                await close();
              }
            }
          },
        );

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
          await openDot(page);
          // A browser asks by itself for an icon.
          assertEquals(faults.filter((fault) => !fault.includes("favicon")), []);
          await close();
          await server.shutdown();
        });
      })
    ),
});
