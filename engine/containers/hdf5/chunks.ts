import { rowMajorStrides } from "../tensors/strided.ts";
import { elementsOf } from "../tensors/tensor.ts";
import { type ChunkGrid, type StoredChunk, storedSize } from "./chunkGrid.ts";
import { fixedArrayChunks } from "./fixedArray.ts";
import type { ChunkIndex } from "./layout.ts";
import { eachRecord } from "./newTree.ts";
import { eachOldLeaf } from "./oldTree.ts";

/**
 * All chunks, each once. A chunk that was never written stands for zeros (or what else fills); no framework saves weights so, and a
 * damaged index looks the same, so that it is refused.
 */
export function findChunks(grid: ChunkGrid, index: ChunkIndex): readonly StoredChunk[] {
  const found = new Map<number, StoredChunk>();
  for (const chunk of listChunks(grid, index)) {
    if (found.has(chunk.number)) grid.file.fail(`${grid.what} has its chunk ${chunk.number} twice`);
    found.set(chunk.number, chunk);
  }
  const count = elementsOf(grid.counts);
  if (found.size !== count)
    grid.file.fail(`${grid.what} has ${found.size} of its ${count} chunks: the others were never written, or are lost`);
  return [...found.values()];
}

function listChunks(grid: ChunkGrid, index: ChunkIndex): StoredChunk[] {
  const { at } = index;
  if (at === null) return [];
  switch (index.kind) {
    case "single":
      return [{ number: 0, at, bytes: index.stored ?? grid.chunkBytes, skipped: index.skipped }];
    case "implicit":
      return implicitChunks(grid, at);
    case "fixedArray":
      return fixedArrayChunks(grid, at);
    case "oldTree":
      return oldTreeChunks(grid, at);
    case "newTree":
      return newTreeChunks(grid, at);
    default:
      return index satisfies never;
  }
}

/** One behind the other. */
function implicitChunks({ file, what, counts, chunkBytes }: ChunkGrid, at: number): StoredChunk[] {
  const count = elementsOf(counts);
  file.part(at, count * chunkBytes, what);
  return Array.from({ length: count }, (_, number) => ({ number, at: at + number * chunkBytes, bytes: chunkBytes, skipped: 0 }));
}

/** Keys tell a chunk's stored bytes, skipped filters, and the place of its first element, with one more axis for an element's bytes. */
function oldTreeChunks(grid: ChunkGrid, root: number): StoredChunk[] {
  const chunks: StoredChunk[] = [];
  const keyBytes = 8 + 8 * (grid.counts.length + 1);
  eachOldLeaf(grid.file, grid.what, root, { type: 1, keyBytes }, (at, key) => {
    const bytes = key.u32();
    const skipped = key.u32();
    const scaled = grid.chunk.map((length) => key.u64() / length);
    chunks.push({ number: numberOf(grid, scaled), at, bytes, skipped });
  });
  return chunks;
}

/** Records of type 11 tell stored bytes and skipped filters, those of type 10 do not. Places are in chunks. */
function newTreeChunks(grid: ChunkGrid, root: number): StoredChunk[] {
  const chunks: StoredChunk[] = [];
  eachRecord(grid.file, grid.what, root, grid.filtered ? 11 : 10, (record) => {
    const at = record.u64();
    const sizeBytes = grid.filtered ? record.left - 4 - 8 * grid.counts.length : 0;
    const { bytes, skipped } = grid.filtered ? storedSize(record, sizeBytes) : { bytes: grid.chunkBytes, skipped: 0 };
    chunks.push({
      number: numberOf(
        grid,
        grid.counts.map(() => record.u64()),
      ),
      at,
      bytes,
      skipped,
    });
  });
  return chunks;
}

function numberOf({ file, what, counts }: ChunkGrid, scaled: readonly number[]): number {
  const outside = scaled.some((place, axis) => !Number.isInteger(place) || place >= counts[axis]!);
  if (outside) file.fail(`${what} has a chunk at the place [${scaled.join(", ")}] of [${counts.join(", ")}]`);
  const strides = rowMajorStrides(counts);
  return scaled.reduce((number, place, axis) => number + place * strides[axis]!, 0);
}
