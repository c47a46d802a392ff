import { activateBackwardOf, activateForwardOf, clampBackwardOf } from "./activations";
import { CellJob } from "./cellParts";
import { columnProductsOf } from "./columns";
import { share } from "./crew";
import { dropoutMaskFrom } from "./dropout";
import {
  mixBackwardOf, mixForwardOf, resetAfterBackwardOf, resetAfterForwardOf, resetBeforeBackwardOf, resetBeforeForwardOf,
} from "./gru";
import { highwayBackwardOf, highwayForwardOf } from "./highway";
import { setFloat, setInt } from "./job";
import { memoryBackwardOf, memoryForwardOf, outputBackwardOf, outputForwardOf } from "./memory";
import { normalizeBackwardOf, normalizeForwardOf } from "./normalize";
import { addMatrixOf } from "./sequences";
import { partsOf } from "./shared";

/** The kernels of cells and wrappers as the engine calls them, on the calling thread alone or shared as those in `shared.ts` are. */

/** The least that a thread is called for: units with exponentials, units without, elements that are only read and written. */
const leastActivated: i64 = 256;
const leastUnits: i64 = 1_024;
const leastFloats: i64 = 4_096;

/** Of rows that are not taken apart. */
@inline function partsOfRows(rows: i32, columns: i32, least: i64): i32 {
  return min(rows, partsOf(<i64>rows * columns, least));
}

/** A job of eight whole numbers; others may have been set behind them. */
function begin(parts: i32, job: CellJob, a: i32, b: i32, c: i32, d: i32, e: i32, f: i32, g: i32, h: i32): void {
  setInt(0, job);
  setInt(1, a); setInt(2, b); setInt(3, c); setInt(4, d); setInt(5, e); setInt(6, f); setInt(7, g); setInt(8, h);
  share(parts);
}

export function memoryForward(
  rows: i32, hidden: i32, activation: i32, candidate: i32, coupled: i32, forgetBias: f64, gateClip: f64, cellClip: f64,
  peepholes: i32, mask: i32, gates: i32, previousC: i32, c: i32,
): void {
  const parts = partsOfRows(rows, hidden, leastActivated);
  if (parts == 1) {
    memoryForwardOf(
      rows, hidden, activation, candidate, coupled, forgetBias, gateClip, cellClip, peepholes, mask, gates, previousC, c,
    );
    return;
  }
  setFloat(0, forgetBias); setFloat(1, gateClip); setFloat(2, cellClip);
  setInt(9, previousC); setInt(10, c);
  begin(parts, CellJob.memoryForward, rows, hidden, activation, candidate, coupled, peepholes, mask, gates);
}

export function memoryBackward(
  rows: i32, hidden: i32, activation: i32, candidate: i32, coupled: i32, gateClip: f64, cellClip: f64,
  peepholes: i32, mask: i32, gates: i32, previousC: i32, c: i32, dc: i32, dPreviousC: i32, dGates: i32,
): void {
  const parts = partsOfRows(rows, hidden, leastUnits);
  if (parts == 1) {
    memoryBackwardOf(
      rows, hidden, activation, candidate, coupled, gateClip, cellClip, peepholes, mask, gates, previousC, c, dc, dPreviousC, dGates,
    );
    return;
  }
  setFloat(0, gateClip); setFloat(1, cellClip);
  setInt(9, previousC); setInt(10, c); setInt(11, dc); setInt(12, dPreviousC); setInt(13, dGates);
  begin(parts, CellJob.memoryBackward, rows, hidden, activation, candidate, coupled, peepholes, mask, gates);
}

export function outputForward(
  rows: i32, hidden: i32, activation: i32, read: i32, gateClip: f64, peepholes: i32, gates: i32, c: i32, readC: i32, h: i32,
): void {
  const parts = partsOfRows(rows, hidden, leastActivated);
  if (parts == 1) {
    outputForwardOf(rows, hidden, activation, read, gateClip, peepholes, gates, c, readC, h);
    return;
  }
  setFloat(0, gateClip);
  setInt(9, h);
  begin(parts, CellJob.outputForward, rows, hidden, activation, read, peepholes, gates, c, readC);
}

