/** What hostile records do to a page in a real browser: nothing, they are text on it. */
import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { renderSite } from "../../lib/site/mod.ts";
import * as display from "../../lib/display/mod.ts";
import { paperSpace, parseArchitecture } from "../../lib/space/mod.ts";
import { code, html, notebookOf, prose, stream, withProject } from "../site/notebooks.ts";
import { full } from "../display/claims.ts";
import { executablePath, withBrowser } from "./chromium.ts";

/** Each tries to leave a mark in the page, and ends with a word that a reader should see. */
const attacks = [
  `<img src=x onerror="harmed=1">seen1`,
  `</script><script>harmed=2</script>seen2`,
  `</style></svg></title><svg onload="harmed=3">seen3`,
  `"><a href="javascript:harmed=4">seen4</a>`,
  `' onmouseover='harmed=5' x='seen5`,
  `<!--<script>seen6`,
  `\${harmed=7}\`seen7`,
];
const numbers = [NaN, Infinity, -Infinity, 1e308, -5e-324, 2 ** 53, -0];

const architecture = parseArchitecture(paperSpace, "c2+c1>identity+sep3|c1>max3|b0+b1>conv7|b2>sep5");

/** All that the pages show, made of one hostile text. */
function everythingOf(text: string): display.Displayable[] {
  const facts = { [text]: text, ...Object.fromEntries(numbers.map((value, at) => [`n${at}`, value])) };
  const rows = numbers.map((value) => ({ [text]: text, value }));
  const claim = {
    ...full,
    id: text,
    title: text,
    verdict: text,
    rule: text,
    statistic: text,
    notebook: text,
  };
  return [
    display.table(rows, { caption: text }),
    display.claimBox({ ...claim, estimate: NaN, low: -Infinity, high: 1e308 }),
    display.claimsTable([claim]),
    display.runCard({ title: text, loaded: true, seconds: Infinity, facts, rows: [facts] }),
    display.scatter(
      paperSpace,
      [
        { architecture, x: 0.5, y: 0.6, facts, group: text },
        { architecture, x: NaN, y: 1e308 },
        { architecture, x: 0.7, y: 0.8, facts },
      ],
      { title: text, caption: text, x: { label: text } },
    ),
    display.plot(display.ranges({ [text]: numbers, other: [1, 2, 3] }, { title: text, label: text })),
    display.plot(
      display.intervals({ [text]: { estimate: 0.5, low: 0.2, high: 0.7 } }, { title: text, label: text }),
    ),
    display.plot(
      display.bestSoFar({ [text]: [[0.1, 0.2, 0.3]], other: [[0.2, 0.3, 0.1]] }, {
        title: text,
        label: text,
      }),
    ),
  ];
}

Deno.test({
  name: "a page of hostile records shows them as text",
  ignore: executablePath === undefined,
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const cells = attacks.map((text) => {
      const shown = everythingOf(text);
      return code("// " + text, [stream("stdout", text), ...shown.map((one) => html(one.html))]);
    });
    const notebook = notebookOf(prose("# Hostile"), ...cells);
    await withProject({ "00_hostile.ipynb": notebook }, async (root) => {
      const path = join(root, "notebooks/00_hostile.ipynb");
      const [page] = await renderSite([{ path, note: attacks.join(" ") }], join(root, "site"), { root });
      await withBrowser(async (browser) => {
        const tab = await browser.newPage();
        const faults: string[] = [];
        tab.on("pageerror", (error) => faults.push(String(error)));
        tab.on("dialog", (dialog) => {
          faults.push(dialog.message());
          void dialog.dismiss();
        });
        await tab.goto(pathToFileURL(page!).href);
        const harmed = () => tab.evaluate("globalThis.harmed ?? null");
        assertEquals(await harmed(), null);
        const text = await tab.locator("body").innerText();
        for (const attack of attacks) {
          assert(text.split(attack).length > 10, `hardly shown: ${attack}`);
        }
        // What is made only when a reader points, clicks or sorts.
        const dots = await tab.locator(".oneshot-scatter [data-point]").all();
        const heads = await tab.locator("table.oneshot-table button").all();
        const panels = await tab.locator("[data-part=panel]").all();
        assert(heads.length > attacks.length);
        assertEquals([dots.length, panels.length], [2 * attacks.length, attacks.length]);
        for (const dot of dots) {
          await dot.dispatchEvent("focus");
          await dot.press("Enter");
        }
        for (const head of heads) await head.press("Enter");
        for (const panel of panels) assert((await panel.innerText()).includes("seen"));
        const handlers = "body :is([onerror], [onload], [onmouseover])";
        assertEquals(await tab.locator(`body img, a[href^='javascript:'], ${handlers}`).count(), 0);
        assertEquals([await harmed(), faults], [null, []]);
      });
    });
  },
});
