import type { CellPlace } from "../layers/layer.ts";
import type { Parameter } from "../memory/parameter.ts";
import type { SequenceModel } from "../model/sequenceModel.ts";
import type { GradientReport, LayerFlow, ParameterGradient } from "./report.ts";

/** Reads what the last step left in memory: gradients before clipping, the weights, and the weights before the update. */
export function reportGradients(model: SequenceModel, step: number, clipFactor: number): GradientReport {
  const { size, offset } = model.blueprint.layout.gradients;
  return {
    step,
    globalNorm: Math.sqrt(model.kernels.sumOfSquares(size, offset)),
    clipFactor,
    parameters: model.parameters.map((parameter) => reportParameter(model, parameter)),
    flow: model.cells.map((cell, layer) => reportFlow(model, cell, layer)),
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

function reportFlow(model: SequenceModel, { states }: CellPlace, layer: number): LayerFlow {
  const normsOf = (name: "h" | "c"): Float32Array => {
    const gradient = states.find((state) => state.name === name)?.gradient;
    if (!gradient) return new Float32Array(model.steps);
    const size = gradient.size / gradient.shape[0];
    return Float32Array.from({ length: model.steps }, (_, t) => Math.sqrt(model.kernels.sumOfSquares(size, gradient.at(t + 1))));
  };
  return { layer, dh: normsOf("h"), dc: normsOf("c") };
}
