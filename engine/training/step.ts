import type { SequenceModel } from "../model/sequenceModel.ts";
import { weightsOf } from "../model/weights.ts";
import type { Optimizer, Weights } from "../optimizers/optimizer.ts";

/**
 * The only training step: forward with dropout, loss, backward, clipping and update, on what stands in the model's inputs, targets and
 * state. In parts, because who trains may have to look at a loss, or keep the weights, between two of them. It leaves no objects behind.
 */
export class TrainingStep {
  readonly model: SequenceModel;
  readonly weights: Weights;
  readonly #optimizer: Optimizer;
  readonly #seed: number;
  /** What the gradient of the loss is multiplied by before everything else. */
  readonly #scale: number;
  readonly #update = { step: 0, age: 0, gradientNorm: 0 };

  /**
   * @param seed of the dropout masks, which depend on it and the step's number alone
   * @param scale T for the gradient of a sum over T steps where the loss is their mean; 1 for the loss's own
   */
  constructor(model: SequenceModel, optimizer: Optimizer, seed: number, scale = 1) {
    this.model = model;
    this.weights = weightsOf(model);
    this.#optimizer = optimizer;
    this.#seed = seed;
    this.#scale = scale;
  }

  /** @param number of the step, from 1 on @param steps of the pass; T where left out @returns the loss */
  forward(number: number, steps?: number): number {
    this.model.dropOut((Math.imul(this.#seed + 1, 0x85ebca6b) + Math.imul(number, 0xc2b2ae35)) | 0);
    this.model.forward(steps);
    return this.model.loss();
  }

  /** @returns the global norm of the gradient, before clipping */
  backward(): number {
    this.model.zeroGradients();
    this.model.backward();
    return Math.sqrt(this.model.kernels.sumOfSquares(this.weights.size, this.weights.gradients));
  }

  /**
   * @param age steps that the optimizer's slots were kept for, this one included
   * @returns what every gradient was multiplied by: 1, or less where the norm was clipped
   */
  update(number: number, gradientNorm: number, age = number): number {
    this.#update.step = number;
    this.#update.age = age;
    this.#update.gradientNorm = gradientNorm;
    return this.#optimizer.apply(this.weights, this.#update, this.#scale) / this.#scale;
  }

  /** Nothing drops in the passes to come. */
  end(): void {
    this.model.dropOut(null);
  }
}
