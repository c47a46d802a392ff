import { past, runCellPart } from "./cellParts";
import { gatesBackwardOf, gatesForwardOf } from "./gates";
import { multiplyNN, multiplyNT, multiplyTN } from "./gemm";
import { edge, float, int, lineFloats, setPartialSum, sums } from "./job";
import { lossOfRows } from "./losses";
import { addBiasTo, copyFloats, gatherRowsOf, scatterAddColumns, sumColumns } from "./rows";
import { adagradOf, adamOf, rmspropOf, sgdMomentumOf, sgdOf } from "./updates";
import { addScaledTo, clampOf, fillWith, multiplyInto, rescaleBy, squaresOf } from "./vectors";

/** The kernels whose calls can be shared, as they are numbered in a job. */
export enum Job {
  gemmNN,
  gemmNT,
  gemmTN,
  gatherRows,
  scatterAddRows,
  addBias,
  columnSums,
  gatesForward,
  gatesBackward,
  softmaxCrossEntropy,
  fill,
  copy,
  addScaled,
  rescale,
  clamp,
  multiply,
  sumOfSquares,
  sgd,
  sgdMomentum,
  adam,
  rmsprop,
  adagrad,
}

/**
 * Does one part of the job. A kernel's arguments stand in it in the kernel's own order, whole numbers from place 1 on and the others from
 * 0 on. Every element of an output is computed as it would be without parts, so its bits do not depend on how many there are.
 */
export function runPart(part: i32, parts: i32): void {
  switch (int(0)) {
    case Job.gemmNN: return partOfNN(part, parts);
    case Job.gemmNT: return partOfNT(part, parts);
    case Job.gemmTN: return partOfTN(part, parts);
    case Job.gatherRows:
    case Job.addBias: return partOfRows(int(0), part, parts);
    case Job.scatterAddRows:
    case Job.columnSums: return partOfColumns(int(0), part, parts);
    case Job.gatesForward:
    case Job.gatesBackward: return partOfGates(int(0), part, parts);
    case Job.softmaxCrossEntropy: return partOfLoss(part, parts);
    case Job.sumOfSquares: return partOfSquares(part, parts);
    default: {
      if (ASC_FEATURE_THREADS && int(0) > Job.adagrad) return runCellPart(int(0), part, parts);
      const from = edge(int(1), lineFloats, part, parts);
      const size = edge(int(1), lineFloats, part + 1, parts) - from;
      if (size > 0) partOfElements(int(0), from, size);
    }
  }
}

/**
 * A product's longer side is split: along rows each thread packs all of B, along columns all of A. Rows go in sixes, as a tile has them,
 * columns in whole vectors; 32 where a single row's columns are summed in strips.
 */
function partOfNN(part: i32, parts: i32): void {
  const m = int(1), n = int(2), k = int(3), a = int(4), lda = int(5), b = int(6), ldb = int(7), c = int(8), ldc = int(9), add = int(10);
  if (m > n) {
    const i = edge(m, 6, part, parts), end = edge(m, 6, part + 1, parts);
    if (end > i) multiplyNN(end - i, n, k, a + i * lda, lda, b, ldb, c + i * ldc, ldc, add);
  } else {
    const unit = n >= 256 ? 32 : 8;
    const j = edge(n, unit, part, parts), end = edge(n, unit, part + 1, parts);
    if (end > j) multiplyNN(m, end - j, k, a, lda, b + j, ldb, c + j, ldc, add);
  }
}

function partOfNT(part: i32, parts: i32): void {
  const m = int(1), n = int(2), k = int(3), a = int(4), lda = int(5), b = int(6), ldb = int(7), c = int(8), ldc = int(9), add = int(10);
  if (m > n) {
    const i = edge(m, 4, part, parts), end = edge(m, 4, part + 1, parts);
    if (end > i) multiplyNT(end - i, n, k, a + i * lda, lda, b, ldb, c + i * ldc, ldc, add);
  } else {
    const j = edge(n, 8, part, parts), end = edge(n, 8, part + 1, parts);
    if (end > j) multiplyNT(m, end - j, k, a, lda, b + j * ldb, ldb, c + j, ldc, add);
  }
}

function partOfTN(part: i32, parts: i32): void {
  const m = int(1), n = int(2), k = int(3), a = int(4), lda = int(5), b = int(6), ldb = int(7), c = int(8), ldc = int(9), add = int(10);
  if (m > n) {
    const i = edge(m, 6, part, parts), end = edge(m, 6, part + 1, parts);
    if (end > i) multiplyTN(end - i, n, k, a + i, lda, b, ldb, c + i * ldc, ldc, add);
  } else {
    const j = edge(n, 8, part, parts), end = edge(n, 8, part + 1, parts);
    if (end > j) multiplyTN(m, end - j, k, a, lda, b + j, ldb, c + j, ldc, add);
  }
}

