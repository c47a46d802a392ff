import { losses as all } from "../../losses/loss.ts";
import { entry } from "../entry.ts";

/** The losses that the engine brings with it. */
export const losses = [
  entry({
    kind: "loss",
    name: "softmaxCrossEntropy",
    summary: "Mean of -ln p(target), in nats; targets are ids",
    options: {},
    build: () => all.softmaxCrossEntropy,
  }),
  entry({
    kind: "loss",
    name: "meanSquaredError",
    summary: "Mean of squared differences; targets are real numbers",
    options: {},
    build: () => all.meanSquaredError,
  }),
];
