import type { RateOfStep } from "../optimizers/optimizer.ts";
import type { scheduleOptions } from "../registry/builtins/schedules.ts";
import type { Given } from "../registry/options.ts";
import { asked } from "./asked.ts";

// Learning rates as the registry has them, with their options checked. Formulas and sources are in `optimizers/schedules.ts`.

type Schedules = typeof scheduleOptions;

/** One rate for all steps. */
export const constantRate = (rate: number): RateOfStep => asked("schedule", "constant", { rate });
/** A rate for each step; the last one stays. */
export const listedRates = (rates: readonly number[]): RateOfStep => asked("schedule", "list", { rates });
/** Multiplied by a factor every so many steps. */
export const stepDecay = (options: Given<Schedules["step"]>): RateOfStep => asked("schedule", "step", options);
/** Falls by the same factor at each step, or over every so many. */
export const exponentialDecay = (options: Given<Schedules["exponential"]>): RateOfStep =>
  asked("schedule", "exponential", options);
/** Divided by what grows evenly with the steps. */
export const inverseTimeDecay = (options: Given<Schedules["inverseTime"]>): RateOfStep =>
  asked("schedule", "inverseTime", options);
/** Falls to a minimum in a straight line, or along a power of it. */
export const polynomialDecay = (options: Given<Schedules["polynomial"]>): RateOfStep => asked("schedule", "polynomial", options);
/** Half a wave of the cosine, from the rate down to a minimum. */
export const cosineDecay = (options: Given<Schedules["cosine"]>): RateOfStep => asked("schedule", "cosine", options);
/** Rises evenly for some steps, and then goes on as another schedule. */
export const warmUp = (options: Given<Schedules["warmUp"]>): RateOfStep => asked("schedule", "warmUp", options);
/** Falls by a factor where a watched loss no longer does: who trains tells it by {@link noteLoss}. */
export const reduceOnPlateau = (options: Given<Schedules["plateau"]>): RateOfStep => asked("schedule", "plateau", options);
