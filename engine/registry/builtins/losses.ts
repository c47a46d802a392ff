import { binaryCrossEntropy, meanAbsoluteError, meanSquaredError, softmaxCrossEntropy } from "../../losses/formulas.ts";
import { means } from "../../losses/loss.ts";
import { entry } from "../entry.ts";
import { choice, list, number, said, whole } from "../options.ts";

const common = {
  mean: said(choice(means, "valid"), "How the losses of a batch's steps become one number."),
  divideBy: said(choice(["weights", "steps"], null), "What the mean over valid steps divides by, where steps have weights."),
};

/** The losses that the engine brings with it. */
export const losses = [
  entry({
    kind: "loss",
    name: "softmaxCrossEntropy",
    summary: "Mean of -ln p(target), in nats; targets are ids, or probabilities",
    options: {
      ...common,
      targets: said(choice(["ids", "probabilities"], "ids"), "What the targets are."),
      labelSmoothing: said(number(0, 1, 0), "The part of each target that is spread over all classes."),
      ignore: said(whole(-(2 ** 31), 2 ** 31 - 1, null), "A target id that is not read and does not count."),
      classWeights: said({ ...list(number(0, Number.MAX_VALUE, undefined)), fallback: null }, "A weight for each class."),
    },
    build: softmaxCrossEntropy,
  }),
  entry({
    kind: "loss",
    name: "meanSquaredError",
    summary: "Mean of squared differences; targets are real numbers",
    options: common,
    build: meanSquaredError,
  }),
  entry({
    kind: "loss",
    name: "meanAbsoluteError",
    summary: "Mean of absolute differences; targets are real numbers",
    options: common,
    build: meanAbsoluteError,
  }),
  entry({
    kind: "loss",
    name: "binaryCrossEntropy",
    summary: "Each output's sigmoid against a probability, in nats",
    options: common,
    build: binaryCrossEntropy,
  }),
];
