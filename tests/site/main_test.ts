import { assertEquals, assertStringIncludes } from "@std/assert";
import { projectRoot } from "../../lib/project.ts";

async function task(...args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", ...args],
    cwd: projectRoot,
    env: { NO_COLOR: "1" },
  }).output();
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)) as [string, string];
  return { code, out, err };
}

Deno.test("deno task reproduce --help explains its options", async () => {
  const { code, out } = await task("reproduce", "--help");
  assertEquals(code, 0);
  for (const option of ["--profile", "--only", "--fresh", "--save", "--gpu"]) {
    assertStringIncludes(out, option);
  }
});

Deno.test("deno task reproduce and site refuse what they do not know, in words", async () => {
  const table = [
    [
      ["reproduce", "--profile", "huge"],
      'Cannot use profile "huge": expected one of quick, standard, cifar, fashion, paper',
    ],
    [
      ["reproduce", "--save"],
      "Cannot save profile quick: it is run anew on each machine; expected --profile",
    ],
    [["reproduce", "--save", "--profile", "quick"], "Cannot save profile quick"],
    [["site", "--quick"], "Unknown option '--quick'"],
    [["reproduce", "03"], "Unknown word '03'"],
    // Before anything is set up.
    [["reproduce", "--only", "3"], 'Cannot execute "3": found 00_overview.ipynb'],
    [["site", "--profile", "paper"], "Cannot render the paper profile: no notebook was executed in it"],
  ] as const;
  for (const [args, message] of table) {
    const { code, out, err } = await task(...args);
    assertEquals([code, out], [1, ""]);
    assertStringIncludes(err, message);
    assertEquals(err.includes("    at "), false, err);
  }
});
