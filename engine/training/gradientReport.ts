import type { CellPlace, StateVariable } from "../layers/layer.ts";
import type { Parameter } from "../memory/parameter.ts";
import type { SequenceModel } from "../model/sequenceModel.ts";
import type { CellFlow, GradientReport, ParameterGradient } from "./report.ts";

/** Reads what the last step left in memory: gradients before clipping, the weights, and the weights before the update. */
export function reportGradients(model: SequenceModel, step: number, clipFactor: number): GradientReport {
  const { size, offset } = model.blueprint.layout.gradients;
  return {
    step,
    globalNorm: Math.sqrt(model.kernels.sumOfSquares(size, offset)),
    clipFactor,
    parameters: model.parameters.map((parameter) => reportParameter(model, parameter)),
    flow: model.cells.map((cell) => reportFlow(model, cell)),
  };
}

function reportParameter(model: SequenceModel, { path, offset, size, columns, gradient }: Parameter): ParameterGradient {
  const { kernels, blueprint } = model;
  const { values, gradients, backups } = blueprint.layout;
  const place = kernels.indexOfLargest(size, gradients.offset + offset);
  const weightNorm = Math.sqrt(kernels.sumOfSquares(size, values.offset + offset));
  const change = Math.sqrt(kernels.squaredDistance(size, values.offset + offset, backups[0].offset + offset));
  return {
    path,
    norm: Math.sqrt(kernels.sumOfSquares(size, gradients.offset + offset)),
    largest: gradient[place],
    largestRow: Math.floor(place / columns),
    largestColumn: place % columns,
    weightNorm,
    // To the norm after the step, so that biases that begin at zero give 1 at first and not infinity.
    updateRatio: weightNorm === 0 ? 0 : change / weightNorm,
  };
}

function reportFlow(model: SequenceModel, { path, reversed, states }: CellPlace): CellFlow {
  return { path, reversed, states: states.map((state) => ({ name: state.name, norms: normsOf(model, state) })) };
}

/** Step t's gradient stands in slot t; slot 0 is the initial state. */
function normsOf({ kernels, steps }: SequenceModel, { gradient }: StateVariable): Float32Array {
  if (!gradient) return new Float32Array(steps);
  const size = gradient.size / gradient.shape[0];
  return Float32Array.from({ length: steps }, (_, t) => Math.sqrt(kernels.sumOfSquares(size, gradient.at(t + 1))));
}
