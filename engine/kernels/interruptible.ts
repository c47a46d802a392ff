import type { Kernels } from "./kernels.ts";

/** Thrown out of a pass that was asked to end. It is no failure: the pass can be done again, from the same numbers. */
export class StepInterrupted extends Error {
  override readonly name = "StepInterrupted";

  constructor() {
    super("The step was interrupted; nothing has changed, and it can be done again.");
  }
}

/** Logits between two questions: about 30 ms of reference kernels. */
const logitCount = 2 ** 21;

/**
 * Kernels whose products, and the softmaxes over a vocabulary, ask before and within whether to go on. Every time step begins with a
 * product, so a pass ends between any two of its time steps; and a large product is done in slices of C's rows, which leaves each
 * element's bits as they were.
 * @param multiplyAdds between two questions; where left out, about 30 ms of reference kernels.
 */
export function interruptible(kernels: Kernels, interrupted: () => boolean, multiplyAdds = 2 ** 25): Kernels {
  /** Rows of C [m, n] that are computed between two questions. */
  const sliceOf = (n: number, k: number): number => Math.max(1, Math.floor(multiplyAdds / (n * k)));
  const check = () => {
    if (interrupted()) throw new StepInterrupted();
  };
  /** Slices of rows of logits, with where their logits and gradients begin. @returns the sum of what `evaluate` does. */
  const overRows = (
    rows: number,
    classes: number,
    logits: number,
    dLogits: number,
    evaluate: (row: number, count: number, logits: number, dLogits: number) => number,
  ): number => {
    const slice = Math.max(1, Math.floor(logitCount / classes));
    let loss = 0;
    for (let r = 0; r < rows; r += slice) {
      check();
      const gradient = dLogits < 0 ? dLogits : dLogits + r * classes;
      loss += evaluate(r, Math.min(slice, rows - r), logits + r * classes, gradient);
    }
    return loss;
  };
  return {
    ...kernels,
    gemmNN(m, n, k, a, lda, b, ldb, c, ldc, accumulate) {
      const slice = sliceOf(n, k);
      for (let i = 0; i < m; i += slice) {
        check();
        kernels.gemmNN(Math.min(slice, m - i), n, k, a + i * lda, lda, b, ldb, c + i * ldc, ldc, accumulate);
      }
    },
    gemmNT(m, n, k, a, lda, b, ldb, c, ldc, accumulate) {
      const slice = sliceOf(n, k);
      for (let i = 0; i < m; i += slice) {
        check();
        kernels.gemmNT(Math.min(slice, m - i), n, k, a + i * lda, lda, b, ldb, c + i * ldc, ldc, accumulate);
      }
    },
    gemmTN(m, n, k, a, lda, b, ldb, c, ldc, accumulate) {
      const slice = sliceOf(n, k);
      for (let i = 0; i < m; i += slice) {
        check();
        kernels.gemmTN(Math.min(slice, m - i), n, k, a + i, lda, b, ldb, c + i * ldc, ldc, accumulate);
      }
    },
    softmaxCrossEntropy: (rows, classes, scale, logits, targets, dLogits) =>
      overRows(rows, classes, logits, dLogits, (r, count, from, gradient) =>
        kernels.softmaxCrossEntropy(count, classes, scale, from, targets + r, gradient),
      ),
    smoothedCrossEntropy: (rows, classes, scale, smoothing, weights, logits, targets, dLogits) =>
      overRows(rows, classes, logits, dLogits, (r, count, from, gradient) =>
        kernels.smoothedCrossEntropy(count, classes, scale, smoothing, weights, from, targets + r, gradient),
      ),
    distributionCrossEntropy: (rows, classes, scale, smoothing, logits, targets, dLogits) =>
      overRows(rows, classes, logits, dLogits, (r, count, from, gradient) =>
        kernels.distributionCrossEntropy(count, classes, scale, smoothing, from, targets + r * classes, gradient),
      ),
  };
}
