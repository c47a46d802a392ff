import { crewSize, mostParts, share } from "./crew";
import { gatesBackwardOf, gatesForwardOf } from "./gates";
import { multiplyNN, multiplyNT, multiplyTN } from "./gemm";
import { setFloat, setInt, sumOfPartials, sums } from "./job";
import { lossOfRows } from "./losses";
import { Job, runPart } from "./parts";
import { addBiasTo, copyFloats, gatherRowsOf, scatterAddColumns, sumColumns } from "./rows";
import { adagradOf, adamOf, rmspropOf, sgdMomentumOf, sgdOf } from "./updates";
import { addScaledTo, clampOf, fillWith, multiplyInto, rescaleBy, squaresOf } from "./vectors";

/**
 * The kernels as the engine calls them: on the calling thread alone where there is no other or the work is not worth its price, which is
 * half a microsecond; else as a job for all threads.
 */

/** The least that a thread is called for: multiply-adds of a product, units of gates, logits, and floats that are only read and written. */
const leastProducts: i64 = 12_000;
const leastUnits: i64 = 128;
const leastLogits: i64 = 256;
const leastFloats: i64 = 4_096;

/**
 * Into how many parts so much work is divided. One for each thread that there is enough for; more, so that a thread that is slower than
 * others has fewer, where each is still four times what a thread is called for.
 */
export function partsOf(work: i64, least: i64): i32 {
  if (!ASC_FEATURE_THREADS || work < 2 * least) return 1;
  const threads = <i64>crewSize();
  if (threads == 1) return 1;
  return <i32>min(work / least, max(threads, min(mostParts * threads, work / (4 * least))));
}

/** Of a product, whose longer side is divided: a part has so many of its rows or columns at least, or it would pack more than it multiplies. */
@inline function productParts(m: i32, n: i32, k: i32, leastRows: i32, leastColumns: i32): i32 {
  const parts = partsOf(<i64>m * n * k, leastProducts);
  return min(parts, max(crewSize(), m > n ? m / leastRows : n / leastColumns));
}

function product(parts: i32, job: Job, m: i32, n: i32, k: i32, a: i32, lda: i32, b: i32, ldb: i32, c: i32, ldc: i32, accumulate: i32): void {
  setInt(0, job);
  setInt(1, m); setInt(2, n); setInt(3, k);
  setInt(4, a); setInt(5, lda); setInt(6, b); setInt(7, ldb); setInt(8, c); setInt(9, ldc);
  setInt(10, accumulate);
  share(parts);
}

export function gemmNN(
  m: i32, n: i32, k: i32, a: i32, lda: i32, b: i32, ldb: i32, c: i32, ldc: i32, accumulate: i32,
): void {
  const parts = productParts(m, n, k, 240, m <= 3 ? 128 : 512);
  if (parts > 1) product(parts, Job.gemmNN, m, n, k, a, lda, b, ldb, c, ldc, accumulate);
  else multiplyNN(m, n, k, a, lda, b, ldb, c, ldc, accumulate);
}

export function gemmNT(
  m: i32, n: i32, k: i32, a: i32, lda: i32, b: i32, ldb: i32, c: i32, ldc: i32, accumulate: i32,
): void {
  const parts = productParts(m, n, k, 320, 128);
  if (parts > 1) product(parts, Job.gemmNT, m, n, k, a, lda, b, ldb, c, ldc, accumulate);
  else multiplyNT(m, n, k, a, lda, b, ldb, c, ldc, accumulate);
}

export function gemmTN(
  m: i32, n: i32, k: i32, a: i32, lda: i32, b: i32, ldb: i32, c: i32, ldc: i32, accumulate: i32,
): void {
  const parts = productParts(m, n, k, 512, 512);
  if (parts > 1) product(parts, Job.gemmTN, m, n, k, a, lda, b, ldb, c, ldc, accumulate);
  else multiplyTN(m, n, k, a, lda, b, ldb, c, ldc, accumulate);
}

/** A job of up to five whole numbers. */
function plain(parts: i32, job: Job, a: i32, b: i32, c: i32, d: i32, e: i32): void {
  setInt(0, job);
  setInt(1, a); setInt(2, b); setInt(3, c); setInt(4, d); setInt(5, e);
  share(parts);
}