export function outputBackward(
  rows: i32, hidden: i32, activation: i32, read: i32, gateClip: f64, peepholes: i32, gates: i32, readC: i32, dh: i32, dc: i32,
  dGates: i32,
): void {
  const parts = partsOfRows(rows, hidden, leastUnits);
  if (parts == 1) {
    outputBackwardOf(rows, hidden, activation, read, gateClip, peepholes, gates, readC, dh, dc, dGates);
    return;
  }
  setFloat(0, gateClip);
  setInt(9, dc); setInt(10, dGates);
  begin(parts, CellJob.outputBackward, rows, hidden, activation, read, peepholes, gates, readC, dh);
}

export function resetAfterForward(rows: i32, hidden: i32, activation: i32, gateClip: f64, gates: i32, recurrent: i32): void {
  const parts = partsOfRows(rows, hidden, leastActivated);
  if (parts == 1) {
    resetAfterForwardOf(rows, hidden, activation, gateClip, gates, recurrent);
    return;
  }
  setFloat(0, gateClip);
  begin(parts, CellJob.resetAfterForward, rows, hidden, activation, gates, recurrent, 0, 0, 0);
}

export function resetAfterBackward(
  rows: i32, hidden: i32, activation: i32, gateClip: f64, gates: i32, recurrent: i32, dGates: i32, dRecurrent: i32,
): void {
  const parts = partsOfRows(rows, hidden, leastUnits);
  if (parts == 1) {
    resetAfterBackwardOf(rows, hidden, activation, gateClip, gates, recurrent, dGates, dRecurrent);
    return;
  }
  setFloat(0, gateClip);
  begin(parts, CellJob.resetAfterBackward, rows, hidden, activation, gates, recurrent, dGates, dRecurrent, 0);
}

export function resetBeforeForward(
  rows: i32, hidden: i32, activation: i32, gateClip: f64, gates: i32, previousH: i32, reset: i32,
): void {
  const parts = partsOfRows(rows, hidden, leastActivated);
  if (parts == 1) {
    resetBeforeForwardOf(rows, hidden, activation, gateClip, gates, previousH, reset);
    return;
  }
  setFloat(0, gateClip);
  begin(parts, CellJob.resetBeforeForward, rows, hidden, activation, gates, previousH, reset, 0, 0);
}

export function resetBeforeBackward(
  rows: i32, hidden: i32, activation: i32, gateClip: f64, gates: i32, previousH: i32, dReset: i32, dPreviousH: i32, dGates: i32,
): void {
  const parts = partsOfRows(rows, hidden, leastUnits);
  if (parts == 1) {
    resetBeforeBackwardOf(rows, hidden, activation, gateClip, gates, previousH, dReset, dPreviousH, dGates);
    return;
  }
  setFloat(0, gateClip);
  begin(parts, CellJob.resetBeforeBackward, rows, hidden, activation, gates, previousH, dReset, dPreviousH, dGates);
}

export function mixForward(rows: i32, hidden: i32, candidate: i32, gateClip: f64, gates: i32, previousH: i32, h: i32): void {
  const parts = partsOfRows(rows, hidden, leastActivated);
  if (parts == 1) {
    mixForwardOf(rows, hidden, candidate, gateClip, gates, previousH, h);
    return;
  }
  setFloat(0, gateClip);
  begin(parts, CellJob.mixForward, rows, hidden, candidate, gates, previousH, h, 0, 0);
}

export function mixBackward(
  rows: i32, hidden: i32, activation: i32, candidate: i32, gateClip: f64, gates: i32, previousH: i32, dh: i32, dPreviousH: i32,
  dGates: i32,
): void {
  const parts = partsOfRows(rows, hidden, leastUnits);
  if (parts == 1) {
    mixBackwardOf(rows, hidden, activation, candidate, gateClip, gates, previousH, dh, dPreviousH, dGates);
    return;
  }
  setFloat(0, gateClip);
  setInt(9, dGates);
  begin(parts, CellJob.mixBackward, rows, hidden, activation, candidate, gates, previousH, dh, dPreviousH);
}

