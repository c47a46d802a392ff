import { activateBackwardOf, activateForwardOf, clampBackwardOf } from "./activations";
import { columnProductsOf } from "./columns";
import { dropoutMaskFrom } from "./dropout";
import {
  mixBackwardOf, mixForwardOf, resetAfterBackwardOf, resetAfterForwardOf, resetBeforeBackwardOf, resetBeforeForwardOf,
} from "./gru";
import { highwayBackwardOf, highwayForwardOf } from "./highway";
import { edge, float, int, lineFloats } from "./job";
import { memoryBackwardOf, memoryForwardOf, outputBackwardOf, outputForwardOf } from "./memory";
import { normalizeBackwardOf, normalizeForwardOf } from "./normalize";
import { addMatrixOf } from "./sequences";

/** The kernels of cells and wrappers whose calls can be shared, numbered from where `Job` of `parts.ts` has ended long since. */
export enum CellJob {
  memoryForward = 64,
  memoryBackward,
  outputForward,
  outputBackward,
  resetAfterForward,
  resetAfterBackward,
  resetBeforeForward,
  resetBeforeBackward,
  mixForward,
  mixBackward,
  normalizeForward,
  normalizeBackward,
  addMatrix,
  columnProducts,
  activateForward,
  activateBackward,
  dropoutMask,
  highwayForward,
  highwayBackward,
  clampBackward,
}

/** As `runPart`, of which it is a part: rows, columns or elements, according to the kernel. */
export function runCellPart(job: i32, part: i32, parts: i32): void {
  if (job >= CellJob.columnProducts) {
    const size = job == CellJob.columnProducts ? int(2) : int(1);
    const from = edge(size, lineFloats, part, parts), count = edge(size, lineFloats, part + 1, parts) - from;
    if (count > 0) partOfLine(job, from, count);
  } else {
    // The rows that are normalized by one γ each stay together.
    const unit = job == CellJob.normalizeForward || job == CellJob.normalizeBackward ? int(3) : 1;
    const r = edge(int(1), unit, part, parts), count = edge(int(1), unit, part + 1, parts) - r;
    if (job <= CellJob.outputBackward) partOfLstm(job, r, count);
    else if (job <= CellJob.mixBackward) partOfGru(job, r, count);
    else partOfMatrix(job, r, count);
  }
}

/** Of an array that may be absent. */
@inline export function past(offset: i32, by: i32): i32 {
  return offset < 0 ? offset : offset + by;
}

function partOfLstm(job: i32, r: i32, count: i32): void {
  if (job <= CellJob.memoryBackward) partOfMemory(job, r, count);
  else partOfOutput(job, r, count);
}

function partOfMemory(job: i32, r: i32, count: i32): void {
  const hidden = int(2), activation = int(3), candidate = int(4), coupled = int(5), peepholes = int(6), unit = r * hidden, gate = 4 * unit;
  if (job == CellJob.memoryForward)
    memoryForwardOf(
      count, hidden, activation, candidate, coupled, float(0), float(1), float(2), peepholes, past(int(7), unit), int(8) + gate,
      int(9) + unit, int(10) + unit,
    );
  else
    memoryBackwardOf(
      count, hidden, activation, candidate, coupled, float(0), float(1), peepholes, past(int(7), unit), int(8) + gate,
      int(9) + unit, int(10) + unit, int(11) + unit, int(12) + unit, int(13) + gate,
    );
}

function partOfOutput(job: i32, r: i32, count: i32): void {
  const hidden = int(2), activation = int(3), read = int(4), peepholes = int(5), unit = r * hidden, gate = 4 * unit;
  if (job == CellJob.outputForward)
    outputForwardOf(count, hidden, activation, read, float(0), peepholes, int(6) + gate, int(7) + unit, int(8) + unit, int(9) + unit);
  else
    outputBackwardOf(
      count, hidden, activation, read, float(0), peepholes, int(6) + gate, int(7) + unit, int(8) + unit, int(9) + unit,
      int(10) + gate,
    );
}

function partOfGru(job: i32, r: i32, count: i32): void {
  const hidden = int(2), unit = r * hidden, gate = 3 * unit, clip = float(0);
  switch (job) {
    case CellJob.resetAfterForward: return resetAfterForwardOf(count, hidden, int(3), clip, int(4) + gate, int(5) + gate);
    case CellJob.resetAfterBackward:
      return resetAfterBackwardOf(count, hidden, int(3), clip, int(4) + gate, int(5) + gate, int(6) + gate, int(7) + gate);
    case CellJob.resetBeforeForward:
      return resetBeforeForwardOf(count, hidden, int(3), clip, int(4) + gate, int(5) + unit, int(6) + unit);
    case CellJob.resetBeforeBackward:
      return resetBeforeBackwardOf(
        count, hidden, int(3), clip, int(4) + gate, int(5) + unit, int(6) + unit, int(7) + unit, int(8) + gate,
      );
    case CellJob.mixForward: return mixForwardOf(count, hidden, int(3), clip, int(4) + gate, int(5) + unit, int(6) + unit);
    default:
      return mixBackwardOf(
        count, hidden, int(3), int(4), clip, int(5) + gate, int(6) + unit, int(7) + unit, int(8) + unit, int(9) + gate,
      );
  }
}

function partOfMatrix(job: i32, r: i32, count: i32): void {
  const columns = int(2), row = r * columns;
  switch (job) {
    case CellJob.normalizeForward:
      return normalizeForwardOf(count, columns, int(3), float(0), int(4), int(5), int(6) + row, int(7) + r, int(8) + row);
    case CellJob.normalizeBackward:
      return normalizeBackwardOf(count, columns, int(3), int(4), int(5) + row, int(6) + r, int(7) + row, int(8) + row);
    default:
      return addMatrixOf(count, columns, float(0), int(3) + r * int(4), int(4), int(5) + r * int(6), int(6), int(7));
  }
}

function partOfLine(job: i32, i: i32, count: i32): void {
  switch (job) {
    case CellJob.columnProducts: return columnProductsOf(int(1), count, int(3) + i, int(4), int(5) + i, int(6), int(7) + i);
    case CellJob.activateForward: return activateForwardOf(count, int(2), int(3) + i, int(4) + i);
    case CellJob.activateBackward: return activateBackwardOf(count, int(2), int(3) + i, int(4) + i, int(5) + i);
    case CellJob.dropoutMask: return dropoutMaskFrom(i, count, float(0), int(2), int(3) + i);
    case CellJob.clampBackward: return clampBackwardOf(count, float(0), int(2) + i, int(3) + i, int(4) + i);
    case CellJob.highwayForward: return highwayForwardOf(count, int(2) + i, int(3) + i, int(4) + i, int(5) + i);
    default:
      return highwayBackwardOf(
        count, int(2) + i, int(3) + i, int(4) + i, int(5) + i, int(6) + i, past(int(7), i), int(8) + i,
      );
  }
}
