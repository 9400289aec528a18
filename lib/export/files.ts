/**
 * Exported networks in files, and what ONNX Runtime answers when it has read them.
 * @module
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Images } from "../datasets/mod.ts";
import { venvPython } from "../project.ts";
import { finishWriting, writeFilesAtomically } from "../runs/mod.ts";
import type { FrozenNetwork } from "./graph.ts";
import { encodeLayersModel } from "./layers_model.ts";
import { encodeOnnx } from "./onnx.ts";

/** Sizes in bytes of the files that were written, by name. */
export type Written = Readonly<Record<string, number>>;

/**
 * Writes a network to a folder, which is made: `model.json` with `weights.bin` for tfjs, `network.onnx`, and `classes.json`,
 * the names of the outputs. The four always belong together: an earlier export is kept until the new one is whole.
 * Other files of the folder stay as they are.
 *
 * @throws {RangeError} if a path of the network is absent
 * @throws {Error} if one of the names is a folder's, or the system does not let the files be written
 */
export async function writeNetwork(network: FrozenNetwork, folder: string): Promise<Written> {
  const files = {
    ...await encodeLayersModel(network),
    "network.onnx": encodeOnnx(network),
    "classes.json": new TextEncoder().encode(JSON.stringify(network.classes)),
  };
  await writeFilesAtomically(folder, files);
  return Object.fromEntries(Object.entries(files).map(([name, { length }]) => [name, length]));
}

const runOnnx = fileURLToPath(new URL("run_onnx.py", import.meta.url));

/**
 * What ONNX Runtime answers for images when it has read a folder's `network.onnx`.
 *
 * @returns probabilities [images, classes]
 * @throws {Error} with ONNX Runtime's message, if it can't run the file
 */
export async function onnxAnswers(folder: string, images: Images): Promise<Float32Array> {
  await finishWriting(folder);
  const batch = await Deno.makeTempFile();
  try {
    await Deno.writeFile(batch, new Uint8Array(Float32Array.from(images.pixels).buffer));
    const shape = [images.count, ...images.shape].map(String);
    const { success, stdout, stderr } = await new Deno.Command(venvPython(), {
      args: [runOnnx, join(folder, "network.onnx"), batch, ...shape],
    }).output();
    if (success) return new Float32Array(Uint8Array.from(stdout).buffer);
    throw new Error(`Cannot run ${join(folder, "network.onnx")}: ${new TextDecoder().decode(stderr).trim()}`);
  } finally {
    await Deno.remove(batch);
  }
}
