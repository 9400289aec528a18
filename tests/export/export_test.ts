import { assert, assertEquals, assertThrows } from "@std/assert";
import proto, { type onnx } from "onnx-proto";
import * as tf from "@tensorflow/tfjs";
import {
  encodeLayersModel,
  encodeOnnx,
  type FrozenNetwork,
  ONNX_INPUT,
  ONNX_OUTPUT,
} from "../../lib/export/mod.ts";
import { networkProgram, planNetwork } from "../../lib/network/mod.ts";
import { prng } from "../../lib/random.ts";
import { type Architecture, parseArchitecture, sampleArchitecture } from "../../lib/space/mod.ts";
import { frozen, images, ourAnswers, shape, space } from "./networks.ts";

const rng = prng(1, "exported");
/** Every operation and every kind of input, then some at random. */
const architectures: readonly Architecture[] = [
  "c2+c1>identity+sep3|c1+b0>max3+avg3|c2+b1>conv7+sep5|b2>sep7",
].map((text) => parseArchitecture(space, text)).concat(
  Array.from({ length: 5 }, () => sampleArchitecture(space, rng)),
);

const python = new URL("../../.venv/bin/python", import.meta.url);
const runOnnx = new URL("../../lib/export/run_onnx.py", import.meta.url).pathname;

/** What ONNX Runtime answers. */
async function onnxAnswers(model: Uint8Array): Promise<Float32Array> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeFile(`${folder}/network.onnx`, model);
    await Deno.writeFile(`${folder}/images`, new Uint8Array(Float32Array.from(images.pixels).buffer));
    const { success, stdout, stderr } = await new Deno.Command(python, {
      args: [
        runOnnx,
        `${folder}/network.onnx`,
        `${folder}/images`,
        `${images.count}`,
        ...shape.image.map(String),
      ],
    }).output();
    assert(success, new TextDecoder().decode(stderr));
    return new Float32Array(stdout.buffer);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** What plain tfjs answers, having read the files. */
async function layersAnswers(files: Awaited<ReturnType<typeof encodeLayersModel>>): Promise<Float32Array> {
  const { modelTopology, weightsManifest: [{ weights }] } = JSON.parse(
    new TextDecoder().decode(files["model.json"]),
  );
  const weightData = Uint8Array.from(files["weights.bin"]).buffer;
  const handler = tf.io.fromMemory({ modelTopology, weightSpecs: weights, weightData });
  const model = await tf.loadLayersModel(handler);
  const batch = tf.tensor(Float32Array.from(images.pixels), [images.count, ...shape.image]);
  const answers = model.predict(batch) as tf.Tensor;
  const values = await answers.data<"float32">();
  tf.dispose([batch, answers]);
  model.dispose();
  return values;
}

function assertNear(found: ArrayLike<number>, wanted: ArrayLike<number>): void {
  assertEquals(found.length, wanted.length);
  const farthest = Array.from(wanted, (value, at) => Math.abs(value - found[at]!)).reduce((a, b) =>
    Math.max(a, b)
  );
  assert(farthest < 1e-4, `farthest apart: ${farthest}`);
}

for (const [index, architecture] of architectures.entries()) {
  const network: FrozenNetwork = frozen(architecture, index);
  const ours = ourAnswers(network, architecture);

  Deno.test(`encodeOnnx(): ONNX Runtime answers as we do, network ${index}`, async () => {
    assertNear(await onnxAnswers(encodeOnnx(network)), ours);
  });

  Deno.test(`encodeLayersModel(): plain tfjs answers as we do, network ${index}`, async () => {
    assertNear(await layersAnswers(await encodeLayersModel(network)), ours);
  });
}

Deno.test("encodeOnnx() names input, output and classes, and leaves the batch open", () => {
  const { graph, metadataProps } = proto.onnx.ModelProto.decode(encodeOnnx(frozen(architectures[0]!, 1)));
  const [input] = graph!.input!;
  const [output] = graph!.output!;
  assertEquals([input!.name, output!.name], [ONNX_INPUT, ONNX_OUTPUT]);
  const dims = (info: onnx.IValueInfoProto) =>
    info.type!.tensorType!.shape!.dim!.map(({ dimParam, dimValue }) => dimParam || Number(dimValue));
  assertEquals([dims(input!), dims(output!)], [["batch", ...shape.image], ["batch", shape.classes]]);
  assertEquals(JSON.parse(metadataProps[0]!.value!), ["a", "b", "c", "d"]);
});

Deno.test("encodeLayersModel() leaves no tensors", async () => {
  const before = tf.memory().numTensors;
  await encodeLayersModel(frozen(architectures[0]!, 1));
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("a network with an absent path is refused", () => {
  const network = frozen(architectures[0]!, 1);
  const plan = planNetwork(space, shape, architectures[0]!);
  const paths = architectures[0]!.with(3, { inputs: [], operations: [] });
  const program = networkProgram(plan, paths);
  assertThrows(() => encodeOnnx({ ...network, program }), RangeError, "found a path that is absent");
});
