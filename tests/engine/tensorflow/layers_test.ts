import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  averagePoolLayer,
  biasOnlyLayer,
  concatLayer,
  constant,
  convLayer,
  headLayer,
  maxPoolLayer,
  type Node,
  openParameters,
  openTape,
  sumLayer,
  type Tape,
  withWorkspace,
  type Workspace,
} from "../../../lib/engine/mod.ts";
import { segmentList, segmentValues } from "../../../lib/graph/mod.ts";
import { normals, runtime } from "../fixtures.ts";

/** Runs layers on nodes of the given values, sends `dy` back, and gives the output and the nodes' gradients. */
function run(
  inputs: readonly { readonly shape: readonly number[]; readonly values: Float32Array }[],
  dy: Float32Array,
  layers: (tape: Tape, nodes: Node[]) => Node,
  look: (workspace: Workspace) => void = () => {},
) {
  return withWorkspace(runtime, (ws) => {
    const tape = openTape(ws);
    const nodes = inputs.map(({ shape, values }) => constant(ws.floats(shape, values)));
    const output = layers(tape, nodes);
    output.gradients.push(ws.floats(output.value.shape, dy));
    tape.backward();
    look(ws);
    return {
      shape: [...output.value.shape],
      y: ws.read(output.value),
      gradients: nodes.map((node) => node.gradients.map((gradient) => ws.read(gradient))),
    };
  });
}

const image = (shape: readonly number[], ...values: number[]) => ({
  shape,
  values: Float32Array.from(values),
});

Deno.test("sumLayer() adds, and sends the gradient to every term", () => {
  const terms = [image([1, 1, 2, 1], 1, 2), image([1, 1, 2, 1], 10, 20), image([1, 1, 2, 1], 100, 200)];
  const dy = Float32Array.of(5, -5);
  const { y, gradients } = run(terms, dy, (tape, nodes) => sumLayer(tape, nodes));
  assertEquals(y, Float32Array.of(111, 222));
  assertEquals(gradients, [[dy], [dy], [dy]]);
});

Deno.test("sumLayer() passes a single term on", () => {
  withWorkspace(runtime, (ws) => {
    const node = constant(ws.floats([1], Float32Array.of(1)));
    assert(sumLayer(openTape(ws), [node]) === node);
  });
});

Deno.test("sumLayer() of a node with itself doubles its gradient", () => {
  const { y, gradients } = run(
    [image([1, 1, 1, 1], 3)],
    Float32Array.of(1),
    (tape, [x]) => sumLayer(tape, [x!, x!]),
  );
  assertEquals(y, Float32Array.of(6));
  assertEquals(gradients, [[Float32Array.of(1), Float32Array.of(1)]]);
});

Deno.test("concatLayer() stands zeros for absent blocks and cuts the gradient", () => {
  const blocks = [image([1, 1, 2, 2], 1, 2, 3, 4), image([1, 1, 2, 2], 5, 6, 7, 8)];
  const dy = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
  const { shape, y, gradients } = run(
    blocks,
    dy,
    (tape, [a, b]) => concatLayer(tape, [a, undefined, b]),
  );
  assertEquals(shape, [1, 1, 2, 6]);
  assertEquals(y, Float32Array.of(1, 2, 0, 0, 5, 6, 3, 4, 0, 0, 7, 8));
  assertEquals(gradients, [[Float32Array.of(1, 2, 7, 8)], [Float32Array.of(5, 6, 11, 12)]]);
});

Deno.test("averagePoolLayer() of stride 2 averages 2x2 pixels, fewer at an odd border", () => {
  const x = image([1, 3, 3, 1], 1, 2, 3, 4, 5, 6, 7, 8, 9);
  const dy = Float32Array.of(4, 2, 2, 1);
  const { shape, y, gradients } = run([x], dy, (tape, [node]) => averagePoolLayer(tape, 2, 2, node!));
  assertEquals(shape, [1, 2, 2, 1]);
  assertEquals(y, Float32Array.of(3, 4.5, 7.5, 9));
  assertEquals(gradients, [[Float32Array.of(1, 1, 1, 1, 1, 1, 1, 1, 1)]]);
});

Deno.test("averagePoolLayer() counts the pixels inside the image only", () => {
  const { y, gradients } = run(
    [image([1, 1, 3, 1], 1, 2, 6)],
    Float32Array.of(2, 3, 4),
    (tape, [x]) => averagePoolLayer(tape, 3, 1, x!),
  );
  assertEquals(y, Float32Array.of(1.5, 3, 4));
  assertEquals(gradients, [[Float32Array.of(2, 4, 3)]]);
});

Deno.test("maxPoolLayer() takes the largest, and sends the gradient to it", () => {
  const { y, gradients } = run(
    [image([1, 1, 4, 1], -3, -1, -2, -4)],
    Float32Array.of(1, 10, 100, 1000),
    (tape, [x]) => maxPoolLayer(tape, 3, x!),
  );
  assertEquals(y, Float32Array.of(-1, -1, -1, -2));
  assertEquals(gradients, [[Float32Array.of(0, 111, 1000, 0)]]);
});

/** Parameters of one segment of the given values. */
function parametersOf(shape: readonly number[], values: Float32Array) {
  const list = segmentList();
  const segment = list.weights("filter", shape, 1);
  const buffer = new Float32Array(list.length);
  segmentValues(buffer, segment).set(values);
  return { segment, buffer };
}

