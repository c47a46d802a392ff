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
  /** The mean loss; overwrites the gradient of the logits. */
  evaluate(kernels: Kernels, judged: Judged): number;
}

export const losses: Readonly<Record<LossName, Loss>> = {
  /** Mean over rows of -ln p(target), in nats: ln units for a uniform guess. */
  softmaxCrossEntropy: {
    targets: "ids",
    evaluate: (kernels, { rows, units, logits, targets, gradient }) =>
      kernels.softmaxCrossEntropy(rows, units, 1 / rows, logits, targets, gradient) / rows,
  },
  /** Mean over all elements of (logit - target)². */
  meanSquaredError: {
    targets: "features",
    evaluate: (kernels, { rows, units, logits, targets, gradient }) => {
      const size = rows * units;
      return kernels.squaredError(size, 1 / size, logits, targets, gradient) / size;
    },
  },
};
