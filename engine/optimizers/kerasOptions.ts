import type { AdagradOptions, AdamOptions, AdamWOptions, RmspropOptions, SgdOptions } from "./rules.ts";

/**
 * What Keras (`keras.optimizers`, Keras 3) does differently from PyTorch, rule by rule: options to be spread, as in
 * `rmsprop({ learningRate: 0.001, ...kerasOptions.rmsprop })`.
 */
export const kerasOptions = {
  sgd: { rateInVelocity: true },
  adam: { epsilon: 1e-7, epsilonBeforeCorrection: true },
  adamw: { epsilon: 1e-7, epsilonBeforeCorrection: true, weightDecay: 0.004 },
  rmsprop: { decay: 0.9, epsilon: 1e-7, epsilonInside: true },
  adagrad: { epsilon: 1e-7, epsilonInside: true, initialSum: 0.1 },
} as const satisfies {
  readonly sgd: Omit<SgdOptions, "learningRate">;
  readonly adam: Omit<AdamOptions, "learningRate">;
  readonly adamw: Omit<AdamWOptions, "learningRate">;
  readonly rmsprop: Omit<RmspropOptions, "learningRate">;
  readonly adagrad: Omit<AdagradOptions, "learningRate">;
};
