import { entry } from "../registry/entry.ts";
import { number, rate } from "../registry/options.ts";
import { adagrad, adam, sgd } from "./rules.ts";

/** The optimizers that the engine brings with it. Defaults are PyTorch's. */
export const optimizers = [
  entry({
    kind: "optimizer",
    name: "sgd",
    summary: "Gradient descent",
    options: { learningRate: rate() },
    build: (options) => sgd(options),
  }),
  entry({
    kind: "optimizer",
    name: "adam",
    summary: "Adam: running means of the gradient and of its square",
    options: {
      learningRate: rate(),
      beta1: number(0, 1, 0.9),
      beta2: number(0, 1, 0.999),
      epsilon: number(0, 1, 1e-8),
    },
    build: (options) => adam(options),
  }),
  entry({
    kind: "optimizer",
    name: "adagrad",
    summary: "Adagrad: the sum of the gradient's squares",
    options: { learningRate: rate(), epsilon: number(0, 1, 1e-10) },
    build: (options) => adagrad(options),
  }),
];
