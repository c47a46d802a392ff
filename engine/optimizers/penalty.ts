import type { Weights } from "./optimizer.ts";
import { runsBy } from "./paths.ts";

export interface PenaltyOptions {
  /** λ */
  readonly l2: number;
  /** Paths of weights; patterns with `*` too. */
  readonly weights: readonly string[];
}

/**
 * A part of the loss that large weights cost: λ Σ w², and so 2 λ w in their gradients; as Keras' `kernel_regularizer`. Added to a step's loss
 * after its mean, and to the gradients after the pass back, before anything is clipped.
 */
export interface Penalty {
  loss(weights: Weights): number;
  addGradient(weights: Weights): void;
}

/** Where it is first used it throws an EngineError `badConfiguration` for a pattern that no weight fits. */
export function penalize({ l2, weights: patterns }: PenaltyOptions): Penalty {
  const runsIn = runsBy(patterns, "penalty");
  return {
    loss({ kernels, values, from, variables }) {
      let sum = 0;
      for (const run of runsIn(variables)) sum += kernels.sumOfSquares(run.size, values + run.from - from);
      return l2 * sum;
    },
    addGradient({ kernels, values, gradients, from, variables }) {
      for (const run of runsIn(variables))
        kernels.addScaled(run.size, 2 * l2, values + run.from - from, gradients + run.from - from);
    },
  };
}
