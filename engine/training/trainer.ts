import { EngineError } from "../errors/errors.ts";
import { StepInterrupted } from "../kernels/interruptible.ts";
import type { LanguageModel } from "../model/languageModel.ts";
import { weightsOf } from "../model/weights.ts";
import type { Optimizer, Weights } from "../optimizers/optimizer.ts";
import type { Batcher } from "../text/batching/batcher.ts";
import { type Divergence, type DivergenceConfig, divergenceError } from "./divergence.ts";
import { reportGradients } from "./gradientReport.ts";
import type { GradientReport } from "./report.ts";
import { backUpWeights, Place, restoreWeights, type TrainerState } from "./snapshots.ts";

export type { Batcher, Json } from "../text/batching/batcher.ts";
export type { TrainerState } from "./snapshots.ts";

export interface StepResult {
  /** Steps done, this one included. */
  readonly step: number;
  readonly loss: number;
  /** s ← 0.999 s + 0.001 loss, from ln V. */
  readonly smoothedLoss: number;
  /** Global norm of the gradient before clipping. */
  readonly gradientNorm: number;
  /** What every gradient was multiplied by: 1, or less where the norm was clipped. */
  readonly clipFactor: number;
}

/**
 * The loop's single step: batch, forward, loss, backward, clipping, optimizer. It decides nothing about pace, pictures or the end of a run.
 *
 * Whatever interrupts a step or goes wrong in it, weights, optimizer, carried state and batches stay together at one step's boundary.
 */
export class Trainer {
  readonly model: LanguageModel;
  readonly #batcher: Batcher;
  readonly #config: DivergenceConfig;
  readonly #optimizer: Optimizer;
  readonly #weights: Weights;
  #stepCount = 0;
  #smoothedLoss: number;
  /** Where the step in hand began, and where the one before it did: to that one belong the weights in the model's backups. */
  #before: Place;
  #previous: Place;
  /** Whether the backups are whole, and of the step before. */
  #backedUp = false;
  #reportable = false;
  #clipFactor = 1;
  /** Written anew by each step, so that a loop of steps leaves no objects behind. */
  readonly #result = { step: 0, loss: 0, smoothedLoss: 0, gradientNorm: 0, clipFactor: 1 };

