import type { Kernels } from "../kernels/kernels.ts";

/** What a pass left to be judged: `rows` rows of `units` logits, their targets, and where their gradient goes (-1: nowhere). */
export interface Judged {
  readonly rows: number;
  readonly units: number;
  readonly logits: number;
  /** An id for each row, or `units` numbers, according to the loss. */
  readonly targets: number;
  readonly gradient: number;
}

export const means = ["valid", "all", "rows", "sum", "stepSum", "padded"] as const;

/**
 * What the losses of a batch's steps are made one number by:
 *
 * - `valid`: their sum over that of their weights, or over the number of valid steps;
 * - `all`: their sum over the number of all steps, of which those that are not valid have a loss of 0;
 * - `rows`: the mean over rows of each row's mean over its valid steps; rows without one are left out;
 * - `sum`: everything summed, the numbers of a step too;
 * - `stepSum`: the sum over steps, each the mean of its numbers;
 * - `padded`: as `all`, with the losses of masked steps as their logits and targets give them.
 */
export type MeanName = (typeof means)[number];

/** How the losses of steps become one. Steps are valid where they are not masked and their target is not ignored. */
export interface Averaging {
  readonly mean: MeanName;
  /** What `valid` divides by: the sum of the weights, of the target's class and of the target itself, or the number of steps. */
  readonly divideBy: "weights" | "steps";
  /** A target id that is neither read nor valid; null for none. */
  readonly ignore: number | null;
  /** Of each class, for the steps whose target it is; null where all count alike. */
  readonly classWeights: readonly number[] | null;
}

/** A loss of rows of logits. A row's loss is the sum of so many numbers; its mean over them is what averages are taken of. */
export interface Loss extends Averaging {
  readonly targets: "ids" | "features";
  /** Whether `evaluate` weighs by class, as where the weight is not of the whole row. */
  readonly weighsClasses: boolean;
  /** How many numbers a row's loss is the sum of. */
  numbers(units: number): number;
  /** The sum over all rows; overwrites the gradient of the logits with `scale` times its derivative. */
  evaluate(kernels: Kernels, judged: Judged, scale: number): number;
}
