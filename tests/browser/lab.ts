/**
 * JupyterLab with this project's kernel, on a copy of the project, and a notebook in it as a person would use it.
 * @module
 */
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { listNotebooks } from "../../lib/site/mod.ts";
import { projectRoot, venvPython } from "../../lib/project.ts";

/** A copy of all that a notebook needs, without runs, so that everything is computed. */
export async function copyProject(folder: string): Promise<void> {
  for (const name of ["lib", "notebooks", "deno.json", "deno.lock", "package.json", "node_modules"]) {
    // Links in place of copies where the disk allows it.
    const { success } = await new Deno.Command("cp", {
      args: ["-a", "--link", join(projectRoot, name), folder],
      stderr: "null",
    }).output();
    if (!success) await new Deno.Command("cp", { args: ["-a", join(projectRoot, name), folder] }).output();
  }
  // Where the addon finds TensorFlow.
  await Deno.symlink(join(projectRoot, ".venv"), join(folder, ".venv"));
  await Deno.mkdir(join(folder, "tests"));
  await Deno.copyFile(join(projectRoot, "tests", "assert.ts"), join(folder, "tests", "assert.ts"));
  await Deno.mkdir(join(folder, "data"));
  await Deno.symlink(join(projectRoot, "data", "fashion-mnist"), join(folder, "data", "fashion-mnist"));
  // A notebook that is saved must not write through a link.
  const notebooks = join(folder, "notebooks");
  for (const path of await listNotebooks(notebooks)) {
    const content = await Deno.readFile(path);
    await Deno.remove(path);
    await Deno.writeFile(path, content);
  }
}

/** Gives `use` the address of a JupyterLab that has a project's notebooks, and ends it afterwards. */
export async function withLab(folder: string, use: (address: string) => Promise<void>): Promise<void> {
  const settings = join(folder, "settings");
  const tracker = join(settings, "@jupyterlab", "notebook-extension");
  await Deno.mkdir(tracker, { recursive: true });
  // Else cells out of sight are no part of the page.
  await Deno.writeTextFile(join(tracker, "tracker.jupyterlab-settings"), '{"windowingMode":"none"}');
  const server = new Deno.Command(venvPython(projectRoot), {
    args: [
      ...["-m", "jupyterlab", join(folder, "notebooks"), "--no-browser", "--ip=127.0.0.1", "--port=0"],
      ...["--IdentityProvider.token=", "--ServerApp.password=", "--LabApp.news_url=None"],
      "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
      ...(Deno.uid() === 0 ? ["--allow-root"] : []),
    ],
    cwd: folder,
    env: {
      ...{ JUPYTER_PREFER_ENV_PATH: "1", JUPYTERLAB_SETTINGS_DIR: settings, ONESHOT_PROFILE: "quick" },
      JUPYTERLAB_WORKSPACES_DIR: join(folder, "workspaces"),
    },
    ...{ stdin: "null", stdout: "null", stderr: "piped" },
  }).spawn();
  try {
    await use(await addressOf(server));
  } finally {
    server.kill("SIGTERM");
    await server.status;
  }
}

/** Reads what the server says until it tells where it is, and everything after that so that it never waits. */
async function addressOf(server: Deno.ChildProcess): Promise<string> {
  const lines = server.stderr.pipeThrough(new TextDecoderStream());
  const reader = lines.getReader();
  let said = "";
  while (true) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`JupyterLab ended: ${said}`);
    said += value;
    const [, port] = /http:\/\/127\.0\.0\.1:(\d+)\/lab/.exec(said) ?? [];
    if (port === undefined) continue;
    (async () => {
      while (!(await reader.read()).done);
    })();
    return `http://127.0.0.1:${port}`;
  }
}

/** A notebook that is open in JupyterLab. */
export class OpenNotebook {
  constructor(readonly page: Page) {}

  /** The code cell whose source has some text. */
  cell(text: string): Locator {
    return this.page.locator(".jp-CodeCell", {
      has: this.page.locator(".jp-InputArea-editor", { hasText: text }),
    }).first();
  }

  /** What a cell shows. */
  outputs(text: string): Locator {
    return this.cell(text).locator(".jp-OutputArea");
  }

  /**
   * Chooses from the menu Run, and waits until cells are run or wait for it. JupyterLab does nothing if the kernel is not
   * there yet; then it is chosen again, as people would.
   */
  async run(entry: string): Promise<void> {
    const { page } = this;
    const prompts = async () =>
      (await page.locator(".jp-CodeCell .jp-InputPrompt").allInnerTexts()).join(" ");
    const before = await prompts();
    for (let times = 0; times < 12; times++) {
      await page.getByRole("menuitem", { name: "Run", exact: true }).click();
      await page.getByRole("menuitem", { name: entry, exact: true }).click();
      for (let looks = 0; looks < 25; looks++) {
        if (await prompts() !== before) return;
        await page.waitForTimeout(200);
      }
    }
    throw new Error(`Nothing runs after "${entry}"`);
  }

  /** Replaces some text of a cell's source. */
  async change(text: string, from: string, to: string): Promise<void> {
    const editor = this.cell(text).locator(".cm-content");
    await editor.click();
    const lines = await editor.locator(".cm-line").allInnerTexts();
    await this.page.keyboard.press("ControlOrMeta+a");
    await this.page.keyboard.insertText(lines.join("\n").replace(from, to));
  }

  /** Waits until nothing runs and nothing waits to be run. */
  async idle(): Promise<void> {
    const { page } = this;
    await page.waitForFunction(
      `document.querySelectorAll(".jp-CodeCell").length > 0 &&
       [...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")].every((prompt) => !prompt.textContent.includes("*"))`,
      undefined,
      { timeout: 300_000, polling: 500 },
    );
  }

  /** Messages of cells that failed. */
  errors(): Promise<string[]> {
    return this.page.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.error']")
      .allInnerTexts();
  }
}
