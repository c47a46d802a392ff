import type { FloatArray } from "../../memory/arena.ts";
import type { SequenceKernels } from "../sequenceKernels.ts";
import { highwayBackward, highwayForward } from "./highway.ts";

/** The wrappers' reference kernels, bound to an arena. */
export function referenceSequenceKernels(x: FloatArray, ids: Int32Array): SequenceKernels {
  return {
    gatherIds: (...args) => gatherIds(ids, ...args),
    holdMasked: (...args) => holdMasked(x, ids, ...args),
    passMasked: (...args) => passMasked(x, ids, ...args),
    zeroMasked: (...args) => zeroMasked(x, ids, ...args),
    addMatrix: (...args) => addMatrix(x, ...args),
    multiply: (...args) => multiply(x, ...args),
    dropoutMask: (...args) => dropoutMask(x, ...args),
    oneHotRows: (...args) => oneHotRows(x, ids, ...args),
    highwayForward: (...args) => highwayForward(x, ...args),
    highwayBackward: (...args) => highwayBackward(x, ...args),
  };
}

function gatherIds(ids: Int32Array, count: number, numbers: number, from: number, to: number): void {
  for (let i = 0; i < count; i++) ids[to + i] = ids[from + ids[numbers + i]];
}

function holdMasked(x: FloatArray, ids: Int32Array, rows: number, columns: number, mask: number, from: number, to: number): void {
  for (let r = 0; r < rows; r++)
    if (ids[mask + r] === 0) x.copyWithin(to + r * columns, from + r * columns, from + (r + 1) * columns);
}

function passMasked(x: FloatArray, ids: Int32Array, rows: number, columns: number, mask: number, from: number, to: number): void {
  for (let r = 0; r < rows; r++) {
    if (ids[mask + r] !== 0) continue;
    for (let j = r * columns; j < (r + 1) * columns; j++) {
      x[to + j] = x[to + j] + x[from + j];
      x[from + j] = 0;
    }
  }
}

function zeroMasked(x: FloatArray, ids: Int32Array, rows: number, columns: number, mask: number, at: number): void {
  for (let r = 0; r < rows; r++) if (ids[mask + r] === 0) x.fill(0, at + r * columns, at + (r + 1) * columns);
}

function addMatrix(
  x: FloatArray,
  rows: number,
  columns: number,
  factor: number,
  from: number,
  fromStride: number,
  to: number,
  toStride: number,
  accumulate: number,
): void {
  for (let r = 0; r < rows; r++) {
    const source = from + r * fromStride;
    const out = to + r * toStride;
    for (let j = 0; j < columns; j++) x[out + j] = (accumulate === 0 ? 0 : x[out + j]) + factor * x[source + j];
  }
}

function oneHotRows(x: FloatArray, ids: Int32Array, rows: number, columns: number, firstId: number, out: number): void {
  x.fill(0, out, out + rows * columns);
  for (let r = 0; r < rows; r++) x[out + r * columns + ids[firstId + r]] = 1;
}

function multiply(x: FloatArray, size: number, a: number, b: number, out: number, accumulate: number): void {
  for (let i = 0; i < size; i++) x[out + i] = (accumulate === 0 ? 0 : x[out + i]) + x[a + i] * x[b + i];
}

/** Element i is decided by the i-th word of splitmix32 from the seed. */
function dropoutMask(x: FloatArray, size: number, rate: number, seed: number, at: number): void {
  const kept = 1 / (1 - rate);
  for (let i = 0; i < size; i++) {
    let word = (seed + Math.imul(i + 1, 0x9e3779b9)) | 0;
    word = Math.imul(word ^ (word >>> 16), 0x21f0aaad);
    word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
    x[at + i] = ((word ^ (word >>> 15)) >>> 0) / 2 ** 32 < rate ? 0 : kept;
  }
}
