import type { Kernels } from "../kernels/kernels.ts";

export type LossName = "softmaxCrossEntropy" | "meanSquaredError";

/** What a pass left to be judged: `rows` rows of `units` logits, their targets, and where their gradient goes (-1: nowhere). */
export interface Judged {
  readonly rows: number;
  readonly units: number;
  readonly logits: number;
  /** Ids for softmax cross-entropy, [rows]; numbers for the squared error, [rows, units]. */
  readonly targets: number;
  readonly gradient: number;
}

export interface Loss {
  readonly targets: "ids" | "features";
  /** How many numbers of a row the mean is taken over. */
  numbers(units: number): number;
  /** The sum over all rows; overwrites the gradient of the logits with `scale` times its derivative. */
  evaluate(kernels: Kernels, judged: Judged, scale: number): number;
}

export const losses: Readonly<Record<LossName, Loss>> = {
  /** Mean over rows of -ln p(target), in nats: ln units for a uniform guess. */
  softmaxCrossEntropy: {
    targets: "ids",
    numbers: () => 1,
    evaluate: (kernels, { rows, units, logits, targets, gradient }, scale) =>
      kernels.softmaxCrossEntropy(rows, units, scale, logits, targets, gradient),
  },
  /** Mean over all elements of (logit - target)². */
  meanSquaredError: {
    targets: "features",
    numbers: (units) => units,
    evaluate: (kernels, { rows, units, logits, targets, gradient }, scale) =>
      kernels.squaredError(rows * units, scale, logits, targets, gradient),
  },
};