Deno.test("convLayer() of one tap is a matrix product, with the filter's gradient on the tape", () => {
  // Two pixels of two channels; the filter takes [a, b] to [a + 3b, 2a + 4b].
  const { segment, buffer } = parametersOf([1, 1, 2, 2], Float32Array.of(1, 2, 3, 4));
  const x = image([1, 1, 2, 2], 1, 10, 100, 1000);
  for (const isInput of [false, true]) {
    let recorded: Tape | undefined;
    let filterGradient: ArrayLike<number> = [];
    const { y, gradients } = run(
      [x],
      Float32Array.of(1, 0, 0, 2),
      (tape, [node]) => {
        recorded = tape;
        const parameters = openParameters(tape.workspace, buffer);
        return convLayer({ tape, parameters }, { kind: "conv", filter: segment, stride: 1 }, node!, isInput);
      },
      (ws) => filterGradient = ws.read(recorded!.parameterGradients.get(segment)!),
    );
    assertEquals(y, Float32Array.of(31, 42, 3100, 4200));
    // dy = [[1, 0], [0, 2]]: x^T dy, and dy times the filter transposed.
    assertEquals(filterGradient, Float32Array.of(1, 200, 10, 2000));
    assertEquals(gradients, isInput ? [[]] : [[Float32Array.of(1, 3, 4, 8)]]);
  }
});

Deno.test("convLayer() filters each channel with its own filter", () => {
  // 1x3 filters on two channels: channel 0 sums its neighbours, channel 1 shifts to the left.
  const { segment, buffer } = parametersOf([1, 3, 2, 1], Float32Array.of(1, 0, 0, 0, 1, 1));
  const x = image([1, 1, 3, 2], 1, 10, 2, 20, 4, 40);
  const dy = Float32Array.of(1, 1, 1, 1, 1, 1);
  const { y, gradients } = run(
    [x],
    dy,
    (tape, [node]) => {
      const parameters = openParameters(tape.workspace, buffer);
      return convLayer({ tape, parameters }, { kind: "depthwise", filter: segment }, node!);
    },
  );
  assertEquals(y, Float32Array.of(2, 20, 5, 40, 2, 0));
  assertEquals(gradients, [[Float32Array.of(1, 0, 2, 1, 1, 1)]]);
});

Deno.test("headLayer() is the mean of the pixels, weighed, and the bias", () => {
  const list = segmentList();
  const head = { weights: list.weights("weights", [2, 3], 2), bias: list.vector("bias", 3, 0) };
  const buffer = new Float32Array(list.length);
  segmentValues(buffer, head.weights).set([1, 2, 3, 4, 5, 6]);
  segmentValues(buffer, head.bias).set([0.5, 0, -0.5]);
  withWorkspace(runtime, (ws) => {
    const tape = openTape(ws);
    // Means 2 and 10.
    const x = constant(ws.floats([1, 1, 2, 2], Float32Array.of(1, 5, 3, 15)));
    const logits = headLayer({ tape, parameters: openParameters(ws, buffer) }, head, x);
    assertEquals(ws.read(logits.value), Float32Array.of(42.5, 54, 65.5));
    logits.gradients.push(ws.floats([1, 3], Float32Array.of(1, 0, -1)));
    tape.backward();
    assertEquals(ws.read(tape.parameterGradients.get(head.weights)!), Float32Array.of(2, 0, -2, 10, 0, -10));
    assertEquals(ws.read(tape.parameterGradients.get(head.bias)!), Float32Array.of(1, 0, -1));
    // 1 - 3 and 4 - 6, shared by two pixels.
    assertEquals(ws.read(x.gradients[0]!), Float32Array.of(-1, -1, -1, -1));
  });
});

Deno.test("biasOnlyLayer() gives every image the bias, whose gradient is the sum over images", () => {
  const list = segmentList();
  const head = { weights: list.weights("weights", [2, 2], 2), bias: list.vector("bias", 2, 0) };
  const buffer = normals(list.length, "bias only");
  withWorkspace(runtime, (ws) => {
    const tape = openTape(ws);
    const logits = biasOnlyLayer({ tape, parameters: openParameters(ws, buffer) }, head, 2);
    const [a, b] = segmentValues(buffer, head.bias);
    assertEquals(ws.read(logits.value), Float32Array.of(a!, b!, a!, b!));
    logits.gradients.push(ws.floats([2, 2], Float32Array.of(1, 2, 30, 40)));
    tape.backward();
    assertEquals(ws.read(tape.parameterGradients.get(head.bias)!), Float32Array.of(31, 42));
    assertEquals([...tape.parameterGradients.keys()], [head.bias]);
  });
});

Deno.test("a layer that two others read gets the sum of their gradients", () => {
  const x = image([1, 1, 2, 1], 1, 3);
  const { y, gradients } = run([x], Float32Array.of(1, 1), (tape, [node]) => {
    const shared = averagePoolLayer(tape, 3, 1, node!);
    return sumLayer(tape, [maxPoolLayer(tape, 3, shared), shared]);
  });
  // Both means are 2: the largest is the first of them.
  assertEquals(y, Float32Array.of(4, 4));
  for (const gradient of gradients[0]![0]!) assertAlmostEquals(gradient, 2, 1e-6);
});
