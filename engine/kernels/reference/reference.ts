import type { Arena } from "../../memory/arena.ts";
import type { Kernels } from "../kernels.ts";
import { referenceCellKernels } from "./cells.ts";
import { gatesBackward, gatesForward } from "./gates.ts";
import { multiplyRows, multiplyTransposed } from "./gemm.ts";
import { softmaxCrossEntropy, squaredError } from "./losses.ts";
import { referenceLossKernels } from "./lossKernels.ts";
import { addBias, columnSums, gatherRows, scatterAddRows } from "./rows.ts";
import { referenceSequenceKernels } from "./sequences.ts";
import { adagrad, adam, rmsprop, sgd, sgdMomentum } from "./updates.ts";
import { addScaled, clamp, indexOfLargest, rescale, squaredDistance, sumOfSquares } from "./vectors.ts";

/**
 * The kernels in TypeScript: the definition that any faster set is held to. Each element is computed in float64 and rounded
 * once when it is stored; with a float32 arena the partial sums of a product are stored, and rounded, every four terms.
 */
export function referenceKernels({ floats: x, ints }: Arena): Kernels {
  return {
    ...referenceCellKernels(x),
    ...referenceSequenceKernels(x, ints),
    ...referenceLossKernels(x, ints),
    gemmNN: (m, n, k, a, lda, b, ldb, c, ldc, accumulate) => multiplyRows(x, m, n, k, a, lda, 1, b, ldb, c, ldc, accumulate),
    gemmNT: (m, n, k, a, lda, b, ldb, c, ldc, accumulate) => multiplyTransposed(x, m, n, k, a, lda, b, ldb, c, ldc, accumulate),
    gemmTN: (m, n, k, a, lda, b, ldb, c, ldc, accumulate) => multiplyRows(x, m, n, k, a, 1, lda, b, ldb, c, ldc, accumulate),
    gatherRows: (rows, columns, ids, table, out) => gatherRows(x, ints, rows, columns, ids, table, out),
    scatterAddRows: (rows, columns, ids, from, table) => scatterAddRows(x, ints, rows, columns, ids, from, table),
    addBias: (rows, columns, bias, out) => addBias(x, rows, columns, bias, out),
    columnSums: (rows, columns, from, sums) => columnSums(x, rows, columns, from, sums),
    gatesForward: (rows, hidden, forgetBias, gates, previousC, c, tanhC, h) =>
      gatesForward(x, rows, hidden, forgetBias, gates, previousC, c, tanhC, h),
    gatesBackward: (rows, hidden, gates, previousC, tanhC, dh, dc, dPreviousC, dGates) =>
      gatesBackward(x, rows, hidden, gates, previousC, tanhC, dh, dc, dPreviousC, dGates),
    softmaxCrossEntropy: (rows, classes, scale, logits, targets, dLogits) =>
      softmaxCrossEntropy(x, ints, rows, classes, scale, logits, targets, dLogits),
    squaredError: (size, scale, outputs, targets, dOutputs) => squaredError(x, size, scale, outputs, targets, dOutputs),
    fill: (size, value, at) => void x.fill(value, at, at + size),
    copy: (size, from, to) => void x.copyWithin(to, from, from + size),
    addScaled: (size, factor, from, to) => addScaled(x, size, factor, from, to),
    rescale: (size, factor, at) => rescale(x, size, factor, at),
    clamp: (size, bound, at) => clamp(x, size, bound, at),
    sumOfSquares: (size, at) => sumOfSquares(x, size, at),
    squaredDistance: (size, a, b) => squaredDistance(x, size, a, b),
    indexOfLargest: (size, at) => indexOfLargest(x, size, at),
    sgd: (...args) => sgd(x, ...args),
    sgdMomentum: (...args) => sgdMomentum(x, ...args),
    adam: (...args) => adam(x, ...args),
    rmsprop: (...args) => rmsprop(x, ...args),
    adagrad: (...args) => adagrad(x, ...args),
  };
}
