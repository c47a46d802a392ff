import { checkGrowth } from "../bytes/limits.ts";
import { decodeNumbers, type Numbers } from "../tensors/dtypes.ts";
import { rowMajorStrides } from "../tensors/strided.ts";
import { bytesOf, elementsOf, type StoredTensor } from "../tensors/tensor.ts";
import type { ChunkGrid, StoredChunk } from "./chunkGrid.ts";
import { findChunks } from "./chunks.ts";
import { readDataspace } from "./dataspace.ts";
import { type Datatype, readDatatype } from "./datatype.ts";
import { type Filters, readFilters, unfiltered } from "./filters.ts";
import { type Layout, readLayout } from "./layout.ts";
import { messageTypes, type ObjectHeader } from "./objectHeader.ts";

type NumberType = Extract<Datatype, { kind: "numbers" }>;

/** A dataset as a tensor; none where its elements are no numbers. @param skipped is told what they are. */
export function readDataset(header: ObjectHeader, name: string, skipped: (what: string) => void): StoredTensor[] {
  const { file, what } = header;
  const type = readDatatype(header.get("datatype"));
  const shape = readDataspace(header.get("dataspace"));
  if (type.kind !== "numbers" || shape === null) {
    skipped(`${what}, of the type ${type.kind === "other" ? type.told : shape === null ? "nothing" : "text"}`);
    return [];
  }
  if (header.has(messageTypes.externalFiles)) file.fail(`${what} has its numbers in other files, which is not read`);
  checkGrowth(file, what, file.length, bytesOf(shape, type.dtype));
  const layout = readLayout(header.get("layout"));
  const filters = readFilters(header.find(messageTypes.filters));
  checkBytes(header, layout, shape, type);
  return [{ name, shape, dtype: type.dtype, read: () => numbersOf(header, layout, filters, shape, type) }];
}

/** What the layout has must be what the shape means. */
function checkBytes({ file, what }: ObjectHeader, layout: Layout, shape: readonly number[], type: NumberType): void {
  const meant = elementsOf(shape) * type.bytes;
  if (layout.kind === "chunked") {
    if (layout.chunk.length !== shape.length || layout.elementBytes !== type.bytes)
      file.fail(`${what} has chunks of [${layout.chunk.join(", ")}] and the shape [${shape.join(", ")}]`);
  } else if (meant > 0 && layout.at === null) file.fail(`${what} has no numbers: they were never written`);
  else if (layout.bytes !== meant) file.fail(`${what} has ${layout.bytes} bytes; its shape [${shape.join(", ")}] means ${meant}`);
  else if (layout.at !== null) file.part(layout.at, meant, what);
}

function numbersOf(header: ObjectHeader, layout: Layout, filters: Filters, shape: readonly number[], type: NumberType): Numbers {
  const bytes = elementsOf(shape) === 0 ? new Uint8Array(0) : bytesIn(header, layout, filters, shape, type);
  return decodeNumbers(bytes, type.dtype, type.bigEndian);
}

function bytesIn(
  { file, what }: ObjectHeader,
  layout: Layout,
  filters: Filters,
  shape: readonly number[],
  type: NumberType,
): Uint8Array {
  if (layout.kind !== "chunked") return file.part(layout.at!, layout.bytes, what);
  const { chunk, index, elementBytes } = layout;
  const counts = shape.map((length, axis) => Math.ceil(length / chunk[axis]!));
  const chunkBytes = elementsOf(chunk) * elementBytes;
  const grid: ChunkGrid = { file, what, counts, chunk, chunkBytes, filtered: filters.length > 0 };
  const whole = new Uint8Array(elementsOf(shape) * type.bytes);
  for (const stored of findChunks(grid, index))
    putChunk(whole, readChunk(grid, filters, stored, elementBytes), shape, grid, stored.number, elementBytes);
  return whole;
}

function readChunk(
  { file, what, chunkBytes }: ChunkGrid,
  filters: Filters,
  chunk: StoredChunk,
  elementBytes: number,
): Uint8Array {
  const name = `chunk ${chunk.number} of ${what}`;
  return unfiltered(file, name, file.part(chunk.at, chunk.bytes, name), filters, chunk.skipped, chunkBytes, elementBytes);
}

/** Copies a chunk, row by row, to its place. What reaches beyond the shape is left out: chunks at the edges are full ones. */
function putChunk(
  whole: Uint8Array,
  content: Uint8Array,
  shape: readonly number[],
  grid: ChunkGrid,
  number: number,
  elementBytes: number,
): void {
  const { counts, chunk } = grid;
  const [strides, chunkStrides] = [rowMajorStrides(shape), rowMajorStrides(chunk)];
  const first = rowMajorStrides(counts).map((stride, axis) => (Math.floor(number / stride) % counts[axis]!) * chunk[axis]!);
  const lengths = chunk.map((length, axis) => Math.min(length, shape[axis]! - first[axis]!));
  const rowBytes = lengths.at(-1)! * elementBytes;
  const copy = (axis: number, to: number, from: number): void => {
    if (axis === chunk.length - 1) {
      whole.set(content.subarray(from * elementBytes, from * elementBytes + rowBytes), to * elementBytes);
      return;
    }
    for (let i = 0; i < lengths[axis]!; i++) copy(axis + 1, to + i * strides[axis]!, from + i * chunkStrides[axis]!);
  };
  const begin = first.reduce((sum, place, axis) => sum + place * strides[axis]!, 0);
  copy(0, begin, 0);
}
