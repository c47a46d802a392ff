import { EngineError } from "../errors/errors.ts";
import { StepInterrupted } from "../kernels/interruptible.ts";
import type { SequenceModel } from "../model/sequenceModel.ts";
import type { Batcher } from "../text/batching/batcher.ts";
import { BestStep } from "./best.ts";
import { type Divergence, divergenceError, explosionError } from "./divergence.ts";
import { ExplosionWatch, explosionSteps } from "./explosion.ts";
import { reportGradients } from "./gradientReport.ts";
import { HandOver } from "./handOver.ts";
import type { GradientReport } from "./report.ts";
import {
  type BestBoundary,
  type Boundary,
  backUpWeights,
  Keepsake,
  Place,
  restoreWeights,
  type TrainerState,
} from "./snapshots.ts";
import { TrainingStep } from "./step.ts";
import type { StepResult, TrainerOptions } from "./trainerOptions.ts";
import { WatchedLoss } from "./watchedLoss.ts";

export type { TrainerState } from "./snapshots.ts";
export type { StepResult, TrainerOptions } from "./trainerOptions.ts";

/** Batches that tell what an untrained network has to pay, where no formula does. */
const firstBatches = 8;

/** Steps between two keepings of sound weights, and so at most about that many that an explosion costs. */
const keepEvery = 50;

/**
 * The loop's single step: batch, forward, loss, backward, clipping, optimizer. It decides nothing about pace, pictures or the end of a run.
 *
 * Whatever interrupts a step or goes wrong in it, weights, optimizer, carried state and batches stay together at one step's boundary.
 */
export class Trainer {
  readonly model: SequenceModel;
  readonly #options: TrainerOptions;
  readonly #batcher: Batcher;
  readonly #step: TrainingStep;
  /** Of the states, from batch to batch. */
  readonly handOver: HandOver;
  #stepCount = 0;
  #optimizerSince = 0;
  #smoothedLoss: number | null;
  /** Where the step in hand began, and where the one before it did: to that one belong the weights in the model's backups. */
  #before: Place;
  #previous: Place;
  /** Whether the backups are whole, and of the step before. */
  #backedUp = false;
  #reportable = false;
  #clipFactor = 1;
  #watch: ExplosionWatch;
  /** Sound weights of some steps ago; null before the first step, and where explosions are let go. */
  #sound: Keepsake | null = null;
  readonly #best: BestStep | null;
  readonly #watched: WatchedLoss;
  /** Written anew by each step, so that a loop of steps leaves no objects behind. */
  readonly #result = { step: 0, loss: 0, smoothedLoss: 0, gradientNorm: 0, clipFactor: 1 };

  /** @param model planned for training, with at least as many slots as the optimizer asks for. */
  constructor(model: SequenceModel, options: TrainerOptions) {
    const { batcher, optimizer, seed, gradientScale, carry, initialState, blindLoss } = options;
    if (!model.plan.training || model.slots.length < optimizer.slots)
      throw new Error(`A model that trains must be planned for training, with ${optimizer.slots} slots.`);
    this.model = model;
    this.#options = options;
    this.#batcher = batcher;
    this.#step = new TrainingStep(model, optimizer, seed, gradientScale);
    this.handOver = new HandOver(model, carry, initialState);
    this.#watched = new WatchedLoss(optimizer, options.validates ? 0 : options.watchEvery);
    this.#smoothedLoss = blindLoss;
    this.#watch = new ExplosionWatch(blindLoss, true);
    this.#before = new Place(model.state);
    this.#previous = new Place(model.state);
    this.#best = options.validates ? new BestStep(model, options.earlyStopping) : null;
  }

  /** Steps done. */
  get stepCount(): number {
    return this.#stepCount;
  }

  /** s ← 0.999 s + 0.001 loss, from that of a blind guess: the source articles' curve. */
  get smoothedLoss(): number {
    return this.#smoothedLoss ?? 0;
  }

