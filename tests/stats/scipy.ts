/** SciPy as the outside reference of this folder's tests. */

const python = new URL("../../.venv/bin/python", import.meta.url);

/**
 * What a Python program makes of an input: `given` holds the input, and the program is to set `answer`, both
 * JSON values. NumPy is there as `np`, SciPy's statistics as `stats`; a NaN in the answer comes as null.
 */
export async function scipy<T>(program: string, input: unknown): Promise<T> {
  const source = [
    "import json, math, sys, warnings",
    "import numpy as np",
    "from scipy import stats",
    "warnings.simplefilter('ignore')",
    "def plain(value):",
    "    if isinstance(value, (list, tuple, np.ndarray)): return [plain(item) for item in value]",
    "    value = float(value)",
    "    return None if math.isnan(value) else value",
    "given = json.load(sys.stdin)",
    program,
    "json.dump(plain(answer), sys.stdout)",
  ].join("\n");
  const child = new Deno.Command(python, {
    args: ["-c", source],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(JSON.stringify(input)));
  await writer.close();
  const { success, stdout, stderr } = await child.output();
  if (!success) throw new Error(`SciPy failed: ${new TextDecoder().decode(stderr)}`);
  return JSON.parse(new TextDecoder().decode(stdout));
}