  /** @param model with at least as many slots as the optimizer asks for. */
  constructor(model: LanguageModel, batcher: Batcher, optimizer: Optimizer, config: DivergenceConfig) {
    this.model = model;
    this.#batcher = batcher;
    this.#config = config;
    this.#optimizer = optimizer;
    this.#weights = weightsOf(model);
    if (!model.plan.training || model.slots.length < this.#optimizer.slots)
      throw new Error(
        `A model that trains with ${config.optimizer} must be planned for training, with ${this.#optimizer.slots} slots.`,
      );
    this.#smoothedLoss = Math.log(model.shape.vocabularySize);
    this.#before = new Place(model.state);
    this.#previous = new Place(model.state);
  }

  /** Steps done. */
  get stepCount(): number {
    return this.#stepCount;
  }

  /** s ← 0.999 s + 0.001 loss, from ln V: the source articles' curve. */
  get smoothedLoss(): number {
    return this.#smoothedLoss;
  }

  /**
   * One optimizer step. What it gives is the same object each time, good until the next step; null if `model.interrupted` said so: then
   * nothing has changed and the same step can be done again.
   * @throws EngineError `diverged` if a loss, gradient or weight is no longer finite: the last good weights are back
   *   (`stepCount` says of which step).
   */
  step(): StepResult | null {
    this.#before.mark(this.#stepCount, this.#smoothedLoss, this.model.state, this.#batcher);
    try {
      return this.#run();
    } catch (error) {
      if (error instanceof EngineError && error.code === "diverged") throw error;
      this.#returnTo(this.#before);
      if (error instanceof StepInterrupted) return null;
      throw error;
    }
  }

  /** Of the last step done; null before the first one, after a divergence, and after a step was interrupted in its backward pass. */
  gradientReport(): GradientReport | null {
    return this.#reportable ? reportGradients(this.model, this.#stepCount, this.#clipFactor) : null;
  }

  /** Where the training stands. The arrays are the model's own: they change with the next step. */
  get standing(): TrainerState {
    const { values, slots, state } = this.model;
    const [step, smoothedLoss] = [this.#stepCount, this.#smoothedLoss];
    return { step, smoothedLoss, values, slots, state, batcher: this.#batcher.save() };
  }

  /** Where it stands, in copies that stay. */
  save(): TrainerState {
    const { values, slots, state, ...rest } = this.standing;
    return { ...rest, values: values.slice(), slots: slots.map((slot) => slot.slice()), state: state.slice() };
  }

  restore(saved: TrainerState): void {
    this.model.values.set(saved.values);
    for (const [place, slot] of this.model.slots.entries()) slot.set(saved.slots[place]);
    this.model.state.set(saved.state);
    this.#batcher.restore(saved.batcher);
    this.#stepCount = saved.step;
    this.#smoothedLoss = saved.smoothedLoss;
    this.#backedUp = false;
    this.#reportable = false;
  }

  #run(): StepResult {
    const loss = this.#forward();
    if (!Number.isFinite(loss)) throw this.#diverged("loss", loss);
    const gradientNorm = this.#backward();
    if (!Number.isFinite(gradientNorm)) throw this.#diverged("gradient", gradientNorm);
    const clipFactor = this.#update(gradientNorm);
    const weightSquares = this.model.kernels.sumOfSquares(this.#weights.size, this.#weights.values);
    if (!Number.isFinite(weightSquares)) throw this.#diverged("weights", weightSquares);
    this.model.carryState();
    return this.#finish(loss, gradientNorm, clipFactor);
  }

  #forward(): number {
    if (this.#batcher.fill(this.model).resetState) this.model.state.fill(0);
    this.model.forward();
    return this.model.loss();
  }

  #backward(): number {
    this.#reportable = false;
    this.model.zeroGradients();
    this.model.backward();
    return Math.sqrt(this.model.kernels.sumOfSquares(this.#weights.size, this.#weights.gradients));
  }

  #update(gradientNorm: number): number {
    this.#backedUp = false;
    backUpWeights(this.model);
    return this.#optimizer.apply(this.#weights, { step: this.#stepCount + 1, gradientNorm }, 1);
  }

  #finish(loss: number, gradientNorm: number, clipFactor: number): StepResult {
    this.#stepCount++;
    this.#smoothedLoss = 0.999 * this.#smoothedLoss + 0.001 * loss;
    this.#clipFactor = clipFactor;
    [this.#before, this.#previous] = [this.#previous, this.#before];
    this.#backedUp = true;
    this.#reportable = true;
    const result = this.#result;
    result.step = this.#stepCount;
    result.loss = loss;
    result.smoothedLoss = this.#smoothedLoss;
    result.gradientNorm = gradientNorm;
    result.clipFactor = clipFactor;
    return result;
  }

  /**
   * Goes back to the last weights that gave a finite loss. A loss that is not finite condemns the weights of this step, so those before
   * the last update return; if only the gradient or the update failed, this step's own weights are good.
   */
  #diverged(what: Divergence, value: number): Error {
    const failedStep = this.#stepCount + 1;
    if (what === "weights" || (what === "loss" && this.#backedUp)) restoreWeights(this.model);
    this.#returnTo(what === "loss" && this.#backedUp ? this.#previous : this.#before);
    this.#backedUp = false;
    this.#reportable = false;
    return divergenceError(what, value, failedStep, this.#stepCount, this.#config);
  }

  #returnTo(place: Place): void {
    this.model.state.set(place.state);
    this.#batcher.restore(place.batcher);
    this.#stepCount = place.step;
    this.#smoothedLoss = place.smoothedLoss;
  }
}
