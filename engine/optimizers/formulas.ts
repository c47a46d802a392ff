/** Whose formula a rule follows: PyTorch's, Keras' (Keras 3) or TensorFlow's (`tf.compat.v1.train`). */
export const formulaNames = ["pytorch", "keras", "tensorflow"] as const;
export type Formula = (typeof formulaNames)[number];

/** What the three do differently: defaults, where the epsilon stands, and where a velocity keeps the learning rate. Docstrings of the rules say what each means. */
export const formulas = {
  pytorch: {
    sgd: { rateInVelocity: false },
    adam: { epsilon: 1e-8, epsilonBeforeCorrection: false },
    adamw: { weightDecay: 0.01 },
    rmsprop: { decay: 0.99, epsilon: 1e-8, epsilonInside: false, initialSquares: 0, rateInVelocity: false },
    adagrad: { epsilon: 1e-10, epsilonInside: false, initialAccumulator: 0 },
  },
  keras: {
    sgd: { rateInVelocity: true },
    adam: { epsilon: 1e-7, epsilonBeforeCorrection: true },
    adamw: { weightDecay: 0.004 },
    rmsprop: { decay: 0.9, epsilon: 1e-7, epsilonInside: true, initialSquares: 0, rateInVelocity: true },
    adagrad: { epsilon: 1e-7, epsilonInside: true, initialAccumulator: 0.1 },
  },
  tensorflow: {
    sgd: { rateInVelocity: false },
    adam: { epsilon: 1e-8, epsilonBeforeCorrection: true },
    adamw: null,
    rmsprop: { decay: 0.9, epsilon: 1e-10, epsilonInside: true, initialSquares: 1, rateInVelocity: true },
    adagrad: { epsilon: 0, epsilonInside: true, initialAccumulator: 0.1 },
  },
} as const;

/**
 * To be spread, as in `rmsprop({ learningRate: 0.001, ...kerasOptions.rmsprop })`: the same as `formula: "keras"`.
 */
const keras = { formula: "keras" } as const;
export const kerasOptions = { sgd: keras, adam: keras, adamw: keras, rmsprop: keras, adagrad: keras } as const;
