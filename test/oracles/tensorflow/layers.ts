import * as tf from "@tensorflow/tfjs";
import type { CellNetwork, GateActivation } from "../parityCase.ts";

/** One recurrent layer or cell of Keras for one cell of a network. */

/** All steps' outputs and the final states. */
const always = { returnSequences: true, returnState: true };

/** What of a cell is the layer's configuration in Keras, and not its weights. */
export function kerasConfig(cell: CellNetwork) {
  if ("lstm" in cell) return { kind: "lstm", ...gated(cell.lstm) } as const;
  if ("gru" in cell) return { kind: "gru", ...gated(cell.gru) } as const;
  if ("rnn" in cell) return { kind: "rnn", units: cell.rnn.hiddenSize, activation: cell.rnn.activation ?? "tanh" } as const;
  throw new Error("Keras has no layer-normalized LSTM.");
}

/** TensorFlow.js' default is the hard sigmoid, of LSTM and GRU alike: the activation is always said. */
function gated({ hiddenSize, recurrentActivation = "sigmoid" }: { hiddenSize: number; recurrentActivation?: GateActivation }) {
  if (recurrentActivation === "hardSigmoidKeras3") throw new Error("TensorFlow.js' hard sigmoid is Keras 2's.");
  return { units: hiddenSize, recurrentActivation };
}

export function recurrentLayer(cell: CellNetwork): tf.RNN {
  const { kind, ...config } = kerasConfig(cell);
  if (kind === "lstm") return tf.layers.lstm({ ...config, ...always });
  return kind === "gru" ? tf.layers.gru({ ...config, ...always }) : tf.layers.simpleRNN({ ...config, ...always });
}

/** TensorFlow's MultiRNNCell. */
export const stackLayer = (cells: readonly CellNetwork[]): tf.RNN =>
  tf.layers.rnn({ cell: tf.layers.stackedRNNCells({ cells: cells.map(recurrentCell) }), ...always });

function recurrentCell(cell: CellNetwork) {
  const { kind, ...config } = kerasConfig(cell);
  if (kind === "lstm") return tf.layers.lstmCell(config);
  return kind === "gru" ? tf.layers.gruCell(config) : tf.layers.simpleRNNCell(config);
}
