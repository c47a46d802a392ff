import { adagrad, adam, adamw, rmsprop, sgd } from "../../optimizers/rules.ts";
import { entry } from "../entry.ts";
import { flag, number, rate } from "../options.ts";

const adamOptions = {
  learningRate: rate(),
  beta1: number(0, 1, 0.9),
  beta2: number(0, 1, 0.999),
  epsilon: number(0, 1, 1e-8),
  epsilonBeforeCorrection: flag(false),
};

/** The optimizers that the engine brings with it. Defaults are PyTorch's; what Keras does differently is in `kerasOptions.ts`. */
export const optimizers = [
  entry({
    kind: "optimizer",
    name: "sgd",
    summary: "Gradient descent, plain or with momentum",
    options: { learningRate: rate(), momentum: number(0, 1, 0), nesterov: flag(false), rateInVelocity: flag(false) },
    build: (options) => sgd(options),
  }),
  entry({
    kind: "optimizer",
    name: "adam",
    summary: "Adam: running means of the gradient and of its square",
    options: adamOptions,
    build: (options) => adam(options),
  }),
  entry({
    kind: "optimizer",
    name: "adamw",
    summary: "Adam, with a weight decay that goes around the running means",
    options: { ...adamOptions, weightDecay: number(0, 1e6, 0.01) },
    build: (options) => adamw(options),
  }),
  entry({
    kind: "optimizer",
    name: "rmsprop",
    summary: "RMSprop: the running mean of the gradient's square",
    options: {
      learningRate: rate(),
      decay: number(0, 1, 0.99),
      epsilon: number(0, 1, 1e-8),
      epsilonInside: flag(false),
    },
    build: (options) => rmsprop(options),
  }),
  entry({
    kind: "optimizer",
    name: "adagrad",
    summary: "Adagrad: the sum of the gradient's squares",
    options: {
      learningRate: rate(),
      epsilon: number(0, 1, 1e-10),
      epsilonInside: flag(false),
      initialSum: number(0, 1e6, 0),
    },
    build: (options) => adagrad(options),
  }),
];
