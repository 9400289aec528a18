/**
 * The npm packages.
 * @module
 */
import { join } from "node:path";
import { z } from "zod";
import { runCommand } from "./command.ts";
import { exists, type Project } from "./project.ts";
import type { Step } from "./step.ts";

const Settings = z.object({ imports: z.record(z.string(), z.string()) });
const Package = z.object({ version: z.string() });

/** Name and version of each npm package that an import map names. */
export function npmPackages(imports: Readonly<Record<string, string>>): { name: string; version: string }[] {
  return Object.values(imports).flatMap((specifier) => {
    const [, name, version] = /^npm:\/?((?:@[^/]+\/)?[^/@]+)@([^/]+)/.exec(specifier) ?? [];
    return name === undefined || version === undefined ? [] : [{ name, version }];
  });
}

/** Brings the npm packages of `deno.json`'s import map into `node_modules/`. */
export function npmStep({ root }: Project): Step {
  return {
    name: "npm packages",
    remedy: "check the network and the settings of npm's registry, then run the same command again.",
    after: [],
    async isDone() {
      const { imports } = Settings.parse(JSON.parse(await Deno.readTextFile(join(root, "deno.json"))));
      for (const { name, version } of npmPackages(imports)) {
        const path = join(root, "node_modules", name, "package.json");
        if (!await exists(path)) return false;
        if (Package.parse(JSON.parse(await Deno.readTextFile(path))).version !== version) return false;
      }
      return true;
    },
    run: (log) => runCommand([Deno.execPath(), "install"], { log, cwd: root }),
  };
}
