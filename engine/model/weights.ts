import type { Weights } from "../optimizers/optimizer.ts";
import type { SequenceModel } from "./sequenceModel.ts";

/** The stretches of a model's arena that an optimizer moves. */
export function weightsOf({ kernels, blueprint: { layout } }: SequenceModel): Weights {
  const { values, gradients, slots } = layout;
  return {
    kernels,
    size: values.size,
    values: values.offset,
    gradients: gradients.offset,
    slots: slots.map(({ offset }) => offset),
  };
}
