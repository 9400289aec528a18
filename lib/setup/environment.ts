/**
 * The environment of the programs that set-up and the notebooks start: the user's, without what would send their
 * work elsewhere or have them take parts from elsewhere.
 * @module
 */
import { join } from "node:path";

/** Settings of pip that say where packages come from. All others say which packages are installed, and where. */
const pipSources: readonly string[] = [
  ...["CONFIG_FILE", "INDEX_URL", "EXTRA_INDEX_URL", "FIND_LINKS", "NO_INDEX", "TRUSTED_HOST"],
  ...["PROXY", "CERT", "CLIENT_CERT", "KEYRING_PROVIDER", "USE_FEATURE", "USE_DEPRECATED"],
  ...["TIMEOUT", "DEFAULT_TIMEOUT", "RETRIES", "CACHE_DIR", "NO_CACHE_DIR"],
];

/** Names of variables that are not passed on. */
const dropped: readonly RegExp[] = [
  // Another standard library, other modules, warnings as errors. PYTHON_KEYRING_BACKEND is a way to a registry.
  /^PYTHON(?!_KEYRING)/,
  // Jupyter takes the folder of an environment that is switched on for its own.
  /^(VIRTUAL_ENV|CONDA_PREFIX)$/,
  // Kernels of others.
  /^JUPYTER_PATH$/,
  // Headers and libraries that the compiler would take for the system's.
  /^(CPATH|C_INCLUDE_PATH|CPLUS_INCLUDE_PATH|LIBRARY_PATH)$/,
  // Deno runs what NODE_OPTIONS requires.
  /^NODE_(OPTIONS|PATH)$/,
];

/**
 * The user's variables that may be passed on, and these besides. For a program that is started with `clearEnv`.
 *
 * @param own variables besides those of the user, or in their place
 */
export function cleanEnvironment(own: Readonly<Record<string, string>> = {}): Record<string, string> {
  const kept = Object.entries(Deno.env.toObject()).filter(([name]) => isPassedOn(name));
  return { ...Object.fromEntries(kept), ...own };
}

function isPassedOn(name: string): boolean {
  if (name.startsWith("PIP_")) return pipSources.includes(name.slice(4).toUpperCase());
  // Deno lets only a program that may run anything pass these on.
  if (name.startsWith("LD_")) return Deno.permissions.querySync({ name: "run" }).state === "granted";
  return !dropped.some((form) => form.test(name));
}

/**
 * Variables of set-up's programs: their temporary files are in the project, where there is room for them, so that a
 * folder elsewhere that is full or missing can't stop them; and their messages are in English.
 *
 * @param root the folder with `deno.json`
 */
export async function workVariables(root: string): Promise<Record<"TMPDIR" | "LC_ALL", string>> {
  const temporary = temporaryFolder(root);
  await Deno.mkdir(temporary, { recursive: true });
  return { TMPDIR: temporary, LC_ALL: "C.UTF-8" };
}

/** Where programs keep files while they work. */
export function temporaryFolder(root: string): string {
  return join(root, ".build", "tmp");
}
