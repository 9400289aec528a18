import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import proto, { type onnx } from "onnx-proto";
import * as tf from "@tensorflow/tfjs";
import {
  encodeLayersModel,
  encodeOnnx,
  type FrozenNetwork,
  ONNX_INPUT,
  ONNX_OUTPUT,
  onnxAnswers,
  tfjsAnswers,
  writeNetwork,
} from "../../lib/export/mod.ts";
import { loadRuntime } from "../../lib/engine/mod.ts";
import { networkGraph, planNetwork } from "../../lib/graph/mod.ts";
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

  Deno.test(`ONNX Runtime and plain tfjs answer as we do, network ${index}`, async () => {
    const folder = await Deno.makeTempDir();
    try {
      const written = await writeNetwork(network, `${folder}/made/when/needed`);
      assertEquals(Object.keys(written), ["model.json", "weights.bin", "network.onnx", "classes.json"]);
      assertNear(await onnxAnswers(`${folder}/made/when/needed`, images), ours);
      assertNear(await tfjsAnswers(`${folder}/made/when/needed`, images), ours);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

Deno.test("export leaves TensorFlow in use, for all that runs after it in the same notebook", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const { binding } = await loadRuntime();
    const name = tf.getBackend();
    await writeNetwork(frozen(architectures[0]!, 1), folder);
    assertEquals(tf.getBackend(), name);
    const answers = tfjsAnswers(folder, images);
    assertEquals((await loadRuntime()).binding, binding);
    await answers;
    assertEquals([tf.getBackend(), name], ["tensorflow", "tensorflow"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("an export over another keeps the user's files, and reads as one after a kill within it", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/index.html`, "mine");
    const [first, second] = [frozen(architectures[0]!, 1), frozen(architectures[1]!, 2)];
    await writeNetwork(first, folder);
    const written = await writeNetwork(second, folder);
    const names = Array.from(Deno.readDirSync(folder), ({ name }) => name).sort();
    assertEquals(names, ["index.html", ...Object.keys(written)].sort());
    assertEquals(await Deno.readTextFile(`${folder}/index.html`), "mine");
    // As if killed when only the weights were in their place.
    await Deno.mkdir(`${folder}/.oneshot.ready`);
    for (const name of ["model.json", "network.onnx", "classes.json"]) {
      await Deno.rename(`${folder}/${name}`, `${folder}/.oneshot.ready/${name}`);
    }
    assertNear(await onnxAnswers(folder, images), ourAnswers(second, architectures[1]!));
    assertNear(await tfjsAnswers(folder, images), ourAnswers(second, architectures[1]!));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

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
  const graph = networkGraph(plan, paths);
  assertThrows(() => encodeOnnx({ ...network, graph }), RangeError, "found a path that is absent");
});

Deno.test("onnxAnswers() tells why a file can't be run", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/network.onnx`, "no model");
    await assertRejects(() => onnxAnswers(folder, images), Error, `Cannot run ${folder}/network.onnx`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
