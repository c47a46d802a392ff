import type { FloatArray } from "../../memory/arena.ts";
import type { LossKernels } from "../lossKernels.ts";
import { sigmoid } from "./gates.ts";
import { elementOr } from "./units.ts";

/** The losses' reference kernels, bound to an arena. */
export function referenceLossKernels(x: FloatArray, ids: Int32Array): LossKernels {
  return {
    smoothedCrossEntropy: (...args) => smoothedCrossEntropy(x, ids, ...args),
    distributionCrossEntropy: (...args) => distributionCrossEntropy(x, ...args),
    absoluteError: (...args) => absoluteError(x, ...args),
    binaryCrossEntropy: (...args) => binaryCrossEntropy(x, ...args),
  };
}

function smoothedCrossEntropy(
  x: FloatArray,
  ids: Int32Array,
  rows: number,
  classes: number,
  scale: number,
  smoothing: number,
  classWeights: number,
  logits: number,
  targets: number,
  dLogits: number,
): number {
  const spread = smoothing / classes;
  let loss = 0;
  for (let r = 0; r < rows; r++) {
    const target = ids[targets + r]!;
    const parts = (k: number): number => elementOr(x, classWeights, k, 1) * (k === target ? 1 - smoothing + spread : spread);
    loss += rowOf(x, classes, scale, logits + r * classes, parts, dLogits < 0 ? -1 : dLogits + r * classes);
  }
  return loss;
}

function distributionCrossEntropy(
  x: FloatArray,
  rows: number,
  classes: number,
  scale: number,
  smoothing: number,
  logits: number,
  targets: number,
  dLogits: number,
): number {
  const spread = smoothing / classes;
  let loss = 0;
  for (let r = 0; r < rows; r++) {
    const parts = (k: number): number => (1 - smoothing) * x[targets + r * classes + k]! + spread;
    loss += rowOf(x, classes, scale, logits + r * classes, parts, dLogits < 0 ? -1 : dLogits + r * classes);
  }
  return loss;
}

/** Σ_k parts_k · (ln Σ_j e^logit_j - logit_k), and scale · (softmax · Σ parts - parts). */
function rowOf(x: FloatArray, classes: number, scale: number, row: number, parts: (k: number) => number, dRow: number): number {
  let largest = x[row]!;
  for (let k = 1; k < classes; k++) largest = Math.max(largest, x[row + k]!);
  let sum = 0;
  for (let k = 0; k < classes; k++) sum += Math.exp(x[row + k]! - largest);
  const log = Math.log(sum);
  let loss = 0;
  let whole = 0;
  for (let k = 0; k < classes; k++) {
    whole += parts(k);
    loss += parts(k) * (log + (largest - x[row + k]!));
  }
  if (dRow >= 0)
    for (let k = 0; k < classes; k++) x[dRow + k] = scale * ((Math.exp(x[row + k]! - largest) / sum) * whole - parts(k));
  return loss;
}

function absoluteError(x: FloatArray, size: number, scale: number, outputs: number, targets: number, dOutputs: number): number {
  let loss = 0;
  for (let i = 0; i < size; i++) {
    const difference = x[outputs + i]! - x[targets + i]!;
    loss += Math.abs(difference);
    if (dOutputs >= 0) x[dOutputs + i] = scale * Math.sign(difference);
  }
  return loss;
}

/** max(z, 0) - z · target + ln(1 + e^-|z|): the same, with no exponential that overflows. */
function binaryCrossEntropy(
  x: FloatArray,
  size: number,
  scale: number,
  logits: number,
  targets: number,
  dLogits: number,
): number {
  let loss = 0;
  for (let i = 0; i < size; i++) {
    const z = x[logits + i]!;
    const target = x[targets + i]!;
    loss += (z > 0 ? z * (1 - target) : -z * target) + Math.log1p(Math.exp(-Math.abs(z)));
    if (dLogits >= 0) x[dLogits + i] = scale * (sigmoid(z) - target);
  }
  return loss;
}
