/**
 * Rows of bytes whose number is not known before they end.
 * @module
 */

/** Bytes that are kept together. */
const BLOCK = 1 << 16;

/** Rows of one length, first all written, then all taken. */
export interface ByteRows {
  /** A new row to write to. */
  next(): Uint8Array;
  /** Each row in its order. Memory is let go on the way, so this can be done once. */
  take(): Generator<Uint8Array>;
}

/** Rows of `length` bytes each. They take their own bytes and up to 64 kB more. */
export function byteRows(length: number): ByteRows {
  const perBlock = Math.max(1, Math.floor(BLOCK / length));
  const blocks: Uint8Array[] = [];
  let count = 0;
  const rowOf = (block: Uint8Array, row: number) => block.subarray(row * length, (row + 1) * length);
  return {
    next() {
      const row = count++ % perBlock;
      if (row === 0) blocks.push(new Uint8Array(perBlock * length));
      return rowOf(blocks.at(-1)!, row);
    },
    *take() {
      blocks.reverse();
      while (count > 0) {
        const block = blocks.pop()!;
        const rows = Math.min(count, perBlock);
        for (let row = 0; row < rows; row++) yield rowOf(block, row);
        count -= rows;
      }
    },
  };
}
