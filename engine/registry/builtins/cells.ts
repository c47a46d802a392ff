import { GruCell } from "../../cells/gru/gru.ts";
import { LayerNormLstmCell, layerNormVariants } from "../../cells/layerNormLstm/layerNormLstm.ts";
import { LstmCell } from "../../cells/lstm/lstm.ts";
import { RnnCell, rnnActivations } from "../../cells/rnn/rnn.ts";
import { gateActivations } from "../../kernels/activations.ts";
import { entry } from "../entry.ts";
import { choice, count, flag, number, optionalCount } from "../options.ts";

const hiddenSize = count();
const forgetBias = number(-1e6, 1e6, 0);
const separateBiases = flag(false);
const recurrentActivation = choice(gateActivations, "sigmoid");
/** All units dropped would leave nothing, and nothing to scale it by. */
const dropout = number(0, 0.999, 0);

/** The cells that the engine brings with it. */
export const cells = [
  entry({
    kind: "cell",
    name: "lstm",
    summary: "Long short-term memory with a forget gate",
    options: {
      hiddenSize,
      forgetBias,
      separateBiases,
      recurrentActivation,
      peepholes: flag(false),
      projectionSize: optionalCount(),
      cellClip: number(Number.MIN_VALUE, Number.MAX_VALUE, null),
      recurrentDropout: dropout,
      candidateDropout: dropout,
    },
    build: (options, { scope, source }) => new LstmCell(scope, source, options),
  }),
  entry({
    kind: "cell",
    name: "layerNormLstm",
    summary: "Layer-normalized LSTM",
    options: {
      hiddenSize,
      forgetBias,
      recurrentActivation,
      variant: choice(layerNormVariants, layerNormVariants[0]),
      /** Off, it is the plain LSTM, bias and all, as in TensorFlow. */
      layerNorm: flag(true),
      recurrentDropout: dropout,
      candidateDropout: dropout,
    },
    build: ({ layerNorm, ...options }, { scope, source }) =>
      layerNorm ? new LayerNormLstmCell(scope, source, options) : new LstmCell(scope, source, options),
  }),
  entry({
    kind: "cell",
    name: "gru",
    summary: "Gated recurrent unit, with its reset gate after or before the product",
    options: { hiddenSize, resetAfter: flag(true), separateBiases, recurrentActivation, recurrentDropout: dropout },
    build: (options, { scope, source }) => new GruCell(scope, source, options),
  }),
  entry({
    kind: "cell",
    name: "rnn",
    summary: "Simple recurrent network",
    options: { hiddenSize, activation: choice(rnnActivations, "tanh"), separateBiases, recurrentDropout: dropout },
    build: (options, { scope, source }) => new RnnCell(scope, source, options),
  }),
];
