import type { LookUps, Variable, Weights } from "../optimizers/optimizer.ts";
import type { SequenceModel } from "./sequenceModel.ts";

const known = new WeakMap<SequenceModel, Weights>();

/** The stretches of a model's arena that an optimizer moves: the same object each time. */
export function weightsOf(model: SequenceModel): Weights {
  const weights = known.get(model) ?? describe(model);
  known.set(model, weights);
  return weights;
}

function describe(model: SequenceModel): Weights {
  const { values, gradients, slots } = model.blueprint.layout;
  return {
    kernels: model.kernels,
    size: values.size,
    values: values.offset,
    gradients: gradients.offset,
    slots: slots.map(({ offset }) => offset),
    from: 0,
    variables: model.parameters.map(({ path, offset, size }): Variable => ({ path, runs: [{ from: offset, size }] })),
    lookUps: lookUpsOf(model),
  };
}

function lookUpsOf(model: SequenceModel): readonly LookUps[] {
  const { embedding, layout } = model.blueprint;
  const gradient = embedding?.output.gradient;
  if (!embedding || !gradient) return [];
  const { value, info } = embedding.kernel;
  const { inputs, mask, plan } = model;
  const isRead = (place: number) => inputs[place] !== embedding.padding && (mask.length === 0 || mask[place] !== 0);
  const { rows, columns } = info;
  return [
    {
      from: value.offset - layout.values.offset,
      size: value.size,
      rows,
      columns,
      gradients: gradient.offset,
      count: () => model.steps * plan.batch,
      row: (place) => (isRead(place) ? inputs[place]! : -1),
    },
  ];
}