export function gatherRows(rows: i32, columns: i32, ids: i32, table: i32, out: i32): void {
  const parts = partsOf(<i64>rows * columns, leastFloats);
  if (parts > 1) plain(parts, Job.gatherRows, rows, columns, ids, table, out);
  else gatherRowsOf(rows, columns, ids, table, out);
}

export function scatterAddRows(rows: i32, columns: i32, ids: i32, from: i32, table: i32): void {
  const parts = partsOf(<i64>rows * columns, leastFloats);
  if (parts > 1) plain(parts, Job.scatterAddRows, rows, columns, ids, from, table);
  else scatterAddColumns(rows, columns, columns, ids, from, table);
}

export function addBias(rows: i32, columns: i32, bias: i32, out: i32): void {
  const parts = partsOf(<i64>rows * columns, leastFloats);
  if (parts > 1) plain(parts, Job.addBias, rows, columns, bias, out, 0);
  else addBiasTo(rows, columns, bias, out);
}

export function columnSums(rows: i32, columns: i32, from: i32, to: i32): void {
  const parts = partsOf(<i64>rows * columns, leastFloats);
  if (parts > 1) plain(parts, Job.columnSums, rows, columns, from, to, 0);
  else sumColumns(rows, columns, columns, from, to);
}

export function gatesForward(
  rows: i32, hidden: i32, forgetBias: f64, gates: i32, previousC: i32, c: i32, tanhC: i32, h: i32,
): void {
  const parts = partsOf(<i64>rows * hidden, leastUnits);
  if (parts == 1) {
    gatesForwardOf(0, rows, 0, hidden, hidden, forgetBias, gates, previousC, c, tanhC, h);
    return;
  }
  setInt(6, tanhC); setInt(7, h);
  setFloat(0, forgetBias);
  plain(parts, Job.gatesForward, rows, hidden, gates, previousC, c);
}

export function gatesBackward(
  rows: i32, hidden: i32, gates: i32, previousC: i32, tanhC: i32, dh: i32, dc: i32, dPreviousC: i32, dGates: i32,
): void {
  const parts = partsOf(<i64>rows * hidden, leastUnits);
  if (parts == 1) {
    gatesBackwardOf(0, rows, 0, hidden, hidden, gates, previousC, tanhC, dh, dc, dPreviousC, dGates);
    return;
  }
  setInt(6, dh); setInt(7, dc); setInt(8, dPreviousC); setInt(9, dGates);
  plain(parts, Job.gatesBackward, rows, hidden, gates, previousC, tanhC);
}

/** Of many rows in parts whose sums are added up in order, whether one thread works or several: the loss has the same bits. */
export function softmaxCrossEntropy(rows: i32, classes: i32, scale: f64, logits: i32, targets: i32, dLogits: i32): f64 {
  const parts = partsOf(<i64>rows * classes, leastLogits);
  if (parts == 1 && rows <= sums) return lossOfRows(rows, classes, scale, logits, targets, dLogits);
  setFloat(0, scale);
  inParts(parts, Job.softmaxCrossEntropy, rows, classes, logits, targets, dLogits);
  return sumOfPartials();
}

export function sumOfSquares(size: i32, place: i32): f64 {
  if (size < leastFloats) return squaresOf(size, place);
  inParts(partsOf(size, leastFloats), Job.sumOfSquares, size, place, 0, 0, 0);
  return sumOfPartials();
}

/** On several threads, or all of it on this one. */
function inParts(parts: i32, job: Job, a: i32, b: i32, c: i32, d: i32, e: i32): void {
  if (parts > 1) {
    plain(parts, job, a, b, c, d, e);
    return;
  }
  setInt(0, job);
  setInt(1, a); setInt(2, b); setInt(3, c); setInt(4, d); setInt(5, e);
  runPart(0, 1);
}

export function fill(size: i32, value: f64, place: i32): void {
  const parts = partsOf(size, leastFloats);
  if (parts == 1) {
    fillWith(size, value, place);
    return;
  }
  setFloat(0, value);
  plain(parts, Job.fill, size, place, 0, 0, 0);
}

export function copy(size: i32, from: i32, to: i32): void {
  const parts = partsOf(size, leastFloats);
  if (parts > 1) plain(parts, Job.copy, size, from, to, 0, 0);
  else copyFloats(size, from, to);
}

export function addScaled(size: i32, factor: f64, from: i32, to: i32): void {
  const parts = partsOf(size, leastFloats);
  if (parts == 1) {
    addScaledTo(size, factor, from, to);
    return;
  }
  setFloat(0, factor);
  plain(parts, Job.addScaled, size, from, to, 0, 0);
}