export function normalizeForward(
  rows: i32, columns: i32, blocks: i32, epsilon: f64, gamma: i32, beta: i32, x: i32, scale: i32, y: i32,
): void {
  const parts = partsOfRows(rows / blocks, blocks * columns, leastUnits);
  if (parts == 1) {
    normalizeForwardOf(rows, columns, blocks, epsilon, gamma, beta, x, scale, y);
    return;
  }
  setFloat(0, epsilon);
  begin(parts, CellJob.normalizeForward, rows, columns, blocks, gamma, beta, x, scale, y);
}

export function normalizeBackward(
  rows: i32, columns: i32, blocks: i32, gamma: i32, normalized: i32, scale: i32, dy: i32, dx: i32,
): void {
  const parts = partsOfRows(rows / blocks, blocks * columns, leastUnits);
  if (parts > 1) begin(parts, CellJob.normalizeBackward, rows, columns, blocks, gamma, normalized, scale, dy, dx);
  else normalizeBackwardOf(rows, columns, blocks, gamma, normalized, scale, dy, dx);
}

export function addMatrix(
  rows: i32, columns: i32, factor: f64, from: i32, fromStride: i32, to: i32, toStride: i32, accumulate: i32,
): void {
  const parts = partsOfRows(rows, columns, leastFloats);
  if (parts == 1) {
    addMatrixOf(rows, columns, factor, from, fromStride, to, toStride, accumulate);
    return;
  }
  setFloat(0, factor);
  begin(parts, CellJob.addMatrix, rows, columns, from, fromStride, to, toStride, accumulate, 0);
}

export function columnProducts(rows: i32, columns: i32, a: i32, lda: i32, b: i32, ldb: i32, sums: i32): void {
  const parts = partsOf(<i64>rows * columns, leastFloats);
  if (parts > 1) begin(parts, CellJob.columnProducts, rows, columns, a, lda, b, ldb, sums, 0);
  else columnProductsOf(rows, columns, a, lda, b, ldb, sums);
}

export function activateForward(size: i32, activation: i32, x: i32, y: i32): void {
  const parts = partsOf(size, leastActivated);
  if (parts > 1) begin(parts, CellJob.activateForward, size, activation, x, y, 0, 0, 0, 0);
  else activateForwardOf(size, activation, x, y);
}

export function activateBackward(size: i32, activation: i32, y: i32, dy: i32, dx: i32): void {
  const parts = partsOf(size, leastUnits);
  if (parts > 1) begin(parts, CellJob.activateBackward, size, activation, y, dy, dx, 0, 0, 0);
  else activateBackwardOf(size, activation, y, dy, dx);
}

export function clampBackward(size: i32, bound: f64, y: i32, dy: i32, dx: i32): void {
  const parts = partsOf(size, leastFloats);
  if (parts == 1) {
    clampBackwardOf(size, bound, y, dy, dx);
    return;
  }
  setFloat(0, bound);
  begin(parts, CellJob.clampBackward, size, y, dy, dx, 0, 0, 0, 0);
}

export function dropoutMask(size: i32, rate: f64, seed: i32, place: i32): void {
  const parts = partsOf(size, leastFloats);
  if (parts == 1) {
    dropoutMaskFrom(0, size, rate, seed, place);
    return;
  }
  setFloat(0, rate);
  begin(parts, CellJob.dropoutMask, size, seed, place, 0, 0, 0, 0, 0);
}

export function highwayForward(size: i32, transform: i32, inner: i32, input: i32, out: i32): void {
  const parts = partsOf(size, leastActivated);
  if (parts > 1) begin(parts, CellJob.highwayForward, size, transform, inner, input, out, 0, 0, 0);
  else highwayForwardOf(size, transform, inner, input, out);
}

export function highwayBackward(
  size: i32, transform: i32, inner: i32, input: i32, dOut: i32, dInner: i32, dInput: i32, dTransform: i32,
): void {
  const parts = partsOf(size, leastUnits);
  if (parts > 1) begin(parts, CellJob.highwayBackward, size, transform, inner, input, dOut, dInner, dInput, dTransform);
  else highwayBackwardOf(size, transform, inner, input, dOut, dInner, dInput, dTransform);
}