  /**
   * One optimizer step. What it gives is the same object each time, good until the next step; null if `model.interrupted` said so: then
   * nothing has changed and the same step can be done again.
   * @throws EngineError `diverged` if a loss, gradient or weight is no longer finite, or the loss has exploded: sound weights are back
   *   (`stepCount` says of which step).
   */
  step(): StepResult | null {
    this.#before.mark(this.#stepCount, this.smoothedLoss, this.model.state, this.#batcher);
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
    const [step, smoothedLoss, blindLoss] = [this.#stepCount, this.smoothedLoss, this.#watch.blind];
    const kept = { since: this.#best?.since ?? 0, best: this.#best?.boundary ?? null };
    const rest = { values, slots, state, batcher: this.#batcher.save(), watched: this.#watched.save(), ...kept };
    return { step, smoothedLoss, blindLoss, optimizerSince: this.#optimizerSince, ...rest };
  }

  /** Where it stands, in copies that stay. */
  save(): TrainerState {
    const { best, ...standing } = this.standing;
    return { ...standing, ...copied(standing), best: best && { ...best, ...copied(best) } };
  }

  restore(saved: TrainerState): void {
    this.model.values.set(saved.values);
    for (const [place, slot] of this.model.slots.entries()) slot.set(saved.slots[place]!);
    this.handOver.beginFrom(saved.state);
    this.#batcher.restore(saved.batcher);
    this.#stepCount = saved.step;
    this.#optimizerSince = saved.optimizerSince;
    this.#smoothedLoss = saved.smoothedLoss;
    this.#watch = new ExplosionWatch(saved.blindLoss, saved.step === 0);
    this.#backedUp = false;
    this.#reportable = false;
    this.#sound = null;
    this.#best?.restore(saved.best, saved.since);
    this.#watched.restore(saved.watched);
  }

  /** Of the step where the training stands. @returns whether it is the best so far, and whether to end */
  noteValidation(loss: number): { readonly isBest: boolean; readonly ends: boolean } {
    this.#watched.tell(loss);
    if (this.#best === null) return { isBest: false, ends: false };
    this.#before.mark(this.#stepCount, this.smoothedLoss, this.model.state, this.#batcher);
    return this.#best.note(loss, this.#before, this.model);
  }

  /** The best step by its validation, as views; null where there is none. */
  get best(): BestBoundary | null {
    return this.#best?.boundary ?? null;
  }

  /** Stands where the validation loss was lowest. */
  returnToBest(): void {
    const { best } = this;
    const { watched, optimizerSince } = this.standing;
    if (best !== null)
      this.restore({ ...best, blindLoss: this.#watch.blind, optimizerSince, watched, since: this.#best!.since, best });
  }

  /** A run that ends while the loss is far above a blind guess's has exploded, however few steps it had. @throws EngineError `diverged` */
  finish(): void {
    const { count } = this.#watch;
    if (this.#options.stopsExplosion && count > 0 && count >= Math.min(explosionSteps, this.#stepCount - 1))
      throw this.#exploded();
  }

  #run(): StepResult {
    if (this.#stepCount === 0 && this.#options.blindLoss === null && this.#options.stopsExplosion) this.#lookAround();
    const loss = this.#forward();
    if (!Number.isFinite(loss)) throw this.#diverged("loss", loss);
    const gradientNorm = this.#backward();
    if (!Number.isFinite(gradientNorm)) throw this.#diverged("gradient", gradientNorm);
    const clipFactor = this.#update(loss, gradientNorm);
    const { kernels } = this.model;
    const weightSquares = kernels.sumOfSquares(this.#step.weights.size, this.#step.weights.values);
    if (!Number.isFinite(weightSquares)) throw this.#diverged("weights", weightSquares);
    // Only now: an interrupted step is done again, and is to be noted once.
    if (this.#watch.note(loss) && this.#options.stopsExplosion) throw this.#exploded();
    this.handOver.carryOn();
    return this.#finish(loss, gradientNorm, clipFactor);
  }

  /** What the untrained network has to pay on the first batches; they come again. */
  #lookAround(): void {
    for (let batch = 0; batch < firstBatches; batch++) {
      const loss = this.#forward();
      if (Number.isFinite(loss)) this.#watch.expect(loss);
    }
    this.#returnTo(this.#before);
  }

  #forward(): number {
    if (this.#batcher.fill(this.model).resetState) this.handOver.beginAnew();
    return this.#step.forward(this.#stepCount + 1);
  }

  #backward(): number {
    this.#reportable = false;
    return this.#step.backward();
  }

  #update(loss: number, gradientNorm: number): number {
    this.#backedUp = false;
    backUpWeights(this.model);
    if (this.#watch.isSound(loss)) this.#keepSound();
    return this.#step.update(this.#stepCount + 1, gradientNorm, this.#stepCount + 1 - this.#optimizerSince);
  }

  /** The weights before this update gave a loss that is sound: they can be gone back to. */
  #keepSound(): void {
    if (!this.#options.stopsExplosion) return;
    if (this.#sound === null) this.#sound = new Keepsake(this.model);
    else if (this.#stepCount % keepEvery !== 0) return;
    this.#sound.take(this.#before, this.model.values, this.model.slots);
  }

  #finish(loss: number, gradientNorm: number, clipFactor: number): StepResult {
    this.#stepCount++;
    this.#smoothedLoss = 0.999 * (this.#smoothedLoss ?? loss) + 0.001 * loss;
    this.#watched.note(loss, this.#stepCount);
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
   * the last update return; if only the gradient or the update failed, this step's own weights are good. After losses that were finite and
   * far too high, the last sound ones return instead.
   */
  #diverged(what: Divergence, value: number): Error {
    const failedStep = this.#stepCount + 1;
    const usesBackups = what === "loss" && this.#backedUp;
    if (!this.#watch.calm && this.#sound !== null) this.#goBackTo(this.#sound);
    else {
      if (what === "weights" || usesBackups) restoreWeights(this.model);
      this.#returnTo(usesBackups ? this.#previous : this.#before);
    }
    this.#forgetPass();
    return divergenceError(what, value, failedStep, this.#stepCount, this.#options);
  }

  #exploded(): Error {
    const { least, blind, count } = this.#watch;
    const failedStep = this.#stepCount + 1;
    if (this.#sound !== null) this.#goBackTo(this.#sound);
    this.#forgetPass();
    this.#watch.forget();
    return explosionError(least, blind, failedStep, count, this.#stepCount, this.#options);
  }

  #goBackTo(sound: Keepsake): void {
    sound.giveBack(this.model);
    this.#returnTo(sound.place);
  }

  #forgetPass(): void {
    this.#backedUp = false;
    this.#reportable = false;
  }

  #returnTo(place: Place): void {
    this.handOver.beginFrom(place.state);
    this.#batcher.restore(place.batcher);
    this.#stepCount = place.step;
    this.#smoothedLoss = place.smoothedLoss;
  }
}

const copied = ({ values, slots, state }: Boundary): Pick<Boundary, "values" | "slots" | "state"> => ({
  values: values.slice(),
  slots: slots.map((slot) => slot.slice()),
  state: state.slice(),
});
