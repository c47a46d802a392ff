import { adagrad } from "../../optimizers/adagrad.ts";
import { adam, adamw } from "../../optimizers/adam.ts";
import { formulaNames } from "../../optimizers/formulas.ts";
import { rmsprop } from "../../optimizers/rmsprop.ts";
import { sgd } from "../../optimizers/sgd.ts";
import { entry } from "../entry.ts";
import { choice, type FlagOption, flag, fraction, list, number, rate, said, text } from "../options.ts";

const learningRate = said(rate(), "Size of a step: a number, a list with one for each step, or a schedule.");
const formula = said(
  choice(formulaNames, null),
  "Whose formula and defaults: PyTorch's where left out, Keras 3's, or those of tf.compat.v1.train.",
);
const l2 = said(number(0, 1e6, 0), "Share of a weight that is added to its gradient, after clipping.");
const decayOnly = said(
  { ...list(text(undefined)), fallback: null },
  "Paths of the weights that weightDecay is for, with * for any characters; all where left out.",
);
const onlyUsedRows = said(
  flag(false),
  "Rows of an embedding that were not looked up stay as they are, as with momentum in TensorFlow 1.",
);
const lookUps = said(
  choice(["summed", "separate"], "summed"),
  "Whether an id that is looked up several times adds the square of the sum, or a square for each as Keras 3 on TensorFlow.",
);
const weightDecay = said(number(0, 1e6, 0), "Share of a weight, times the learning rate, that it loses before each step.");

/** What every rule takes. */
const common = { learningRate, formula, l2, weightDecay: { ...weightDecay, fallback: null }, decayOnly, onlyUsedRows };

/** @param where the formulas put it */
const epsilon = (where: string) => said(number(0, 1, null), `Keeps the divisor from 0; ${where}.`);
const overriding = (summary: string): FlagOption<null> => said(flag(null), `${summary}; the formula's where left out.`);

const adamOptions = {
  ...common,
  beta1: said(fraction(0.9), "How much of the gradient's running mean is kept at each step."),
  beta2: said(fraction(0.999), "How much of the running mean of its square is kept at each step."),
  epsilon: epsilon("1e-8 where left out, in Keras' formula 1e-7"),
  amsgrad: said(flag(false), "Divides by the largest mean square so far; not in TensorFlow's formula."),
  epsilonBeforeCorrection: overriding("Adds epsilon to the root before the correction of its bias"),
  lookUps,
};

/** Options of each rule; null stands for what the formula decides. */
export const optimizerOptions = {
  sgd: {
    ...common,
    momentum: said(number(0, 1, 0), "How much of the last step's velocity goes on; 0 for none."),
    nesterov: said(flag(false), "Looks ahead along the velocity."),
    dampening: said(number(0, 1, 0), "Share of the gradient that the velocity does not take, as PyTorch's."),
    rateInVelocity: overriding("Multiplies the gradient by the learning rate before it enters the velocity"),
  },
  adam: adamOptions,
  adamw: {
    ...adamOptions,
    weightDecay: said(common.weightDecay, `${weightDecay.summary} 0.01 where left out, in Keras' formula 0.004.`),
  },
  rmsprop: {
    ...common,
    decay: said(fraction(null), "How much of the mean square is kept; 0.99 where left out, in Keras' and TensorFlow's 0.9."),
    momentum: said(number(0, 1, 0), "How much of the last step's velocity goes on; 0 for none."),
    centered: said(flag(false), "Divides by the root of the variance in place of the mean square."),
    epsilon: epsilon("1e-8 where left out, in Keras' formula 1e-7, in TensorFlow's 1e-10"),
    epsilonInside: overriding("Adds epsilon to the mean square, within the root"),
    lookUps,
  },
  adagrad: {
    ...common,
    epsilon: epsilon("1e-10 where left out, in Keras' formula 1e-7; TensorFlow's has none"),
    epsilonInside: overriding("Adds epsilon to the sum, within the root"),
    initialAccumulator: said(number(0, 1e6, null), "What the sum begins at; 0 where left out, in Keras' and TensorFlow's 0.1."),
    initialSum: said(number(0, 1e6, null), "An older name of initialAccumulator."),
    lookUps,
  },
};

/** The optimizers that the engine brings with it. */
export const optimizers = [
  entry({
    kind: "optimizer",
    name: "sgd",
    summary: "Gradient descent, plain or with momentum",
    options: optimizerOptions.sgd,
    build: (options) => sgd(options),
  }),
  entry({
    kind: "optimizer",
    name: "adam",
    summary: "Adam: running means of the gradient and of its square",
    options: optimizerOptions.adam,
    build: (options) => adam(options),
  }),
  entry({
    kind: "optimizer",
    name: "adamw",
    summary: "Adam, with a weight decay that goes around the running means",
    options: optimizerOptions.adamw,
    build: (options) => adamw(options),
  }),
  entry({
    kind: "optimizer",
    name: "rmsprop",
    summary: "RMSprop: the running mean of the gradient's square",
    options: optimizerOptions.rmsprop,
    build: (options) => rmsprop(options),
  }),
  entry({
    kind: "optimizer",
    name: "adagrad",
    summary: "Adagrad: the sum of the gradient's squares",
    options: optimizerOptions.adagrad,
    build: (options) => adagrad(options),
  }),
];
