import type { CellKernels } from "./cellKernels.ts";
import type { LossKernels } from "./lossKernels.ts";
import type { SequenceKernels } from "./sequenceKernels.ts";

/**
 * The loops that cost time, all of them. Cells, layers, losses and optimizers are written on these and nothing else, so that another
 * set of kernels (float32 SIMD in WebAssembly) can take their place: a set is bound to one arena, and arguments are numbers only.
 *
 * Offsets and sizes count elements of the arena's floats; `ids` is an offset into its Int32 twin. Matrices are row-major; `lda`, `ldb`,
 * `ldc` are the elements from one row to the next. Outputs never overlap inputs unless the kernel says "in place".
 * A kernel that "adds" needs its output to hold numbers; every other output may be dirty. `accumulate` is 1 to add, 0 to overwrite.
 *
 * Each element of a product is summed over k in one order, whatever m and n are: a row of a batch, or a step of a sequence, has the
 * same bits alone as among others.
 */
export interface Kernels extends CellKernels, SequenceKernels, LossKernels {
  /** C[m, n] (+)= A[m, k] · B[k, n] */
  gemmNN(
    m: number,
    n: number,
    k: number,
    a: number,
    lda: number,
    b: number,
    ldb: number,
    c: number,
    ldc: number,
    accumulate: number,
  ): void;
  /** C[m, n] (+)= A[m, k] · B[n, k]ᵀ */
  gemmNT(
    m: number,
    n: number,
    k: number,
    a: number,
    lda: number,
    b: number,
    ldb: number,
    c: number,
    ldc: number,
    accumulate: number,
  ): void;
  /** C[m, n] (+)= A[k, m]ᵀ · B[k, n] */
  gemmTN(
    m: number,
    n: number,
    k: number,
    a: number,
    lda: number,
    b: number,
    ldb: number,
    c: number,
    ldc: number,
    accumulate: number,
  ): void;

  /** out[r, :] = table[ids[r], :]: the product of one-hot rows with a kernel. */
  gatherRows(rows: number, columns: number, ids: number, table: number, out: number): void;
  /** table[ids[r], :] += from[r, :]: that product's gradient. Adds. */
  scatterAddRows(rows: number, columns: number, ids: number, from: number, table: number): void;

  /** out[r, :] += bias. Adds. */
  addBias(rows: number, columns: number, bias: number, out: number): void;
  /** sums[:] += Σ_r from[r, :]. Adds. */
  columnSums(rows: number, columns: number, from: number, sums: number): void;

  /**
   * An LSTM's gates and states of one time step.
   * @param gates [N, 4H] in the order i f g o: pre-activations in, activations out (in place).
   * @param previousC, c, tanhC, h [N, H]: c = f · previousC + i · g; h = o · tanh c.
   * @param forgetBias added to f's pre-activation.
   */
  gatesForward(
    rows: number,
    hidden: number,
    forgetBias: number,
    gates: number,
    previousC: number,
    c: number,
    tanhC: number,
    h: number,
  ): void;
  /**
   * The derivative of {@link gatesForward}.
   * @param dh [N, H] ∂L/∂h. Read only.
   * @param dc [N, H] what came from later steps in, all of ∂L/∂c out (in place).
   * @param dPreviousC [N, H] += dc · f. Adds.
   * @param dGates [N, 4H] ∂L/∂(pre-activations).
   */
  gatesBackward(
    rows: number,
    hidden: number,
    gates: number,
    previousC: number,
    tanhC: number,
    dh: number,
    dc: number,
    dPreviousC: number,
    dGates: number,
  ): void;

  /**
   * @param logits [rows, classes]
   * @param targets ids, [rows]
   * @param dLogits [rows, classes] = scale · (softmax(logits) - onehot(target)); -1 if not wanted.
   * @returns Σ_r -ln softmax(logits[r])[target[r]], in nats.
   */
  softmaxCrossEntropy(rows: number, classes: number, scale: number, logits: number, targets: number, dLogits: number): number;
  /** dOutputs = 2 · scale · (outputs - targets), unless -1. @returns Σ (outputs - targets)². */
  squaredError(size: number, scale: number, outputs: number, targets: number, dOutputs: number): number;

  fill(size: number, value: number, at: number): void;
  copy(size: number, from: number, to: number): void;
  /** to += factor · from. Adds. */
  addScaled(size: number, factor: number, from: number, to: number): void;
  /** Multiplies by `factor`, in place. */
  rescale(size: number, factor: number, at: number): void;
  /** Clamps to [-bound, bound], in place. NaN stays NaN. */
  clamp(size: number, bound: number, at: number): void;
  /** Σ x²; not finite exactly if an element is not finite, or is above 1e154 in magnitude. */
  sumOfSquares(size: number, at: number): number;
  /** Σ (a - b)² */
  squaredDistance(size: number, a: number, b: number): number;
  /** Place of the element of largest magnitude, counted from `at`; the first NaN if there is one. */
  indexOfLargest(size: number, at: number): number;

  // The rules of update read the gradient as g = scale · dw + l2 · w. -1 stands for an array that a rule does without. `lookUps`, where it
  // is given, holds what stands for dw² there.

  /** w -= learningRate · g */
  sgd(size: number, learningRate: number, scale: number, l2: number, values: number, gradients: number): void;
  /** v = momentum · v + g; w -= learningRate · v, or with `nesterov` (1) learningRate · (g + momentum · v). */
  sgdMomentum(
    size: number,
    learningRate: number,
    scale: number,
    momentum: number,
    nesterov: number,
    l2: number,
    values: number,
    gradients: number,
    velocity: number,
  ): void;
  /** Adam with m and v [size]; `correction1` = 1 - beta1^step, `correction2` = 1 - beta2^step. The largest v so far, where that is kept, stands for v. */
  adam(
    size: number,
    learningRate: number,
    scale: number,
    beta1: number,
    beta2: number,
    epsilon: number,
    correction1: number,
    correction2: number,
    l2: number,
    values: number,
    gradients: number,
    m: number,
    v: number,
    largest: number,
    lookUps: number,
  ): void;
  /**
   * s = decay · s + (1 - decay) · g²; a = decay · a + (1 - decay) · g; b = momentum · b + inner · g / (√(s - a² + inside) + outside);
   * w -= outer · b. Without `means` a is 0, without `velocity` b is its second part.
   */
  rmsprop(
    size: number,
    outer: number,
    inner: number,
    scale: number,
    decay: number,
    inside: number,
    outside: number,
    momentum: number,
    l2: number,
    values: number,
    gradients: number,
    squares: number,
    means: number,
    velocity: number,
    lookUps: number,
  ): void;
  /** s += g²; w -= learningRate · g / (√(s + inside) + outside) */
  adagrad(
    size: number,
    learningRate: number,
    scale: number,
    inside: number,
    outside: number,
    l2: number,
    values: number,
    gradients: number,
    sums: number,
    lookUps: number,
  ): void;
}
