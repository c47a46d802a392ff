import type { Link, Optimizer } from "../optimizers/optimizer.ts";
import { type Penalty, type PenaltyOptions, penalize as penalizeWith } from "../optimizers/penalty.ts";
import { type clippingOptions, penaltyOptions } from "../registry/builtins/clippings.ts";
import type { optimizerOptions } from "../registry/builtins/optimizers.ts";
import { checkOptions } from "../registry/fillUp.ts";
import type { Given, Schema } from "../registry/options.ts";
import { asked } from "./asked.ts";

// Rules of update and clipping as the registry has them, with their options checked. Formulas and sources are in `optimizers/`.

type Rules = typeof optimizerOptions;
type Clippings = typeof clippingOptions;

/** w -= α dw, or with momentum along a velocity. */
export const sgd = (options: Given<Rules["sgd"]>): Optimizer => asked("optimizer", "sgd", options);
/** Adam. Kingma and Ba, 2015. */
export const adam = (options: Given<Rules["adam"]>): Optimizer => asked("optimizer", "adam", options);
/** Adam after a decay of the weights that does not pass through its means. Loshchilov and Hutter, 2019. */
export const adamw = (options: Given<Rules["adamw"]>): Optimizer => asked("optimizer", "adamw", options);
/** RMSprop. Tieleman and Hinton, 2012. */
export const rmsprop = (options: Given<Rules["rmsprop"]>): Optimizer => asked("optimizer", "rmsprop", options);
/** Adagrad. Duchi, Hazan and Singer, 2011. */
export const adagrad = (options: Given<Rules["adagrad"]>): Optimizer => asked("optimizer", "adagrad", options);

/** A bound, or a bound with its options. */
type Bounded<S extends Schema> = number | Given<S>;
const options = (given: unknown): unknown => (typeof given === "number" ? { bound: given } : given);

/** All gradients together, by their global norm; before other clipping in a chain. */
export const clipByGlobalNorm = (bound: Bounded<Clippings["globalNorm"]>): Link =>
  asked("clipping", "globalNorm", options(bound));
/** Each weight's gradient by its own norm. */
export const clipByNormEach = (bound: Bounded<Clippings["normEach"]>): Link => asked("clipping", "normEach", options(bound));
/** Every element. */
export const clipByValue = (bound: Bounded<Clippings["value"]>): Link => asked("clipping", "value", options(bound));

/** λ Σ w² for the loss of a step, and its gradient: see {@link Penalty}. */
export const penalize = (given: PenaltyOptions): Penalty =>
  penalizeWith(checkOptions(penaltyOptions, given as unknown as Record<string, unknown>, "penalty"));
