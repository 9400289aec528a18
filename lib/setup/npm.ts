/**
 * The npm packages.
 * @module
 */
import { join } from "node:path";
import { runCommand } from "../command.ts";
import { type Project, workVariables } from "./project.ts";
import type { Step } from "./step.ts";

type NpmPackage = Readonly<Record<"name" | "version", string>>;

/** Name and version of each npm package that an import map names. */
export function npmPackages(imports: Readonly<Record<string, string>>): NpmPackage[] {
  return Object.values(imports).flatMap((specifier) => {
    const [, name, version] = /^npm:\/?((?:@[^/]+\/)?[^/@]+)@([^/]+)/.exec(specifier) ?? [];
    return name === undefined || version === undefined ? [] : [{ name, version }];
  });
}

/** Whether a package is there in its version. One whose description is cut off or no JSON is not. */
async function isInstalled(root: string, { name, version }: NpmPackage): Promise<boolean> {
  try {
    const description = await Deno.readTextFile(join(root, "node_modules", name, "package.json"));
    return JSON.parse(description).version === version;
  } catch {
    return false;
  }
}

/** Brings the npm packages of `deno.json`'s import map into `node_modules/`. */
export function npmStep({ root }: Project): Step {
  const findMissing = async () => {
    // Deno has read this file, too, so it is as it must be.
    const { imports } = JSON.parse(await Deno.readTextFile(join(root, "deno.json")));
    const packages = npmPackages(imports);
    const installed = await Promise.all(packages.map((one) => isInstalled(root, one)));
    return packages.filter((_, index) => !installed[index]).map(({ name }) => name);
  };
  return {
    name: "npm packages",
    remedy: "see what Deno says above, and check NPM_CONFIG_REGISTRY and ~/.npmrc.",
    isDone: async () => (await findMissing()).length === 0,
    async run(log) {
      const env = await workVariables(root);
      const install = async () => {
        await runCommand([Deno.execPath(), "install"], { log, cwd: root, env });
        return await findMissing();
      };
      if ((await install()).length === 0) return;
      // A package that was installed once counts as whole to Deno, whatever has become of its files.
      log("Removing node_modules/, where packages are damaged");
      await Deno.remove(join(root, "node_modules"), { recursive: true });
      const missing = await install();
      if (missing.length === 0) return;
      throw new Error(
        `Cannot install ${
          missing.join(", ")
        }: found it damaged or of another version after the installation, too; ` +
          "empty Deno's cache with `deno clean`",
      );
    },
  };
}
