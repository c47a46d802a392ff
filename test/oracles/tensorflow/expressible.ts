import type { CellNetwork, Question } from "../parityCase.ts";
import { cellsOf } from "../shapes.ts";

/** Why Keras' layers in TensorFlow.js cannot express a question, in a sentence; null where they can. */
export function whyNot({ model, steps }: Question): string | null {
  if (/"(?:residual|highway)"/u.test(JSON.stringify(model.network))) return "it has no residual or highway wrapper";
  const reasons = cellsOf(model.network, model.inputSize).map(({ cell }) => whyNotCell(cell));
  const reason = reasons.find((found) => found !== null);
  if (reason) return reason;
  const [{ lengths, inputs }] = steps as [Question["steps"][number]];
  const time = "ids" in inputs ? (inputs.ids[0] as readonly number[]).length : inputs.shape[1];
  return lengths?.some((length) => length !== time) ? "its bidirectional layer takes no masks" : null;
}

export function whyNotCell(cell: CellNetwork): string | null {
  if ("layerNormLstm" in cell) return "it has no layer-normalized LSTM";
  if ("rnn" in cell) return null;
  const { recurrentActivation } = "lstm" in cell ? cell.lstm : cell.gru;
  if (recurrentActivation === "hardSigmoidKeras3") return "its hard sigmoid is Keras 2's";
  if ("gru" in cell) {
    const { layout, resetAfter = true } = cell.gru;
    return layout === "pytorch" || resetAfter ? "its GRU resets before the product only" : null;
  }
  const { peepholes, projectionSize, cellClip } = cell.lstm;
  const more = peepholes || projectionSize !== undefined || cellClip !== undefined;
  return more ? "its LSTM has no peepholes, projection or clipping" : null;
}
