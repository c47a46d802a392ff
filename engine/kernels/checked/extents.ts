import type { Kernels } from "../kernels.ts";
import { cellExtents } from "./cellExtents.ts";
import { type Extents, matrix, optional, result, vector } from "./extent.ts";
import { lossExtents } from "./lossExtents.ts";
import { sequenceExtents } from "./sequenceExtents.ts";

/**
 * The memory behind each kernel's arguments, in the letters of `kernels.ts`. How many rows a table has that is looked up by ids, only
 * the model knows: one row is claimed here.
 */
export const extents: Extents<Kernels> = {
  ...cellExtents,
  ...sequenceExtents,
  ...lossExtents,
  gemmNN: (m, n, k, a, lda, b, ldb, c, ldc, accumulate) => [
    matrix("in", "a", a, m, k, lda),
    matrix("in", "b", b, k, n, ldb),
    matrix(result(accumulate), "c", c, m, n, ldc),
  ],
  gemmNT: (m, n, k, a, lda, b, ldb, c, ldc, accumulate) => [
    matrix("in", "a", a, m, k, lda),
    matrix("in", "b", b, n, k, ldb),
    matrix(result(accumulate), "c", c, m, n, ldc),
  ],
  gemmTN: (m, n, k, a, lda, b, ldb, c, ldc, accumulate) => [
    matrix("in", "a", a, k, m, lda),
    matrix("in", "b", b, k, n, ldb),
    matrix(result(accumulate), "c", c, m, n, ldc),
  ],
  gatherRows: (rows, columns, ids, table, out) => [
    matrix("ids", "ids", ids, rows, 1),
    vector("in", "table", table, columns),
    matrix("out", "out", out, rows, columns),
  ],
  scatterAddRows: (rows, columns, ids, from, table) => [
    matrix("ids", "ids", ids, rows, 1),
    matrix("in", "from", from, rows, columns),
    vector("both", "table", table, columns),
  ],
  addBias: (rows, columns, bias, out) => [vector("in", "bias", bias, columns), matrix("both", "out", out, rows, columns)],
  columnSums: (rows, columns, from, sums) => [matrix("in", "from", from, rows, columns), vector("both", "sums", sums, columns)],
  gatesForward: (rows, hidden, _forgetBias, gates, previousC, c, tanhC, h) => [
    matrix("both", "gates", gates, rows, 4 * hidden),
    matrix("in", "previousC", previousC, rows, hidden),
    matrix("out", "c", c, rows, hidden),
    matrix("out", "tanhC", tanhC, rows, hidden),
    matrix("out", "h", h, rows, hidden),
  ],
  gatesBackward: (rows, hidden, gates, previousC, tanhC, dh, dc, dPreviousC, dGates) => [
    matrix("in", "gates", gates, rows, 4 * hidden),
    matrix("in", "previousC", previousC, rows, hidden),
    matrix("in", "tanhC", tanhC, rows, hidden),
    matrix("in", "dh", dh, rows, hidden),
    matrix("both", "dc", dc, rows, hidden),
    matrix("both", "dPreviousC", dPreviousC, rows, hidden),
    matrix("out", "dGates", dGates, rows, 4 * hidden),
  ],
  softmaxCrossEntropy: (rows, classes, _scale, logits, targets, dLogits) => [
    matrix("in", "logits", logits, rows, classes),
    matrix("ids", "targets", targets, rows, classes),
    ...optional(matrix("out", "dLogits", dLogits, rows, classes)),
  ],
  squaredError: (size, _scale, outputs, targets, dOutputs) => [
    vector("in", "outputs", outputs, size),
    vector("in", "targets", targets, size),
    ...optional(vector("out", "dOutputs", dOutputs, size)),
  ],
  fill: (size, _value, at) => [vector("out", "at", at, size)],
  copy: (size, from, to) => [vector("in", "from", from, size), vector("out", "to", to, size)],
  addScaled: (size, _factor, from, to) => [vector("in", "from", from, size), vector("both", "to", to, size)],
  rescale: (size, _factor, at) => [vector("both", "at", at, size)],
  clamp: (size, _bound, at) => [vector("both", "at", at, size)],
  sumOfSquares: (size, at) => [vector("in", "at", at, size)],
  squaredDistance: (size, a, b) => [vector("in", "a", a, size), vector("in", "b", b, size)],
  indexOfLargest: (size, at) => [vector("in", "at", at, size)],
  sgd: (size, _learningRate, _scale, _l2, values, gradients) => [
    vector("both", "values", values, size),
    vector("in", "gradients", gradients, size),
  ],
  sgdMomentum: (size, _learningRate, _scale, _momentum, _nesterov, _l2, values, gradients, velocity) => [
    vector("both", "values", values, size),
    vector("in", "gradients", gradients, size),
    vector("both", "velocity", velocity, size),
  ],
  adam: (size, ...[, , , , , , , , values, gradients, m, v, largest, lookUps]) => [
    vector("both", "values", values, size),
    vector("in", "gradients", gradients, size),
    vector("both", "m", m, size),
    vector("both", "v", v, size),
    ...optional(vector("both", "largest", largest, size)),
    ...optional(vector("in", "lookUps", lookUps, size)),
  ],
  rmsprop: (size, ...[, , , , , , , , values, gradients, squares, means, velocity, lookUps]) => [
    vector("both", "values", values, size),
    vector("in", "gradients", gradients, size),
    vector("both", "squares", squares, size),
    ...optional(vector("both", "means", means, size)),
    ...optional(vector("both", "velocity", velocity, size)),
    ...optional(vector("in", "lookUps", lookUps, size)),
  ],
  adagrad: (size, _learningRate, _scale, _inside, _outside, _l2, values, gradients, sums, lookUps) => [
    vector("both", "values", values, size),
    vector("in", "gradients", gradients, size),
    vector("both", "sums", sums, size),
    ...optional(vector("in", "lookUps", lookUps, size)),
  ],
};
