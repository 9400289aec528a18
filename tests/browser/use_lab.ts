/** Uses 03_first_look in JupyterLab as a person would: runs it, changes the rate, stops a long cell and goes on. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "node:path";
import { decodeCheckpoint } from "../../lib/runs/checkpoint_format.ts";
import { askToStop } from "../../lib/runs/mod.ts";
import { inFolder, namesIn } from "../runs/folder.ts";
import { executablePath, withBrowser } from "./chromium.ts";
import { copyProject, OpenNotebook, withLab } from "./lab.ts";

const MODEL = "trainOneShot";
const CONSTANTS = "parameters({";

Deno.test({
  name: "03_first_look in JupyterLab",
  ignore: executablePath === undefined,
  sanitizeOps: false,
  sanitizeResources: false,
  fn: (t) =>
    inFolder(async (folder) => {
      await copyProject(folder);
      const kept = join(folder, "data", "runs", "quick", "weights");
      const weights = () => {
        try {
          return namesIn(kept);
        } catch {
          return [];
        }
      };
      await withLab(folder, (address) =>
        withBrowser(async (browser) => {
          const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
          await page.goto(`${address}/lab/tree/03_first_look.ipynb`);
          const notebook = new OpenNotebook(page);
          await notebook.cell(MODEL).waitFor({ timeout: 60_000 });
          // Each step stands on the one before.
          let goesOn = true;
          const said = () => notebook.outputs(MODEL).innerText();

          goesOn &&= await t.step("runs from top to bottom", async () => {
            await notebook.run("Run All Cells");
            await notebook.idle();
            assertEquals(await notebook.errors(), []);
            assertMatch(await said(), /r = 0\.3, rising, seed \d+: done in/);
            assert(await notebook.outputs("scatter(space, points").locator("[data-point]").count() > 5);
          });

          goesOn &&= await t.step("computes anew what a changed rate changes", async () => {
            await notebook.change(CONSTANTS, "profile.oneShot.settings.dropout.rate", "0.5");
            await notebook.run("Run Selected Cell and All Below");
            await notebook.idle();
            assertEquals(await notebook.errors(), []);
            assertMatch(await said(), /r = 0\.5, rising, seed \d+: done in/);
          });

          goesOn &&= await t.step("loads what was there when the rate is changed back", async () => {
            await notebook.change(CONSTANTS, "0.5", "0.3");
            await notebook.run("Run Selected Cell and All Below");
            await notebook.idle();
            assertMatch(await said(), /r = 0\.3, rising, seed 1: loaded; computing took/);
          });

          const checkpoint = () => weights().find((name) => name.endsWith(".checkpoint"));
          /** Looks at the training that is half done; call what is returned when it is finished. */
          const halfDone = async () => {
            const file = join(kept, checkpoint()!);
            const { step, startedAt } = decodeCheckpoint(await Deno.readFile(file));
            assert(step > 0);
            return async () => {
              assertEquals(checkpoint(), undefined);
              const { provenance } = JSON.parse(
                await Deno.readTextFile(file.replace(/\.checkpoint$/, ".json")),
              );
              // A training from the beginning would have begun later.
              assertEquals(provenance.startedAt, startedAt);
            };
          };
          const begin = async () => {
            await notebook.run("Run Selected Cell and All Below");
            for (let wait = 0; !checkpoint(); wait++) {
              assert(wait < 600, "no checkpoint in 5 minutes");
              await page.waitForTimeout(500);
            }
          };

          goesOn &&= await t.step(
            "stops when asked to, with the cells behind it, and keeps the kernel",
            async () => {
              await notebook.change(CONSTANTS, "profile.oneShot.seeds[0]!", "77");
              await begin();
              await askToStop(join(folder, "data", "runs", "stop"));
              await notebook.idle();
              await page.getByText("Deno (oneshot) | Idle").waitFor({ timeout: 60_000 });
              assertMatch(await said(), /Stopped: as asked; what was done is kept/);
              const wentOn = await halfDone();
              // The variables are still there, and the work goes on where it was.
              await notebook.change(CONSTANTS, "77", "77");
              await notebook.run("Run Selected Cell and All Below");
              await notebook.idle();
              assertEquals(await notebook.errors(), []);
              await wentOn();
            },
          );

          goesOn &&= await t.step("goes on from its checkpoint after Stop and a new start", async () => {
            await notebook.change(CONSTANTS, "77", "78");
            await begin();
            await page.locator("[data-command='notebook:interrupt-kernel']").first().click();
            // The Deno kernel can't be interrupted: it ends, and JupyterLab says so.
            const dialog = page.locator(".jp-Dialog");
            await dialog.waitFor({ timeout: 60_000 });
            await dialog.locator("button").last().click();
            const wentOn = await halfDone();
            await notebook.run("Run All Cells");
            await notebook.idle();
            assertEquals(await notebook.errors(), []);
            assertMatch(await said(), /r = 0\.3, rising, seed \d+: done in/);
            await wentOn();
          });
        }));
    }),
});
