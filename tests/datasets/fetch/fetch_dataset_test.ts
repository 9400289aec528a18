import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { fetchFiles } from "../../../lib/datasets/fetch/fetch_dataset.ts";
import { loadPart } from "../../../lib/datasets/load.ts";
import type { RunInFolder } from "../../../lib/command.ts";
import {
  idxBytes,
  inTemporary,
  listNames,
  tinyDataset,
  tinyFiles,
  withServer,
  writeTiny,
} from "../fixtures.ts";

const noApt: RunInFolder = () => Promise.reject(new Deno.errors.NotFound("found no apt-get"));
const wrong = Uint8Array.from(gzipSync(idxBytes([1], [9])));
const names = [...tinyFiles.keys()].sort();

/** Answers with a file of the tiny data set, or 404. */
function answerTiny(path: string): Response {
  const bytes = tinyFiles.get(path);
  return bytes === undefined ? new Response("", { status: 404 }) : new Response(bytes);
}

Deno.test("fetchFiles() brings all files under their names and leaves nothing else", () =>
  inTemporary((directory) =>
    withServer(answerTiny, async (address) => {
      const tiny = tinyDataset({ kind: "files", address });
      await fetchFiles(tiny, noApt, { directory });
      assertEquals(await listNames(join(directory, "tiny")), names);
      assertEquals((await loadPart(tiny, tiny.training, { directory })).count, 3);
    })
  ));

Deno.test("fetchFiles() asks no source for files that are there whole", () =>
  inTemporary(async (directory) => {
    await writeTiny(join(directory, "tiny"));
    const lines: string[] = [];
    const tiny = tinyDataset({ kind: "debian", package: "toys", folder: "" });
    await fetchFiles(tiny, noApt, { directory, log: (line) => lines.push(line) });
    assertEquals(lines, ["All files of tiny are there"]);
  }));

Deno.test("fetchFiles() brings only the file that is missing or damaged", () =>
  inTemporary(async (directory) => {
    const asked: string[] = [];
    const answer = (path: string) => {
      asked.push(path);
      return answerTiny(path);
    };
    await withServer(answer, async (address) => {
      const folder = join(directory, "tiny");
      const tiny = tinyDataset({ kind: "files", address });
      await writeTiny(folder);
      await Deno.remove(join(folder, "test-labels.gz"));
      // Cut in the middle, as a plain download would leave it.
      await Deno.writeFile(join(folder, "images.gz"), tinyFiles.get("images.gz")!.subarray(0, 20));
      await fetchFiles(tiny, noApt, { directory });
      assertEquals(asked, ["images.gz", "test-labels.gz"]);
      assertEquals(await Deno.readFile(join(folder, "images.gz")), tinyFiles.get("images.gz"));
    });
  }));

Deno.test("fetchFiles() keeps each damaged file under another name, and where it is if none takes its place", () =>
  inTemporary(async (directory) => {
    const folder = join(directory, "tiny");
    const path = join(folder, "images.gz");
    await writeTiny(folder);
    const fetchAgain = async (fault: number, answer: (path: string) => Response) => {
      await Deno.writeFile(path, Uint8Array.of(fault));
      const lines: string[] = [];
      await withServer(answer, (address) =>
        fetchFiles(tinyDataset({ kind: "files", address }), noApt, {
          directory,
          log: (line) => lines.push(line),
        }));
      return lines;
    };
    await assertRejects(() => fetchAgain(0, () => new Response(wrong)), Error, "Cannot fetch images.gz");
    assertEquals([...await Deno.readFile(path)], [0]);
    assertEquals(await listNames(folder), names);

    const lines = await fetchAgain(1, answerTiny);
    assertEquals(lines.includes(`Kept the damaged file as ${path}.damaged`), true, lines.join("\n"));
    await fetchAgain(2, answerTiny);
    assertEquals(await listNames(folder), [...names, "images.gz.damaged", "images.gz.damaged.2"].sort());
    assertEquals([...await Deno.readFile(`${path}.damaged`)], [1]);
    assertEquals([...await Deno.readFile(`${path}.damaged.2`)], [2]);
    assertEquals(await Deno.readFile(path), tinyFiles.get("images.gz"));
  }));