function partOfRows(job: i32, part: i32, parts: i32): void {
  const rows = int(1), columns = int(2);
  const r = edge(rows, 1, part, parts), count = edge(rows, 1, part + 1, parts) - r;
  if (job == Job.gatherRows) gatherRowsOf(count, columns, int(3) + r, int(4), int(5) + r * columns);
  else addBiasTo(count, columns, int(3), int(4) + r * columns);
}

/** Rows are added to one another, so each thread has some columns of all of them. */
function partOfColumns(job: i32, part: i32, parts: i32): void {
  const rows = int(1), columns = int(2);
  const j = edge(columns, lineFloats, part, parts), count = edge(columns, lineFloats, part + 1, parts) - j;
  if (count <= 0) return;
  if (job == Job.columnSums) sumColumns(rows, count, columns, int(3) + j, int(4) + j);
  else scatterAddColumns(rows, count, columns, int(3), int(4) + j, int(5) + j);
}

/** Rows of the batch; units where it is one row. */
function partOfGates(job: i32, part: i32, parts: i32): void {
  const rows = int(1), hidden = int(2);
  const whole = rows > 1;
  const r = whole ? edge(rows, 1, part, parts) : 0, end = whole ? edge(rows, 1, part + 1, parts) : 1;
  const from = whole ? 0 : edge(hidden, lineFloats, part, parts), to = whole ? hidden : edge(hidden, lineFloats, part + 1, parts);
  if (job == Job.gatesForward) gatesForwardOf(r, end, from, to, hidden, float(0), int(3), int(4), int(5), int(6), int(7));
  else gatesBackwardOf(r, end, from, to, hidden, int(3), int(4), int(5), int(6), int(7), int(8), int(9));
}

function partOfLoss(part: i32, parts: i32): void {
  const rows = int(1), classes = int(2), logits = int(3), targets = int(4), dLogits = int(5);
  for (let sum = edge(sums, 1, part, parts); sum < edge(sums, 1, part + 1, parts); sum++) {
    const r = edge(rows, 1, sum, sums), count = edge(rows, 1, sum + 1, sums) - r;
    const out = dLogits < 0 ? dLogits : dLogits + r * classes;
    setPartialSum(sum, lossOfRows(count, classes, float(0), logits + r * classes, targets + r, out));
  }
}

function partOfSquares(part: i32, parts: i32): void {
  for (let sum = edge(sums, 1, part, parts); sum < edge(sums, 1, part + 1, parts); sum++) {
    const from = edge(int(1), lineFloats, sum, sums);
    setPartialSum(sum, squaresOf(edge(int(1), lineFloats, sum + 1, sums) - from, int(2) + from));
  }
}

/** What is done element by element. */
function partOfElements(job: i32, i: i32, size: i32): void {
  switch (job) {
    case Job.fill: return fillWith(size, float(0), int(2) + i);
    case Job.copy: return copyFloats(size, int(2) + i, int(3) + i);
    case Job.addScaled: return addScaledTo(size, float(0), int(2) + i, int(3) + i);
    case Job.rescale: return rescaleBy(size, float(0), int(2) + i);
    case Job.clamp: return clampOf(size, float(0), int(2) + i);
    case Job.multiply: return multiplyInto(size, int(2) + i, int(3) + i, int(4) + i, int(5));
    case Job.sgd: return sgdOf(size, float(0), float(1), float(2), int(2) + i, int(3) + i);
    case Job.sgdMomentum:
      return sgdMomentumOf(size, float(0), float(1), float(2), int(5), float(3), int(2) + i, int(3) + i, int(4) + i);
    case Job.adam:
      return adamOf(
        size, float(0), float(1), float(2), float(3), float(4), float(5), float(6), float(7),
        int(2) + i, int(3) + i, int(4) + i, int(5) + i, past(int(6), i), past(int(7), i),
      );
    case Job.rmsprop:
      return rmspropOf(
        size, float(0), float(1), float(2), float(3), float(4), float(5), float(6), float(7),
        int(2) + i, int(3) + i, int(4) + i, past(int(5), i), past(int(6), i), past(int(7), i),
      );
    case Job.adagrad:
      return adagradOf(
        size, float(0), float(1), float(2), float(3), float(4), int(2) + i, int(3) + i, int(4) + i, past(int(5), i),
      );
    default: unreachable();
  }
}
