import { assert } from "@std/assert";
import { type Layer, segmentValues } from "../../lib/graph/mod.ts";
import {
  assertAgree,
  graphMaker,
  type Made,
  type Maker,
  nativePass,
  nativeTest,
  randomBatch,
  randomWeights,
  tensorflowPass,
  term,
} from "./graphs.ts";

// Vectors of 8, 16 and 32 channels and what is left over; rows shorter than a filter, shorter than a tile of 8
// pixels, as long, and of several tiles.
const channelCounts = [8, 16, 24, 32, 40, 48];
const sides = [1, 2, 5, 7, 8, 9, 14, 28];

/** Calls `check` with every width at every number of channels, and among them with every height. */
function everyShape(check: (height: number, width: number, channels: number, others: number) => void): void {
  channelCounts.forEach((channels, i) =>
    sides.forEach((width, j) =>
      check(
        sides[(3 * i + j + 1) % sides.length]!,
        width,
        channels,
        channelCounts[(i + j) % channelCounts.length]!,
      )
    )
  );
}

/**
 * Both passes, at weights where no ReLU cuts anything off and so no rounding decides what is cut off. With `exact`,
 * images and filters are small whole numbers times powers of two: both ways find the same largest pixels, and ties.
 */
function assertPassesAgree(made: Made, what: string, exact = false): void {
  const weights = randomWeights(made, 1, 8);
  let batch = randomBatch(made, 3);
  if (exact) {
    for (const segment of made.segments.filter(({ name }) => name.startsWith("conv"))) {
      const unit = 2 ** Math.round(Math.log2(Math.sqrt(2 / segment.fanIn)));
      const values = segmentValues(weights, segment);
      values.forEach((value, i) => values[i] = unit * Math.round(value / unit));
    }
    batch = { ...batch, images: batch.images.map((value) => Math.round(value)) };
  }
  assertAgree(nativePass(made, weights, batch), tensorflowPass(made, weights, batch), what);
}

type MakeLayer = (maker: Maker, channels: number) => Layer;
const conv = (high: number, wide: number): MakeLayer => (maker, channels) =>
  maker.conv(high, wide, channels, channels);
const depthwise = (high: number, wide: number): MakeLayer => (maker, channels) =>
  maker.depthwise(high, wide, channels);
const layers: Readonly<Record<string, MakeLayer>> = {
  "conv 1x1": conv(1, 1),
  "conv 3x3": conv(3, 3),
  "conv 1x7": conv(1, 7),
  "conv 7x1": conv(7, 1),
  "conv 5x3": conv(5, 3),
  "depthwise 3x3": depthwise(3, 3),
  "depthwise 5x5": depthwise(5, 5),
  "depthwise 7x7": depthwise(7, 7),
  "depthwise 9x9": depthwise(9, 9),
  "depthwise 7x3": depthwise(7, 3),
  "max pool 3x3": () => ({ kind: "maxPool", size: 3 }),
  "max pool 5x5": () => ({ kind: "maxPool", size: 5 }),
  "average pool 3x3": () => ({ kind: "averagePool", size: 3 }),
  "average pool 5x5": () => ({ kind: "averagePool", size: 5 }),
};

for (const [name, layer] of Object.entries(layers)) {
  nativeTest(`runNative() is TensorFlow at every shape, forward and back: ${name}`, () => {
    everyShape((height, width, channels, others) => {
      const maker = graphMaker([height, width, 2]);
      const shape = { height, width, channels };
      const x = maker.node(shape, [term(-1, maker.conv(3, 3, 2, channels))]);
      // The layer writes to a sum, adds to it, and stands between others; and so do its gradients.
      const between = [
        maker.conv(1, 1, channels, others),
        layer(maker, others),
        maker.conv(1, 1, others, channels),
      ];
      const terms = [[layer(maker, channels)], between, [layer(maker, channels)]];
      const y = maker.node(shape, terms.map((layers) => term(x, ...layers)), maker.norm(channels));
      assertPassesAgree(maker.finish([y]), `${height}x${width}x${channels}`, name.startsWith("max"));
    });
  });
}

