import type { LossKernels } from "../lossKernels.ts";
import { type Extents, matrix, optional, vector } from "./extent.ts";

/** The memory behind the arguments of the losses' kernels, in the letters of `lossKernels.ts`. */
export const lossExtents: Extents<LossKernels> = {
  smoothedCrossEntropy: (rows, classes, _scale, _smoothing, classWeights, logits, targets, dLogits) => [
    ...optional(vector("in", "classWeights", classWeights, classes)),
    matrix("in", "logits", logits, rows, classes),
    matrix("ids", "targets", targets, rows, classes),
    ...optional(matrix("out", "dLogits", dLogits, rows, classes)),
  ],
  distributionCrossEntropy: (rows, classes, _scale, _smoothing, logits, targets, dLogits) => [
    matrix("in", "logits", logits, rows, classes),
    matrix("in", "targets", targets, rows, classes),
    ...optional(matrix("out", "dLogits", dLogits, rows, classes)),
  ],
  absoluteError: (size, _scale, outputs, targets, dOutputs) => [
    vector("in", "outputs", outputs, size),
    vector("in", "targets", targets, size),
    ...optional(vector("out", "dOutputs", dOutputs, size)),
  ],
  binaryCrossEntropy: (size, _scale, logits, targets, dLogits) => [
    vector("in", "logits", logits, size),
    vector("in", "targets", targets, size),
    ...optional(vector("out", "dLogits", dLogits, size)),
  ],
};
