import { assert, assertEquals } from "@std/assert";
import { alternate, leastSeconds } from "../../bench/measure.ts";

Deno.test("alternate() gives units a second, and takes the sides in turn", async () => {
  const calls: string[] = [];
  const side = (name: string, secondsEach: number, count?: number) => ({
    ...(count === undefined ? {} : { count }),
    run: (pieces: number) => {
      calls.push(`${name} ${pieces}`);
      return Promise.resolve(pieces * secondsEach);
    },
  });
  const [fast, slow] = await alternate([side("fast", 0.01, 100), side("slow", 0.5, 2)], 8, 3);
  assertEquals(fast!.map(Math.round), [800, 800, 800]);
  assertEquals(slow!.map(Math.round), [16, 16, 16]);
  assertEquals(calls, ["fast 100", "slow 2", "fast 100", "slow 2", "fast 100", "slow 2"]);
});

Deno.test("alternate() does about a second of work in a repeat where it is not told how much", async () => {
  let last = 0;
  await alternate([{ run: (pieces) => Promise.resolve((last = pieces) * 0.004) }], 1, 1);
  assert(last >= 200 && last <= 300, `${last} pieces`);
});

Deno.test("alternate() orders the rates", async () => {
  const seconds = [4, 1, 2];
  const [rates] = await alternate([{ count: 4, run: () => Promise.resolve(seconds.shift()!) }], 1, 3);
  assertEquals(rates, [1, 2, 4]);
});

Deno.test("leastSeconds() gives the seconds of a piece in the fastest repeat", async () => {
  const seconds = [8, 2, 4];
  assertEquals(await leastSeconds({ count: 2, run: () => Promise.resolve(seconds.shift()!) }, 3), 1);
});