nativeTest("runNative() is TensorFlow at every shape, forward and back: halving", () => {
  everyShape((height, width, channels, others) => {
    const maker = graphMaker([height, width, 2]);
    const x = maker.node({ height, width, channels }, [term(-1, maker.conv(3, 3, 2, channels))]);
    const halved = { height: Math.ceil(height / 2), width: Math.ceil(width / 2), channels };
    const halve = { kind: "halve" } as const;
    const between = [maker.conv(3, 3, channels, others), halve, maker.conv(3, 3, others, channels)];
    const terms = [[halve], between, [halve]].map((layers) => term(x, ...layers));
    const y = maker.node(halved, terms, maker.norm(channels));
    assertPassesAgree(maker.finish([y]), `${height}x${width}x${channels}`);
  });
});

for (const stride of [1, 2] as const) {
  nativeTest(
    `runNative() is TensorFlow at every shape, forward and back: first layer of stride ${stride}`,
    () => {
      everyShape((height, width, channels) => {
        for (const imageChannels of [1, 2, 3]) {
          for (const [high, wide] of [[3, 3], [5, 1]] as const) {
            const maker = graphMaker([height, width, imageChannels]);
            const shape = { height: Math.ceil(height / stride), width: Math.ceil(width / stride), channels };
            const filter = maker.conv(high, wide, imageChannels, channels, stride);
            const x = maker.node(shape, [term(-1, filter)], maker.norm(channels));
            assertPassesAgree(maker.finish([x]), `${high}x${wide} of ${height}x${width}x${imageChannels}`);
          }
        }
      });
    },
  );
}

/**
 * Images of `height` x `width` pixels of which each has a channel of its own, at 1 there and 0 elsewhere. A 1x1
 * convolution of them makes an image of its filter, and the filter's gradient is the gradient of that image.
 */
function pixelsApart(height: number, width: number, values: readonly number[]) {
  const pixels = height * width;
  const maker = graphMaker([height, width, pixels]);
  const filter = maker.conv(1, 1, pixels, 16);
  const x = maker.node({ height, width, channels: 16 }, [term(-1, filter)]);
  return {
    maker,
    x,
    /** Each pixel's gradient in parts of what an output's is, for the one image of a batch. */
    gradients(made: Made): number[] {
      const weights = randomWeights(made, 1);
      const image = segmentValues(weights, made.segments[0]!);
      values.forEach((value, pixel) => image.fill(value, 16 * pixel, 16 * pixel + 16));
      const images = Float32Array.from({ length: pixels ** 2 }, (_, i) => i % (pixels + 1) === 0 ? 1 : 0);
      const { gradients } = nativePass(made, weights, { images, labels: Int32Array.of(0) });
      const dx = gradients.get(made.segments[0]!.name)!;
      // All outputs of a channel have one gradient, so their sum is the sum of the pixels' gradients.
      const of = (channel: number) => values.map((_, pixel) => dx[16 * pixel + channel]!);
      const parts = Array.from({ length: 16 }, (_, channel) => {
        const total = of(channel).reduce((sum, value) => sum + value, 0);
        return of(channel).map((value) => value * pixels / total);
      });
      for (const channel of parts) {
        channel.forEach((part, pixel) =>
          assert(Math.abs(part - parts[0]![pixel]!) < 1e-5, "channels differ")
        );
      }
      return parts[0]!.map((part) => Math.round(part * 1e4) / 1e4);
    },
  };
}

nativeTest("the gradient of a max pool goes to the first of equal values along the rows", () => {
  const pooled = (height: number, width: number, size: number, values: readonly number[]): number[] => {
    const { maker, x, gradients } = pixelsApart(height, width, values);
    const y = maker.node({ height, width, channels: 16 }, [term(x, { kind: "maxPool", size })]);
    return gradients(maker.finish([y]));
  };
  const equal = (got: number[], ...expected: number[]) => assert(got.join() === expected.join(), got.join());
  // The windows' first pixels are 0, 0, 1, 2; so along the rows, and along the columns.
  equal(pooled(1, 4, 3, [-5, -5, -5, -5]), 2, 1, 1, 0);
  equal(pooled(3, 3, 3, Array(9).fill(7)), 4, 2, 0, 2, 1, 0, 0, 0, 0);
  // Two are the largest: the one in the upper row is first, though it stands further to the right.
  equal(pooled(2, 2, 3, [0, 1, 1, 0]), 0, 4, 0, 0);
  equal(pooled(2, 3, 5, [-2, -1, -2, -1, -2, -1]), 0, 6, 0, 0, 0, 0);
});
