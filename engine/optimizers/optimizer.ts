import type { Kernels } from "../kernels/kernels.ts";
import type { Watcher } from "./watcher.ts";

/** Weights that an optimizer moves: stretches of the arena, all of the same size and layout. All of a model's weights, or a stretch of them. */
export interface Weights {
  readonly kernels: Kernels;
  readonly size: number;
  readonly values: number;
  readonly gradients: number;
  /** At least as many as the optimizer asks for. */
  readonly slots: readonly number[];
  /** Place of the first among all weights of the model. */
  readonly from: number;
  /** All weights of the model by their names, whatever stretch of them this is. */
  readonly variables: readonly Variable[];
  /** What the last pass looked up in matrices of the model, in memory order. */
  readonly lookUps: readonly LookUps[];
}

/** Elements side by side; places count from the model's first weight. */
export interface Run {
  readonly from: number;
  readonly size: number;
}

/** What is called one weight, where weights are treated each by itself. */
export interface Variable {
  readonly path: string;
  /** Without gaps where it is one of our parameters; a weight of another framework may lie in several of ours. */
  readonly runs: readonly Run[];
}

/** What can be said of a model's weights before it has any memory. */
export interface KnownWeights {
  readonly paths: readonly string[];
  /** Whether rows of an embedding are looked up. */
  readonly looksUp: boolean;
}

/** A matrix [rows, columns] among the weights, rows of which were read by their numbers: an embedding. */
export interface LookUps extends Run {
  readonly rows: number;
  readonly columns: number;
  /** Look-ups of the last pass: T · N. */
  count(): number;
  /** The row that a look-up read; -1 if it was at a step that is not valid, or gives its row no gradient. */
  row(place: number): number;
  /** The gradient of each look-up, [count, columns], in the arena: the matrix's gradient before it is added up. */
  readonly gradients: number;
}

export interface Update {
  /** Counted from 1: what rates depend on. */
  readonly step: number;
  /** Steps that the slots were kept for, this one included; `step` where left out, as where the optimizer was never another one. */
  readonly age?: number;
  /** Global norm of the gradients, before any clipping. */
  readonly gradientNorm: number;
}

export const ageOf = ({ age, step }: Update): number => age ?? step;

/** From gradients to new weights. @returns what the gradients were multiplied by. */
export type Apply = (weights: Weights, update: Update, scale: number) => number;

/**
 * A rule of update, or something that comes before it: see {@link chain}. Gradients stay in memory as the loss gave them (the views show
 * them so); what they are multiplied by travels along the chain as `scale`.
 */
export interface Optimizer {
  /** Arrays of the size of the weights that it keeps from step to step, zero before the first. All its memory is in them and the step's number … */
  readonly slots: number;
  /** What they hold, as many words: two optimizers can go on from each other's slots of one name. */
  readonly slotNames?: readonly string[];
  /** What they begin at in its first step; zero where left out. */
  readonly slotBeginnings?: readonly number[];
  /** … and in these, where the learning rate depends on what the loss was: see `watcher.ts`. None where left out. */
  readonly watchers?: readonly Watcher[];
  /** Whether it looks at the norm of the gradients as the loss gave them: nothing that changes some more than others may come before it. */
  readonly readsNorm?: boolean;
  /** Whether it does that. */
  readonly uneven?: boolean;
  /** Before anything trains. @throws EngineError `badConfiguration` for a model that has not what its options speak of. */
  readonly requireFit?: (weights: KnownWeights) => void;
  /** @returns the scale for the next link. */
  readonly apply: Apply;
}

/** A link that scales parts of the gradients by themselves: it hands each part on to the rest of the chain. */
export interface Divider {
  readonly slots: 0;
  readonly divide: (weights: Weights, update: Update, scale: number, next: Apply) => number;
}

export type Link = Optimizer | Divider;

/** A learning rate as a function of the step, counted from 1. */
export interface RateOfStep {
  (step: number): number;
  /** What is to be told the watched loss, where the rate depends on it. */
  readonly watchers?: readonly Watcher[];
}

/** A learning rate, or one for each step. */
export type Schedule = number | RateOfStep;

export const rateAt = (schedule: Schedule, step: number): number => (typeof schedule === "number" ? schedule : schedule(step));

export const watchersOf = (schedule: Schedule): readonly Watcher[] =>
  typeof schedule === "number" ? [] : (schedule.watchers ?? []);
