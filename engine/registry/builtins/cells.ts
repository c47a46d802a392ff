import { GruCell } from "../../cells/gru/gru.ts";
import { recurrentBiasChoices } from "../../cells/gru/recurrentBias.ts";
import { LayerNormLstmCell, layerNormVariants } from "../../cells/layerNormLstm/layerNormLstm.ts";
import { LstmCell } from "../../cells/lstm/lstm.ts";
import { RnnCell } from "../../cells/rnn/rnn.ts";
import { gateActivations, stateActivations } from "../../kernels/activations.ts";
import { entry } from "../entry.ts";
import { choice, count, flag, number, optionalCount, said } from "../options.ts";

const bound = number(Number.MIN_VALUE, Number.MAX_VALUE, null);
/** All units dropped would leave nothing, and nothing to scale it by. */
const rate = number(0, 0.999, 0);

const hiddenSize = said(count(), "How many units the cell has.");
const bias = said(flag(true), "Whether the cell has biases at all.");
const separateBiases = said(flag(false), "A second bias, trained beside the first, as PyTorch has it.");
const forgetBias = said(
  number(-1e6, 1e6, 0),
  "Is added to what the forget gate reads, and not trained; above 0 the cell remembers from the beginning.",
);
const activation = said(
  choice(stateActivations, "tanh"),
  "What the candidate is squashed by, and the cell state where it is read.",
);
const stateActivation = said(
  choice(stateActivations, null),
  "What the cell state is squashed by where it is read; as the candidate where left out.",
);
const recurrentActivation = said(
  choice(gateActivations, "sigmoid"),
  "What opens the gates: a sigmoid, one of the two hard sigmoids of Keras 2 and Keras 3, or another.",
);
const gateClip = said(bound, "Bound of the sums that gates and candidate are made of, as ONNX' clip.");
const recurrentDropout = said(
  rate,
  "How likely a unit of the last step's output is left out while training, the same units in all steps of a sequence.",
);
const candidateDropout = said(rate, "How likely a candidate is left out while training, others in each step.");

/** The cells that the engine brings with it. */
export const cells = [
  entry({
    kind: "cell",
    name: "lstm",
    summary: "Long short-term memory with a forget gate",
    options: {
      hiddenSize,
      bias,
      forgetBias,
      separateBiases,
      activation,
      stateActivation,
      recurrentActivation,
      gateClip,
      inputForget: said(
        flag(false),
        "The forget gate is one minus the input gate: what comes in takes the place of what was there.",
      ),
      peepholes: said(flag(false), "Gates look at the cell state too, each unit at its own."),
      projectionSize: said(
        optionalCount(),
        "How many numbers the output is projected to; as many as there are units where left out.",
      ),
      projectionClip: said(bound, "Bound of the projected output, on both sides of zero."),
      cellClip: said(bound, "Bound of the cell state, on both sides of zero."),
      recurrentDropout,
      candidateDropout,
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
      activation,
      stateActivation,
      recurrentActivation,
      gateClip,
      variant: said(
        choice(layerNormVariants, layerNormVariants[0]),
        "Whose equations: what layer-normalized LSTMs normalize differs.",
      ),
      layerNorm: said(flag(true), "Off, it is the plain LSTM, bias and all, as in TensorFlow."),
      recurrentDropout,
      candidateDropout,
    },
    build: ({ layerNorm, ...options }, { scope, source }) =>
      layerNorm ? new LayerNormLstmCell(scope, source, options) : new LstmCell(scope, source, options),
  }),
  entry({
    kind: "cell",
    name: "gru",
    summary: "Gated recurrent unit, with its reset gate after or before the product",
    options: {
      hiddenSize,
      resetAfter: said(
        flag(true),
        "Whether the reset gate acts on the product of the state, or on the state before its product.",
      ),
      bias,
      separateBiases,
      recurrentBias: said(choice(recurrentBiasChoices, "all"), "Which gates have the second bias, where there is one."),
      activation: said(choice(stateActivations, "tanh"), "What the candidate is squashed by."),
      recurrentActivation,
      gateClip,
      recurrentDropout,
    },
    build: (options, { scope, source }) => new GruCell(scope, source, options),
  }),
  entry({
    kind: "cell",
    name: "rnn",
    summary: "Simple recurrent network",
    options: {
      hiddenSize,
      activation: said(choice(stateActivations, "tanh"), "What each unit's sum is squashed by."),
      bias,
      separateBiases,
      gateClip: said(bound, "Bound of each unit's sum, on both sides of zero, as ONNX' clip."),
      recurrentDropout,
    },
    build: (options, { scope, source }) => new RnnCell(scope, source, options),
  }),
];
