import { Cursor } from "../bytes/cursor.ts";
import { elementsOf } from "../tensors/tensor.ts";
import { expectSignature, readAddress } from "./address.ts";
import { checkSum } from "./checksum.ts";
import { type ChunkGrid, type StoredChunk, storedSize } from "./chunkGrid.ts";

/** The new format's index of chunks of a dataset that cannot grow (HDF5 File Format Specification 3.0, VII.C). */
export function fixedArrayChunks(grid: ChunkGrid, at: number): StoredChunk[] {
  const { file, counts } = grid;
  const what = `the index of ${grid.what}`;
  const head = new Cursor(file, what, at);
  expectSignature(head, "FAHD", 0);
  const filtered = head.u8() === 1;
  const elementBytes = head.u8();
  const pageBits = head.u8();
  const count = head.u64();
  const block = readAddress(head);
  checkSum(head, at);
  if (filtered !== grid.filtered || count !== elementsOf(counts))
    head.fail(`is of ${count} chunks, and the dataset has ${elementsOf(counts)}`);
  if (elementBytes < (filtered ? 13 : 8) || pageBits > 31) head.fail("has elements of no size");
  return block === null
    ? []
    : readBlock(grid, new Cursor(file, what, block), { count, elementBytes, pageElements: 2 ** pageBits });
}

interface Array {
  readonly count: number;
  readonly elementBytes: number;
  readonly pageElements: number;
}

/** Few chunks follow the block's head, many come in pages, each with a checksum. */
function readBlock(grid: ChunkGrid, cursor: Cursor, array: Array): StoredChunk[] {
  const { count, pageElements } = array;
  const begin = cursor.at;
  expectSignature(cursor, "FADB", 0);
  cursor.advance(1 + 8);
  if (count <= pageElements) {
    const chunks = readElements(grid, cursor, array, 0, count);
    checkSum(cursor, begin);
    return chunks;
  }
  const pages = Math.ceil(count / pageElements);
  const written = cursor.bytes(Math.ceil(pages / 8));
  checkSum(cursor, begin);
  return readPages(grid, cursor, array, written);
}

/** @param written a bit for each page, from the highest on; a page that is not written has no chunks. */
function readPages(grid: ChunkGrid, cursor: Cursor, array: Array, written: Uint8Array): StoredChunk[] {
  const chunks: StoredChunk[] = [];
  for (let first = 0, page = 0; first < array.count; first += array.pageElements, page++) {
    const count = Math.min(array.pageElements, array.count - first);
    const begin = cursor.at;
    if ((written[page >> 3]! & (0x80 >> (page & 7))) === 0) {
      cursor.advance(count * array.elementBytes + 4);
      continue;
    }
    chunks.push(...readElements(grid, cursor, array, first, count));
    checkSum(cursor, begin);
  }
  return chunks;
}

function readElements(
  { filtered, chunkBytes }: ChunkGrid,
  cursor: Cursor,
  { elementBytes }: Array,
  first: number,
  count: number,
): StoredChunk[] {
  const chunks: StoredChunk[] = [];
  for (let number = first; number < first + count; number++) {
    const element = cursor.part(elementBytes);
    const at = readAddress(element);
    const size = filtered ? storedSize(element, elementBytes - 12) : { bytes: chunkBytes, skipped: 0 };
    if (at !== null) chunks.push({ number, at, ...size });
  }
  return chunks;
}
