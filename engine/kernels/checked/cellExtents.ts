import type { CellKernels } from "../cellKernels.ts";
import { type Extents, matrix, optional, vector } from "./extent.ts";

/** The memory behind the arguments of the cells' kernels, in the letters of `cellKernels.ts`. */
export const cellExtents: Extents<CellKernels> = {
  memoryForward: (rows, hidden, _activation, _forgetBias, _clip, peepholes, mask, gates, previousC, c) => [
    ...optional(vector("in", "peepholes", peepholes, 3 * hidden)),
    ...optional(matrix("in", "mask", mask, rows, hidden)),
    matrix("both", "gates i f g", gates, rows, 3 * hidden, 4 * hidden),
    matrix("in", "previousC", previousC, rows, hidden),
    matrix("out", "c", c, rows, hidden),
  ],
  memoryBackward: (rows, hidden, _activation, _clip, peepholes, mask, gates, previousC, c, dc, dPreviousC, dGates) => [
    ...optional(vector("in", "peepholes", peepholes, 3 * hidden)),
    ...optional(matrix("in", "mask", mask, rows, hidden)),
    matrix("in", "gates i f g", gates, rows, 3 * hidden, 4 * hidden),
    matrix("in", "previousC", previousC, rows, hidden),
    matrix("in", "c", c, rows, hidden),
    matrix("in", "dc", dc, rows, hidden),
    matrix("both", "dPreviousC", dPreviousC, rows, hidden),
    matrix("out", "dGates i f g", dGates, rows, 3 * hidden, 4 * hidden),
  ],
  outputForward: (rows, hidden, _activation, peepholes, gates, c, tanhC, h) => [
    ...optional(vector("in", "peepholes", peepholes, 3 * hidden)),
    matrix("both", "gate o", gates + 3 * hidden, rows, hidden, 4 * hidden),
    matrix("in", "c", c, rows, hidden),
    matrix("out", "tanhC", tanhC, rows, hidden),
    matrix("out", "h", h, rows, hidden),
  ],
  outputBackward: (rows, hidden, _activation, peepholes, gates, tanhC, dh, dc, dGates) => [
    ...optional(vector("in", "peepholes", peepholes, 3 * hidden)),
    matrix("in", "gate o", gates + 3 * hidden, rows, hidden, 4 * hidden),
    matrix("in", "tanhC", tanhC, rows, hidden),
    matrix("in", "dh", dh, rows, hidden),
    matrix("both", "dc", dc, rows, hidden),
    matrix("out", "dGate o", dGates + 3 * hidden, rows, hidden, 4 * hidden),
  ],
  resetAfterForward: (rows, hidden, _activation, gates, recurrent) => [
    matrix("both", "gates", gates, rows, 3 * hidden),
    matrix("in", "recurrent", recurrent, rows, 3 * hidden),
  ],
  resetAfterBackward: (rows, hidden, _activation, gates, recurrent, dGates, dRecurrent) => [
    matrix("in", "gates", gates, rows, 3 * hidden),
    matrix("in", "recurrent", recurrent, rows, 3 * hidden),
    matrix("out", "dGate r", dGates, rows, hidden, 3 * hidden),
    matrix("in", "dGates z n", dGates + hidden, rows, 2 * hidden, 3 * hidden),
    matrix("out", "dRecurrent", dRecurrent, rows, 3 * hidden),
  ],
  resetBeforeForward: (rows, hidden, _activation, gates, previousH, reset) => [
    matrix("both", "gates r z", gates, rows, 2 * hidden, 3 * hidden),
    matrix("in", "previousH", previousH, rows, hidden),
    matrix("out", "reset", reset, rows, hidden),
  ],
  resetBeforeBackward: (rows, hidden, _activation, gates, previousH, dReset, dPreviousH, dGates) => [
    matrix("in", "gate r", gates, rows, hidden, 3 * hidden),
    matrix("in", "previousH", previousH, rows, hidden),
    matrix("in", "dReset", dReset, rows, hidden),
    matrix("both", "dPreviousH", dPreviousH, rows, hidden),
    matrix("out", "dGate r", dGates, rows, hidden, 3 * hidden),
  ],
  mixForward: (rows, hidden, gates, previousH, h) => [
    matrix("both", "gates z n", gates + hidden, rows, 2 * hidden, 3 * hidden),
    matrix("in", "previousH", previousH, rows, hidden),
    matrix("out", "h", h, rows, hidden),
  ],
  mixBackward: (rows, hidden, _activation, gates, previousH, dh, dPreviousH, dGates) => [
    matrix("in", "gates z n", gates + hidden, rows, 2 * hidden, 3 * hidden),
    matrix("in", "previousH", previousH, rows, hidden),
    matrix("in", "dh", dh, rows, hidden),
    matrix("both", "dPreviousH", dPreviousH, rows, hidden),
    matrix("out", "dGates z n", dGates + hidden, rows, 2 * hidden, 3 * hidden),
  ],
  normalizeForward: (rows, columns, blocks, _epsilon, gamma, beta, x, scale, y) => [
    matrix("in", "gamma", gamma, blocks, columns),
    matrix("in", "beta", beta, blocks, columns),
    matrix("both", "x", x, rows, columns),
    vector("out", "scale", scale, rows),
    matrix("out", "y", y, rows, columns),
  ],
  normalizeBackward: (rows, columns, blocks, gamma, normalized, scale, dy, dx) => [
    matrix("in", "gamma", gamma, blocks, columns),
    matrix("in", "normalized", normalized, rows, columns),
    vector("in", "scale", scale, rows),
    matrix("in", "dy", dy, rows, columns),
    matrix("out", "dx", dx, rows, columns),
  ],
  activateForward: (size, _activation, x, y) => [vector("in", "x", x, size), vector("out", "y", y, size)],
  activateBackward: (size, _activation, y, dy, dx) => [
    vector("in", "y", y, size),
    vector("in", "dy", dy, size),
    vector("out", "dx", dx, size),
  ],
  columnProducts: (rows, columns, a, lda, b, ldb, sums) => [
    matrix("in", "a", a, rows, columns, lda),
    matrix("in", "b", b, rows, columns, ldb),
    vector("both", "sums", sums, columns),
  ],
};
