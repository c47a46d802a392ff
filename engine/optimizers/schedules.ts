import { EngineError } from "../errors/errors.ts";
import { type RateOfStep, rateAt, type Schedule, watchersOf } from "./optimizer.ts";

// Learning rates as functions of the step t, counted from 1: nothing is remembered from step to step, so a run that goes on from a
// saved step goes on with its very rate. Every one of them begins with the whole rate α at t = 1, as PyTorch's schedulers do. The one that
// remembers is in `plateau.ts`.

/** α */
export const constantRate =
  (rate: number): RateOfStep =>
  () =>
    rate;

/** A rate for each step; from the end of the list on, its last. @throws EngineError `badConfiguration` for an empty list. */
export function listedRates(rates: readonly number[]): RateOfStep {
  const last = rates.at(-1);
  if (last === undefined)
    throw new EngineError("badConfiguration", "A list of learning rates is empty.", "Give one for each step, or a number.");
  return (step) => rates[step - 1] ?? last;
}

export interface StepDecay {
  readonly rate: number;
  readonly factor: number;
  /** Steps that each rate holds for. */
  readonly every: number;
  /** Steps that the first rate holds for besides; 0 where left out. */
  readonly after?: number;
}

/** α γ^⌊max(t - 1 - after, 0) / every⌋. As `torch.optim.lr_scheduler.StepLR`; with `after` as char-rnn's `learning_rate_decay_after`. */
export const stepDecay =
  ({ rate, factor, every, after = 0 }: StepDecay): RateOfStep =>
  (step) =>
    rate * factor ** Math.floor(Math.max(step - 1 - after, 0) / every);

export interface ExponentialDecay {
  readonly rate: number;
  /** γ: of one step, or of `every` steps where that is given. */
  readonly factor: number;
  readonly every?: number;
}

/** α γ^((t - 1) / every). As `torch.optim.lr_scheduler.ExponentialLR`, and with `every` as Keras' `ExponentialDecay` (its `decay_steps`). */
export const exponentialDecay =
  ({ rate, factor, every = 1 }: ExponentialDecay): RateOfStep =>
  (step) =>
    rate * factor ** ((step - 1) / every);

export interface InverseTimeDecay {
  readonly rate: number;
  /** κ */
  readonly decay: number;
  readonly every?: number;
}

/** α / (1 + κ (t - 1) / every). Robbins and Monro, 1951; as Keras' `InverseTimeDecay`. */
export const inverseTimeDecay =
  ({ rate, decay, every = 1 }: InverseTimeDecay): RateOfStep =>
  (step) =>
    rate / (1 + (decay * (step - 1)) / every);

export interface PolynomialDecay {
  readonly rate: number;
  /** Steps until the rate is `minimum`, where it stays. */
  readonly over: number;
  readonly minimum?: number;
  /** 1: a straight line. */
  readonly power?: number;
}

/** α_min + (α - α_min) (1 - min((t - 1) / over, 1))^power. As Keras' `PolynomialDecay`, and PyTorch's `PolynomialLR` for α_min = 0. */
export const polynomialDecay =
  ({ rate, over, minimum = 0, power = 1 }: PolynomialDecay): RateOfStep =>
  (step) =>
    minimum + (rate - minimum) * (1 - Math.min((step - 1) / over, 1)) ** power;

export interface CosineDecay {
  readonly rate: number;
  /** Steps until the rate is `minimum`, where it stays. */
  readonly over: number;
  readonly minimum?: number;
}

/**
 * α_min + (α - α_min) (1 + cos(π min((t - 1) / over, 1))) / 2. Loshchilov and Hutter, 2017, without restarts: as Keras' `CosineDecay`, and
 * as `torch.optim.lr_scheduler.CosineAnnealingLR` up to its `T_max`, after which PyTorch's rate rises again.
 */
export const cosineDecay =
  ({ rate, over, minimum = 0 }: CosineDecay): RateOfStep =>
  (step) =>
    minimum + ((rate - minimum) * (1 + Math.cos(Math.PI * Math.min((step - 1) / over, 1)))) / 2;

export interface WarmUp {
  /** S: so many steps of rising rates come first. */
  readonly steps: number;
  /** What comes after them, from its own first step on. */
  readonly schedule: Schedule;
}

/** α t / (S + 1) for t ≤ S, where α is the first rate of `schedule`; after that `schedule` at t - S. Gradual warm-up: Goyal et al., 2017. */
export function warmUp({ steps, schedule }: WarmUp): RateOfStep {
  const rate = (step: number) => (step <= steps ? (rateAt(schedule, 1) * step) / (steps + 1) : rateAt(schedule, step - steps));
  return Object.assign(rate, { watchers: watchersOf(schedule) });
}
