/**
 * Rows of bytes whose number is not known before they end.
 * @module
 */

/** Bytes that are kept together. */
const BLOCK = 1 << 16;

/** Rows of `length` bytes: `next` gives a new one to write to, `at` one by its index. They take up to 64 kB more. */
export function byteRows(length: number): { next(): Uint8Array; at(row: number): Uint8Array } {
  const perBlock = Math.max(1, Math.floor(BLOCK / length));
  const blocks: Uint8Array[] = [];
  let count = 0;
  const at = (row: number) => {
    const start = (row % perBlock) * length;
    return blocks[Math.floor(row / perBlock)]!.subarray(start, start + length);
  };
  return {
    next() {
      if (count % perBlock === 0) blocks.push(new Uint8Array(perBlock * length));
      return at(count++);
    },
    at,
  };
}
