/**
 * Random search, the paper's own: candidates drawn blindly, none twice.
 * @module
 */
import { check, members } from "../options.ts";
import { prng } from "../random.ts";
import type { Architecture } from "../space/architecture.ts";
import { architectureId } from "../space/canonical.ts";
import { sampleArchitecture } from "../space/sample.ts";
import type { Space } from "../space/space.ts";
import { openSearcher, requireMemory, searcherShape } from "./searcher.ts";
import type { Searcher, SearcherOptions, SearcherState } from "./searcher.ts";

const schema = members<SearcherOptions>(searcherShape);

/**
 * Proposes architectures drawn by `sampleArchitecture`, within the limit each encoding equally likely. The same network
 * as an earlier proposal, renumbered or not, is drawn again: its score is known. Proposals depend neither on scores nor
 * on the size of a batch.
 *
 * @param state of an earlier search with the same space and options, to continue it
 * @throws {RangeError} if the space or an option has a fault, or the state is of another search
 *
 * @example Two proposals and their scores
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { paperSpace } from "../space/mod.ts";
 * import { randomSearch } from "./random.ts";
 *
 * const searcher = randomSearch(paperSpace, { seed: 1, batchSize: 2 });
 * const [first, second] = searcher.propose();
 * searcher.observe(second!.number, 0.8);
 * assertEquals(searcher.propose(), [first!]);
 * searcher.observe(first!.number, 0.7);
 * assertEquals(searcher.propose().map(({ number }) => number), [2, 3]);
 * ```
 */
export function randomSearch(space: Space, options: SearcherOptions, state?: SearcherState): Searcher {
  check("Cannot search", schema, options);
  return openSearcher<readonly string[]>({
    name: "random search",
    space,
    options,
    settings: {},
    strategy(memory = [], drawWithin) {
      requireMemory(
        Array.isArray(memory) && memory.every((name) => typeof name === "string"),
        "names of architectures",
      );
      // In the order of the proposals; those of the current batch are the last.
      const proposed = new Set(memory);
      let learnt = memory.length;
      return {
        propose(number) {
          const rng = prng(options.seed, "random search", number);
          let name = "";
          const isNew = (drawn: Architecture): boolean => {
            name = architectureId(space, drawn);
            return !proposed.has(name);
          };
          const wanted = `within the limit that differs from the ${number} before it`;
          const architecture = drawWithin(() => sampleArchitecture(space, rng), isNew, wanted);
          proposed.add(name);
          return architecture;
        },
        learn(batch) {
          learnt += batch.length;
        },
        memory: () => [...proposed].slice(0, learnt),
      };
    },
  }, state);
}
