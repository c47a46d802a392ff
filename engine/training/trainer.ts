import { EngineError } from "../errors/errors.ts";
import { StepInterrupted } from "../kernels/interruptible.ts";
import type { FloatArray } from "../memory/arena.ts";
import type { SequenceModel } from "../model/sequenceModel.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
import { noteLoss, restoreWatchers, saveWatchers } from "../optimizers/watcher.ts";
import type { Carry } from "../tasks/task.ts";
import type { Batcher } from "../text/batching/batcher.ts";
import { BestStep, type EarlyStopping } from "./best.ts";
import { type Divergence, type DivergenceConfig, divergenceError, explosionError } from "./divergence.ts";
import { ExplosionWatch, explosionSteps } from "./explosion.ts";
import { reportGradients } from "./gradientReport.ts";
import type { GradientReport } from "./report.ts";
import {
  type BestBoundary,
  type Boundary,
  backUpWeights,
  Keepsake,
  Place,
  restoreWeights,
  type TrainerState,
  type Watched,
} from "./snapshots.ts";
import { TrainingStep } from "./step.ts";

export type { TrainerState } from "./snapshots.ts";

export interface StepResult {
  /** Steps done, this one included. */
  readonly step: number;
  readonly loss: number;
  /** s ← 0.999 s + 0.001 loss, from the loss of a blind guess. */
  readonly smoothedLoss: number;
  /** Global norm of the gradient before clipping. */
  readonly gradientNorm: number;
  /** What every gradient was multiplied by: 1, or less where the norm was clipped. */
  readonly clipFactor: number;
}

export interface TrainerOptions extends DivergenceConfig {
  readonly batcher: Batcher;
  readonly optimizer: Optimizer;
  /** Of the dropout masks. */
  readonly seed: number;
  /** Which states go on from a batch to the next. */
  readonly carry: Carry;
  /** One row of the states that a batch begins with which carries none on; zeros where null. */
  readonly initialState: FloatArray | null;
  /** Loss of a guess that knows nothing, such as ln V; null where only the untrained network can tell. */
  readonly blindLoss: number | null;
  /** What the gradient of the loss is multiplied by: T for that of a sum over T steps. */
  readonly gradientScale: number;
  /** Whether a training whose loss stays far above a blind guess's ends. */
  readonly stopsExplosion: boolean;
  /** Whether the best step is to be kept, by losses that are told to {@link Trainer.noteValidation}. */
  readonly validates: boolean;
  readonly earlyStopping: EarlyStopping | null;
  /** Steps whose mean loss a rate that depends on the loss is told, where there is no validation to tell it. */
  readonly watchEvery: number;
}

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
  /** What a batch begins with that carries no state on; laid out as the model's state. */
  readonly initialState: FloatArray;
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
  /** Losses since a rate that depends on them was last told. */
  #watchedSum = 0;
  #watchedCount = 0;
  /** Written anew by each step, so that a loop of steps leaves no objects behind. */
  readonly #result = { step: 0, loss: 0, smoothedLoss: 0, gradientNorm: 0, clipFactor: 1 };

  /** @param model planned for training, with at least as many slots as the optimizer asks for. */
  constructor(model: SequenceModel, options: TrainerOptions) {
    const { batcher, optimizer, seed, gradientScale, initialState, blindLoss } = options;
    if (!model.plan.training || model.slots.length < optimizer.slots)
      throw new Error(`A model that trains must be planned for training, with ${optimizer.slots} slots.`);
    this.model = model;
    this.#options = options;
    this.#batcher = batcher;
    this.#step = new TrainingStep(model, optimizer, seed, gradientScale);
    this.initialState = model.state.slice().fill(0);
    if (initialState !== null) model.stateLayout.setRows(this.initialState, initialState);
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
    const watched = { sum: this.#watchedSum, count: this.#watchedCount, watchers: saveWatchers(this.#options.optimizer) };
    const rest = { values, slots, state, batcher: this.#batcher.save(), watched, ...kept };
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
    this.beginFrom(saved.state);
    this.#batcher.restore(saved.batcher);
    this.#stepCount = saved.step;
    this.#optimizerSince = saved.optimizerSince;
    this.#smoothedLoss = saved.smoothedLoss;
    this.#watch = new ExplosionWatch(saved.blindLoss, saved.step === 0);
    this.#backedUp = false;
    this.#reportable = false;
    this.#sound = null;
    this.#best?.restore(saved.best, saved.since);
    this.#restoreWatched(saved.watched);
  }

  /** Of the step where the training stands. @returns whether it is the best so far, and whether to end */
  noteValidation(loss: number): { readonly isBest: boolean; readonly ends: boolean } {
    noteLoss(this.#options.optimizer, loss);
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
    this.carry();
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
    if (this.#batcher.fill(this.model).resetState) this.beginAnew();
    return this.#step.forward(this.#stepCount + 1);
  }

  /** The next pass begins as the recipe says: at zero, with given states, or with learned ones. */
  beginAnew(): void {
    this.model.resetState();
    this.model.state.set(this.initialState);
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

  /** A rate that depends on the loss is told the training's, where no validation tells it a better one. */
  #noteTraining(loss: number): void {
    const { optimizer, validates, watchEvery } = this.#options;
    if (validates || !optimizer.watchers?.length) return;
    this.#watchedSum += loss;
    this.#watchedCount++;
    if (this.#stepCount % watchEvery !== 0) return;
    noteLoss(optimizer, this.#watchedSum / this.#watchedCount);
    this.#watchedSum = 0;
    this.#watchedCount = 0;
  }

  /** Another rule may have other watchers: those begin anew. */
  #restoreWatched({ sum, count, watchers }: Watched): void {
    const { optimizer } = this.#options;
    this.#watchedSum = sum;
    this.#watchedCount = count;
    if (watchers.length === (optimizer.watchers?.length ?? 0)) restoreWatchers(optimizer, watchers);
  }

  /** The next pass begins where one ended, as far as states are carried; what begins anew in the middle of a run says so by its batch. */
  beginFrom(state: FloatArray): void {
    if (this.#options.carry === "none") this.beginAnew();
    else {
      this.model.state.set(state);
      this.model.beginsFromState = true;
    }
  }

  /** What a pass hands on to the next. */
  carry(): void {
    const { carry } = this.#options;
    if (carry === "none") return;
    this.model.carryState();
    if (carry === "all") return;
    for (const { name, size, offset } of this.model.stateLayout.planes) {
      if (name === carry) continue;
      const end = offset + size * this.model.plan.batch;
      this.model.state.set(this.initialState.subarray(offset, end), offset);
    }
  }

  #finish(loss: number, gradientNorm: number, clipFactor: number): StepResult {
    this.#stepCount++;
    this.#smoothedLoss = 0.999 * (this.#smoothedLoss ?? loss) + 0.001 * loss;
    this.#noteTraining(loss);
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
    this.beginFrom(place.state);
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
