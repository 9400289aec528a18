import type { Layer } from "../../lib/graph/mod.ts";
import { choose, integer, type Prng, uniform } from "../../lib/random.ts";
import { graphMaker, type Made, term } from "./graphs.ts";

/**
 * A graph by chance: nodes of one to three terms, each a chain of up to four layers from one node or a 1x1
 * convolution of several side by side, with and without norms, at full size and halved.
 */
export function randomGraph(rng: Prng): Made {
  const side = () => choose(rng, [1, 2, 3, 5, 6]);
  const imageChannels = 1 + integer(rng, 3);
  const stride = choose(rng, [1, 2] as const);
  const [height, width] = [side(), side()];
  const counts = [8, 16, 24];
  const maker = graphMaker([height, width, imageChannels]);
  const first = {
    height: Math.ceil(height / stride),
    width: Math.ceil(width / stride),
    channels: choose(rng, counts),
  };
  const stem = maker.conv(3, 3, imageChannels, first.channels, stride);
  const nodes = [{ index: maker.node(first, [term(-1, stem)], maker.norm(first.channels)), shape: first }];
  const kinds: ((channels: number) => Layer)[] = [
    () => ({ kind: "maxPool", size: 3 }),
    () => ({ kind: "averagePool", size: 3 }),
    (channels) => maker.depthwise(choose(rng, [3, 5, 7]), choose(rng, [3, 5]), channels),
    (channels) => maker.conv(choose(rng, [1, 3]), choose(rng, [1, 3, 7]), channels, channels),
  ];
  const count = 2 + integer(rng, 4);
  for (let added = 0; added < count; added++) {
    const { shape: from } = choose(rng, nodes);
    const alike = nodes.filter(({ shape }) => shape === from);
    const halved = uniform(rng) < 0.3;
    const channels = choose(rng, counts);
    const shape = halved
      ? { height: Math.ceil(from.height / 2), width: Math.ceil(from.width / 2), channels }
      : channels === from.channels
      ? from
      : { ...from, channels };
    const terms = Array.from({ length: 1 + integer(rng, 3) }, () => {
      const sources: (number | undefined)[] = [choose(rng, alike).index];
      // What reads several keeps their size.
      while (!halved && uniform(rng) < 0.4) {
        sources.push(uniform(rng) < 0.4 ? undefined : choose(rng, alike).index);
      }
      if (uniform(rng) < 0.3) sources.reverse();
      const layers: Layer[] = [];
      const several = sources.length > 1;
      if (several || channels !== from.channels) {
        layers.push(maker.conv(1, 1, from.channels * sources.length, channels));
      }
      while (!several && layers.length < 3 && uniform(rng) < 0.6) layers.push(choose(rng, kinds)(channels));
      if (halved) layers.splice(integer(rng, layers.length + 1), 0, { kind: "halve" });
      return { sources, layers };
    });
    nodes.push({
      index: maker.node(shape, terms, uniform(rng) < 0.7 ? maker.norm(channels) : undefined),
      shape,
    });
  }
  const last = nodes.at(-1)!;
  const sources = nodes.filter(({ shape }) => shape === last.shape).map(({ index }) =>
    uniform(rng) < 0.8 ? index : undefined
  );
  return maker.finish([last.index, ...sources.filter((source) => source !== last.index)]);
}
