/** The loops of the losses beyond those of `kernels.ts`. Each returns the sum of its losses; a gradient that is not wanted is -1. */
export interface LossKernels {
  /**
   * Cross-entropy of targets of which a part is spread over all classes, with weights of the classes:
   * q = (1 - smoothing) · onehot(target) + smoothing / classes; Σ_r Σ_k w_k · q_k · -ln softmax(logits[r])_k, in nats.
   * @param classWeights [classes]; -1 where all are 1.
   * @param targets ids, [rows]
   * @param dLogits [rows, classes] = scale · (softmax(logits) · Σ_k w_k q_k - w · q); -1 if not wanted.
   */
  smoothedCrossEntropy(
    rows: number,
    classes: number,
    scale: number,
    smoothing: number,
    classWeights: number,
    logits: number,
    targets: number,
    dLogits: number,
  ): number;
  /**
   * The same of targets that are probabilities: q = (1 - smoothing) · targets + smoothing / classes.
   * @param targets [rows, classes]
   */
  distributionCrossEntropy(
    rows: number,
    classes: number,
    scale: number,
    smoothing: number,
    logits: number,
    targets: number,
    dLogits: number,
  ): number;
  /** dOutputs = scale · sign(outputs - targets), 0 where they are equal, unless -1. @returns Σ |outputs - targets|. */
  absoluteError(size: number, scale: number, outputs: number, targets: number, dOutputs: number): number;
  /**
   * dLogits = scale · (σ(logits) - targets), unless -1.
   * @returns Σ -target · ln σ(logit) - (1 - target) · ln(1 - σ(logit)), in nats.
   */
  binaryCrossEntropy(size: number, scale: number, logits: number, targets: number, dLogits: number): number;
}