Deno.test("fetchFiles() takes from the next source what the first has not or has wrong", () =>
  inTemporary((directory) => {
    const answer = (path: string) => {
      const [mirror, name = ""] = path.split("/");
      if (mirror === "first" && name === "images.gz") return new Response(wrong);
      if (mirror === "first" && name === "labels.gz") return new Response("", { status: 500 });
      return answerTiny(name);
    };
    return withServer(answer, async (address) => {
      const lines: string[] = [];
      const tiny = tinyDataset(
        { kind: "debian", package: "toys", folder: "" },
        { kind: "files", address: `${address}first/` },
        { kind: "files", address: `${address}second/` },
      );
      await fetchFiles(tiny, noApt, { directory, log: (line) => lines.push(line) });
      assertEquals(await listNames(join(directory, "tiny")), names);
      // Only the two that the first server failed on come from the second.
      assertEquals(
        lines.filter((line) => line.startsWith(`Downloading ${address}second/`)).map((line) =>
          line.split("/").at(-1)
        ),
        ["images.gz", "labels.gz"],
      );
    });
  }));

Deno.test("fetchFiles() names each source and why it failed, and gives no file a name it does not deserve", () =>
  inTemporary((directory) => {
    const answer = (path: string) => path === "labels.gz" ? answerTiny(path) : new Response(wrong);
    return withServer(answer, async (address) => {
      const tiny = tinyDataset(
        { kind: "debian", package: "toys", folder: "" },
        { kind: "files", address },
        { kind: "archive", address: `${address}all.tar.gz`, folder: "all" },
      );
      const folder = join(directory, "tiny");
      const { message } = await assertRejects(
        () => fetchFiles(tiny, noApt, { directory }),
        Error,
        `Cannot fetch images.gz, test-images.gz, test-labels.gz of tiny into ${folder}`,
      );
      const [, apt, ...others] = message.split("\n  ");
      assertEquals(apt, "Debian package toys: found no apt-get");
      assertStringIncludes(others.join("\n"), `${address}: Cannot use ${folder}`);
      assertStringIncludes(others.at(-1)!, `${address}all.tar.gz: `);
      assertEquals(others.length, 4);
      // The file that was right stays; a later run needs the other three only.
      assertEquals(await listNames(folder), ["labels.gz"]);
    });
  }));

Deno.test("fetchFiles() never takes what a killed run left for a whole file", () =>
  inTemporary((directory) =>
    withServer(answerTiny, async (address) => {
      const folder = join(directory, "tiny");
      const [old, recent] = [join(folder, ".fetch-old"), join(folder, ".fetch-recent")];
      for (const left of [old, recent]) {
        await Deno.mkdir(left, { recursive: true });
        await Deno.writeFile(join(left, "images.gz"), tinyFiles.get("images.gz")!.subarray(0, 20));
      }
      const yesterday = (Date.now() - 25 * 60 * 60 * 1000) / 1000;
      await Deno.utime(old, yesterday, yesterday);
      const tiny = tinyDataset({ kind: "files", address });
      await fetchFiles(tiny, noApt, { directory });
      // What may still be written by another process stays; what is a day old goes.
      assertEquals(await listNames(folder), [".fetch-recent", ...names]);
      assertEquals((await loadPart(tiny, tiny.training, { directory })).count, 3);
    })
  ));

Deno.test("fetchFiles() fails on a connection that breaks in the middle and succeeds when run again", () =>
  inTemporary(async (directory) => {
    const tiny = (address: string) => tinyDataset({ kind: "files", address });
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const serveHalf = async () => {
      for await (const connection of listener) {
        await connection.read(new Uint8Array(10_000));
        const head = new TextEncoder().encode("HTTP/1.1 200 OK\r\nContent-Length: 60\r\n\r\n");
        await connection.write(Uint8Array.of(...head, ...tinyFiles.get("images.gz")!.subarray(0, 20)));
        connection.close();
      }
    };
    const serving = serveHalf();
    await assertRejects(
      () => fetchFiles(tiny(`http://127.0.0.1:${listener.addr.port}/`), noApt, { directory }),
      Error,
      "Cannot fetch images.gz, labels.gz, test-images.gz, test-labels.gz of tiny",
    );
    listener.close();
    await serving;
    assertEquals(await listNames(join(directory, "tiny")), []);

    await withServer(answerTiny, (address) => fetchFiles(tiny(address), noApt, { directory }));
    assertEquals(await listNames(join(directory, "tiny")), names);
  }));
