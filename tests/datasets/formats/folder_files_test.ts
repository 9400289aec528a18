import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { imagesFromFolder } from "../../../lib/datasets/mod.ts";
import { inTemporary } from "../fixtures.ts";
import { animals, noise, readWith, tallies, writePictures } from "../pictures.ts";

Deno.test("imagesFromFolder() leaves nothing out without a tally", async () => {
  const { images, account } = await readWith({
    "labels.csv": "1,2",
    ".ipynb_checkpoints/1.png": "a copy",
    "__MACOSX/cats/._1.png": "left by a system",
    "cats/.DS_Store": "left by a system",
    "cats/Thumbs.db": "left by a system",
    "cats/notes.txt": "no image",
    "dogs/photo.HEIC": "no image that can be decoded",
    "cats/2020/a.png": noise(5).png(),
  });
  assertEquals(images.count, 4);
  assertEquals(tallies(account.leftOut), [
    "hidden files and those of systems: 4 (.ipynb_checkpoints, __MACOSX, cats/.DS_Store)",
    "files in deeper folders, which { deeper: true } reads: 1 (cats/2020/a.png)",
    "files beside the class folders: 1 (labels.csv)",
    ".txt files: 1 (cats/notes.txt)",
    ".heic files: 1 (dogs/photo.HEIC)",
  ]);
});

Deno.test("imagesFromFolder() counts class folders without files, and refuses those of which none can be read", () =>
  inTemporary(async (folder) => {
    await writePictures(folder, animals());
    await Deno.mkdir(join(folder, "birds"));
    const { classes, account } = await imagesFromFolder(folder, [6, 6, 3]);
    assertEquals([classes, tallies(account.leftOut)], [["cats", "dogs"], [
      "class folders without files: 1 (birds)",
    ]]);
    await writePictures(folder, { "birds/1.heic": "no image" });
    await assertRejects(
      () => imagesFromFolder(folder, [6, 6, 3], { unreadable: "leave out" }),
      Error,
      "found no image in birds/, of which the first file is birds/1.heic",
    );
  }));

Deno.test("imagesFromFolder() reads deeper files if asked to, and sees a folder named too high up", () =>
  inTemporary(async (folder) => {
    const deep = await readWith({ "cats/2020/a.png": noise(5).png() }, { deeper: true });
    assertEquals([[...deep.images.labels], deep.account.leftOut], [[0, 0, 0, 1, 1], []]);
    const parts = ["train", "val"];
    for (const part of parts) await writePictures(join(folder, part), animals());
    await assertRejects(
      () => imagesFromFolder(folder, [6, 6, 3]),
      Error,
      "found 0 folders with files in it, wanted one for each class, such as cats/ and dogs/; 8 files are deeper, such as " +
        "train/cats/1.png: name the folder that has the class folders in it",
    );
    const { account } = await imagesFromFolder(folder, [6, 6, 3], { deeper: true });
    assertEquals(account.warnings[0], "classes have the names of parts of a data set");
  }));

Deno.test("imagesFromFolder() follows links, and names those that lead nowhere", () =>
  inTemporary(async (folder) => {
    await writePictures(folder, animals());
    await Deno.symlink(join(folder, "dogs"), join(folder, "wolves"));
    const { classes, account } = await imagesFromFolder(folder, [6, 6, 3]);
    assertEquals([classes, account.warnings.length], [["cats", "dogs", "wolves"], 1]);
    await Deno.symlink("/nowhere.png", join(folder, "cats", "9.png"));
    await assertRejects(() => imagesFromFolder(folder, [6, 6, 3]), Error, "Cannot read 1 of 7 files");
  }));
