/**
 * Chromium, driven by Playwright.
 * @module
 */
import { type Browser, chromium } from "playwright-core";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** The browser that the environment variable CHROMIUM names, or one on the path; `undefined` if there is none. */
export const executablePath: string | undefined = Deno.env.get("CHROMIUM") ?? findOnPath();

function findOnPath(): string | undefined {
  for (const folder of (Deno.env.get("PATH") ?? "").split(":")) {
    for (const name of names) {
      try {
        if (Deno.statSync(`${folder}/${name}`).isFile) return `${folder}/${name}`;
      } catch {
        // Not in this folder.
      }
    }
  }
  return undefined;
}

/** Gives `use` a browser, and ends it afterwards. */
export async function withBrowser(use: (browser: Browser) => Promise<void>): Promise<void> {
  const browser = await chromium.launch({
    executablePath: executablePath!,
    // Nothing that the browser would look up by itself; without a sandbox where root runs it, as in containers.
    args: [
      ...(Deno.uid() === 0 ? ["--no-sandbox"] : []),
      ...[
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    ],
  });
  try {
    await use(browser);
  } finally {
    await browser.close();
  }
}