export function rescale(size: i32, factor: f64, place: i32): void {
  const parts = partsOf(size, leastFloats);
  if (parts == 1) {
    rescaleBy(size, factor, place);
    return;
  }
  setFloat(0, factor);
  plain(parts, Job.rescale, size, place, 0, 0, 0);
}

export function clamp(size: i32, bound: f64, place: i32): void {
  const parts = partsOf(size, leastFloats);
  if (parts == 1) {
    clampOf(size, bound, place);
    return;
  }
  setFloat(0, bound);
  plain(parts, Job.clamp, size, place, 0, 0, 0);
}

export function multiply(size: i32, a: i32, b: i32, out: i32, accumulate: i32): void {
  const parts = partsOf(size, leastFloats);
  if (parts > 1) plain(parts, Job.multiply, size, a, b, out, accumulate);
  else multiplyInto(size, a, b, out, accumulate);
}

export function sgd(size: i32, learningRate: f64, scale: f64, l2: f64, values: i32, gradients: i32): void {
  const parts = partsOf(size, leastFloats);
  if (parts == 1) {
    sgdOf(size, learningRate, scale, l2, values, gradients);
    return;
  }
  setFloat(0, learningRate); setFloat(1, scale); setFloat(2, l2);
  plain(parts, Job.sgd, size, values, gradients, 0, 0);
}

export function sgdMomentum(
  size: i32, learningRate: f64, scale: f64, momentum: f64, nesterov: i32, l2: f64, values: i32, gradients: i32, velocity: i32,
): void {
  const parts = partsOf(size, leastFloats);
  if (parts == 1) {
    sgdMomentumOf(size, learningRate, scale, momentum, nesterov, l2, values, gradients, velocity);
    return;
  }
  setFloat(0, learningRate); setFloat(1, scale); setFloat(2, momentum); setFloat(3, l2);
  plain(parts, Job.sgdMomentum, size, values, gradients, velocity, nesterov);
}

export function adam(
  size: i32, learningRate: f64, scale: f64, beta1: f64, beta2: f64, epsilon: f64, correction1: f64, correction2: f64, l2: f64,
  values: i32, gradients: i32, m: i32, v: i32, largest: i32, lookUps: i32,
): void {
  const parts = partsOf(size, leastFloats);
  if (parts == 1) {
    adamOf(size, learningRate, scale, beta1, beta2, epsilon, correction1, correction2, l2, values, gradients, m, v, largest, lookUps);
    return;
  }
  setFloat(0, learningRate); setFloat(1, scale); setFloat(2, beta1); setFloat(3, beta2);
  setFloat(4, epsilon); setFloat(5, correction1); setFloat(6, correction2); setFloat(7, l2);
  setInt(6, largest); setInt(7, lookUps);
  plain(parts, Job.adam, size, values, gradients, m, v);
}

export function rmsprop(
  size: i32, outer: f64, inner: f64, scale: f64, decay: f64, inside: f64, outside: f64, momentum: f64, l2: f64,
  values: i32, gradients: i32, squares: i32, means: i32, velocity: i32, lookUps: i32,
): void {
  const parts = partsOf(size, leastFloats);
  if (parts == 1) {
    rmspropOf(
      size, outer, inner, scale, decay, inside, outside, momentum, l2, values, gradients, squares, means, velocity, lookUps,
    );
    return;
  }
  setFloat(0, outer); setFloat(1, inner); setFloat(2, scale); setFloat(3, decay);
  setFloat(4, inside); setFloat(5, outside); setFloat(6, momentum); setFloat(7, l2);
  setInt(6, velocity); setInt(7, lookUps);
  plain(parts, Job.rmsprop, size, values, gradients, squares, means);
}

export function adagrad(
  size: i32, learningRate: f64, scale: f64, inside: f64, outside: f64, l2: f64, values: i32, gradients: i32, sums: i32, lookUps: i32,
): void {
  const parts = partsOf(size, leastFloats);
  if (parts == 1) {
    adagradOf(size, learningRate, scale, inside, outside, l2, values, gradients, sums, lookUps);
    return;
  }
  setFloat(0, learningRate); setFloat(1, scale); setFloat(2, inside); setFloat(3, outside); setFloat(4, l2);
  plain(parts, Job.adagrad, size, values, gradients, sums, lookUps);
}
