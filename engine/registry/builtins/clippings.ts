import { clipByGlobalNorm, clipByNormEach, clipByValue } from "../../optimizers/clipping.ts";
import { entry } from "../entry.ts";
import { choice, list, number, positive, said, text } from "../options.ts";

const lookUps = said(
  choice(["summed", "separate"], "summed"),
  "Whether an id that is looked up several times counts as the sum of its gradients, or each time as in TensorFlow.",
);

const bound = (summary: string) => said(positive(undefined), summary);

export const clippingOptions = {
  globalNorm: {
    bound: bound("Largest norm of all gradients together."),
    epsilon: said(number(0, 1, 0), "Added to the norm: 1e-6 in PyTorch."),
    lookUps,
  },
  normEach: { bound: bound("Largest norm of each weight's gradient: Keras' clipnorm."), lookUps },
  value: { bound: bound("Largest magnitude of an element: Keras' clipvalue."), lookUps },
};

/** What the engine can do to gradients before an optimizer reads them. A number alone is the bound: `{ "globalNorm": 5 }`. */
export const clippings = [
  entry({
    kind: "clipping",
    name: "globalNorm",
    summary: "Scales all gradients together where their norm is above a bound",
    alone: "bound",
    options: clippingOptions.globalNorm,
    build: (options) => clipByGlobalNorm(options),
  }),
  entry({
    kind: "clipping",
    name: "normEach",
    summary: "Scales the gradient of each weight whose norm is above a bound",
    alone: "bound",
    options: clippingOptions.normEach,
    build: (options) => clipByNormEach(options),
  }),
  entry({
    kind: "clipping",
    name: "value",
    summary: "Bounds every element of the gradients",
    alone: "bound",
    options: clippingOptions.value,
    build: (options) => clipByValue(options),
  }),
];

/** Of `optimizers/penalty.ts`: no entry, for there is one kind of it. */
export const penaltyOptions = {
  l2: said(number(0, 1e6, undefined), "Times the sum of the weights' squares it is added to the loss."),
  weights: said({ ...list(text(undefined)), fallback: undefined }, "Paths of these weights, with * for any characters."),
};
