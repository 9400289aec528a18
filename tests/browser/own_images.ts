/** 10_your_own with a folder of images: searched, trained, exported, and the export loaded by a browser. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "node:path";
import sharp from "sharp";
import { executeNotebook, joinText, readNotebook } from "../../lib/site/mod.ts";
import { firstImages, imagesFromFolder } from "../../lib/datasets/mod.ts";
import { onnxAnswers } from "../../lib/export/mod.ts";
import { integer, prng } from "../../lib/random.ts";
import { projectRoot } from "../../lib/project.ts";
import { executablePath, withBrowser } from "./chromium.ts";
import { copyProject } from "./lab.ts";

const EACH = 160;
const SIDE = 36;
const shapes: Record<string, (x: number, y: number, size: number) => string> = {
  disc: (x, y, size) => `<circle cx="${x}" cy="${y}" r="${size}"/>`,
  square: (x, y, size) => `<rect x="${x - size}" y="${y - size}" width="${2 * size}" height="${2 * size}"/>`,
  cross: (x, y, size) =>
    `<path d="M${x - size},${y}h${2 * size}M${x},${y - size}v${2 * size}" stroke-width="4"/>`,
};

/** Small pictures of discs, squares and crosses, each somewhere in the picture, in folders of these names. */
async function drawImages(folder: string): Promise<void> {
  const rng = prng(1, "pictures");
  const between = (low: number, high: number) => low + integer(rng, high - low);
  for (const [name, draw] of Object.entries(shapes)) {
    await Deno.mkdir(join(folder, name), { recursive: true });
    for (let index = 0; index < EACH; index++) {
      const mark = draw(between(12, 24), between(12, 24), between(5, 10));
      const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}">` +
        `<rect width="100%" height="100%" fill="#fff"/><g fill="#333" stroke="#333">${mark}</g></svg>`;
      await sharp(new TextEncoder().encode(picture)).png().toFile(join(folder, name, `${index}.png`));
    }
  }
}

/** What plain tfjs in Chromium, with nothing but the exported files, answers for images. */
async function answersInBrowser(folder: string, images: ReturnType<typeof firstImages>): Promise<number[]> {
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async (request) => {
    const name = new URL(request.url).pathname.slice(1);
    if (name === "") {
      return new Response("<title>a page</title>", { headers: { "content-type": "text/html" } });
    }
    const content = await Deno.readFile(join(folder, name)).catch(() => undefined);
    return new Response(content ?? "not here", { status: content === undefined ? 404 : 200 });
  });
  let answers: number[] = [];
  try {
    await withBrowser(async (browser) => {
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${server.addr.port}/`);
      await page.addScriptTag({ path: join(projectRoot, "node_modules/@tensorflow/tfjs/dist/tf.min.js") });
      const asked = { pixels: [...images.pixels], shape: [images.count, ...images.shape] };
      // Types of the browser's `tf` are not there: the function runs in the page.
      answers = await page.evaluate(
        `(async ({ pixels, shape }) => {
          const model = await tf.loadLayersModel("model.json");
          return [...await model.predict(tf.tensor(pixels, shape, "float32")).data()];
        })(${JSON.stringify(asked)})`,
      );
    });
  } finally {
    await server.shutdown();
  }
  return answers;
}

Deno.test({
  name: "10_your_own: a folder of images becomes a network that browsers and ONNX Runtime read",
  ignore: executablePath === undefined,
  sanitizeOps: false,
  sanitizeResources: false,
  async fn(t) {
    const folder = await Deno.makeTempDir();
    try {
      await copyProject(folder);
      const pictures = join(folder, "pictures");
      await drawImages(pictures);
      const copy = join(folder, "executed.ipynb");

      await t.step("the notebook runs", async () => {
        await executeNotebook(join(folder, "notebooks", "10_your_own.ipynb"), copy, {
          root: folder,
          env: { ONESHOT_IMAGES: pictures, ONESHOT_PROFILE: "quick" },
        });
      });
      const shown = (await readNotebook(copy)).cells.flatMap(({ outputs = [] }) =>
        outputs.map((output) =>
          joinText((output.text ?? output.data?.["text/plain"] ?? "") as string | string[])
        )
      );

      await t.step("the network tells the classes apart, and the exports agree with it", () => {
        assert(shown.some((text) => text.includes(`To train: ${3 * EACH * 0.8} images of 28x28x1`)));
        const accuracies = shown.find((text) => text.includes("fixed, as exported"))!;
        const [, fixed] = /fixed, as exported +([\d.]+)/.exec(accuracies)!;
        assert(Number(fixed) > 60, `${fixed} % of 3 classes`);
        const farthest = shown.find((text) => text.includes("ONNX Runtime"))!;
        const differences = [...farthest.matchAll(/\d\.\d+e[+-]\d+/g)].map(([number]) => Number(number));
        assertEquals(differences.length, 2);
        for (const difference of differences) assert(difference < 1e-4, farthest);
        assertMatch(shown.find((text) => text.includes("network.onnx"))!, /model\.json/);
      });

      await t.step("plain tfjs in Chromium and ONNX Runtime answer alike", async () => {
        const exported = join(folder, "data", "runs", "my_network");
        const { images } = await imagesFromFolder(pictures, [28, 28, 1]);
        const some = firstImages(images, 24);
        const [browser, onnx] = [await answersInBrowser(exported, some), await onnxAnswers(exported, some)];
        assertEquals([browser.length, onnx.length], [72, 72]);
        const farthest = Math.max(...browser.map((value, at) => Math.abs(value - onnx[at]!)));
        assert(farthest < 1e-4, `${farthest}`);
      });
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
