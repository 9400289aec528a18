import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { folderFault, prepareFolder } from "../../lib/setup/folder.ts";

Deno.test("folderFault() is for names that others read as two, and for no others", () => {
  for (
    const name of ["my, data ü", "a$HOME", "it's", 'a"b', "50%", "a#b?c", "[x]{y}*", "\\n", "x".repeat(250)]
  ) {
    assertEquals(folderFault(`/home/me/${name}/oneshot`), undefined, name);
  }
  const colon = folderFault("/home/me/12:30/oneshot")!;
  assertStringIncludes(
    colon,
    '"/home/me/12:30/oneshot": found a colon in this path, and Python takes it',
  );
  assertStringIncludes(folderFault("/home/a\nb")!, "found a line break");
  for (const name of ["$LIB", "x$ORIGIN.y", "${PLATFORM}"]) {
    assertStringIncludes(folderFault(`/home/me/${name}/oneshot`)!, "the system's loader");
  }
});

Deno.test("prepareFolder() makes .build/, or says why nothing can be set up here", async () => {
  const root = await Deno.makeTempDir();
  assertEquals(await prepareFolder(root), `${root}/.build`);
  assertEquals([...Deno.readDirSync(`${root}/.build`)], []);
  await assertRejects(
    () => prepareFolder(root, "darwin"),
    RangeError,
    "Cannot set up on darwin: wanted Linux",
  );
  await assertRejects(() => prepareFolder(`${root}:`), RangeError, "found a colon");
  // Not even root can write there.
  await assertRejects(() => prepareFolder("/proc/1"), RangeError, "nothing can be written there");
  await Deno.remove(root, { recursive: true });
});
