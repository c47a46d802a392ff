import type { SequenceKernels } from "../sequenceKernels.ts";
import { type Extents, matrix, optional, result, vector } from "./extent.ts";

/** The memory behind the arguments of the wrappers' kernels, in the letters of `sequenceKernels.ts`. */
export const sequenceExtents: Extents<SequenceKernels> = {
  gatherIds: (count, numbers, _from, to) => [matrix("ids", "numbers", numbers, count, 1), matrix("ids", "to", to, count, 1)],
  holdMasked: (rows, columns, mask, from, to) => [
    matrix("ids", "mask", mask, rows, 1),
    matrix("in", "from", from, rows, columns),
    matrix("out", "to", to, rows, columns),
  ],
  passMasked: (rows, columns, mask, from, to) => [
    matrix("ids", "mask", mask, rows, 1),
    matrix("both", "from", from, rows, columns),
    matrix("both", "to", to, rows, columns),
  ],
  zeroMasked: (rows, columns, mask, at) => [matrix("ids", "mask", mask, rows, 1), matrix("out", "at", at, rows, columns)],
  addMatrix: (rows, columns, _factor, from, fromStride, to, toStride, accumulate) => [
    fromStride === 0 ? vector("in", "from", from, columns) : matrix("in", "from", from, rows, columns, fromStride),
    matrix(result(accumulate), "to", to, rows, columns, toStride),
  ],
  multiply: (size, a, b, out, accumulate) => [
    vector("in", "a", a, size),
    vector("in", "b", b, size),
    vector(result(accumulate), "out", out, size),
  ],
  dropoutMask: (size, _rate, _seed, at) => [vector("out", "at", at, size)],
  oneHotRows: (rows, columns, ids, out) => [matrix("ids", "ids", ids, rows, columns), matrix("out", "out", out, rows, columns)],
  highwayForward: (size, transform, inner, input, out) => [
    vector("both", "transform", transform, size),
    vector("in", "inner", inner, size),
    vector("in", "input", input, size),
    vector("out", "out", out, size),
  ],
  highwayBackward: (size, transform, inner, input, dOut, dInner, dInput, dTransform) => [
    vector("in", "transform", transform, size),
    vector("in", "inner", inner, size),
    vector("in", "input", input, size),
    vector("in", "dOut", dOut, size),
    vector("both", "dInner", dInner, size),
    ...optional(vector("both", "dInput", dInput, size)),
    vector("out", "dTransform", dTransform, size),
  ],
};
