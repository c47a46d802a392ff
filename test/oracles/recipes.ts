import { Numbers } from "./numbers.ts";
import type { CellNetwork, Merge, ModelDescription, Network, OptimizerDescription, Question } from "./parityCase.ts";

/**
 * Small cases that together say everything that the parity format can say: every cell and layout, every option, wrapper, loss, readout and
 * optimizer, each somewhere with lengths, with states, with real inputs. The numbers come from a seed, the case's place in the list.
 */

interface Recipe {
  readonly name: string;
  readonly network: Network;
  readonly optimizer: OptimizerDescription;
  /** [N, T, D]; T ≥ 3, N ≥ 2, and D, H and the classes differ. */
  readonly sizes?: readonly [batch: number, time: number, inputs: number];
  readonly steps?: number;
  readonly lengths?: readonly (readonly number[])[];
  readonly readout?: "last";
  /** Real inputs, and the mean squared error of as many targets. */
  readonly regression?: number;
  readonly states?: true;
  readonly carryState?: true;
  readonly embedding?: number;
}

const units = 4;
const lstm = (hiddenSize: number, options: Partial<Extract<CellNetwork, { lstm: unknown }>["lstm"]> = {}): Network => ({
  lstm: { hiddenSize, layout: "pytorch", ...options },
});
const keras = (hiddenSize: number): Network => lstm(hiddenSize, { layout: "keras" });
const gru = (hiddenSize: number): Network => ({ gru: { hiddenSize, layout: "pytorch" } });
const rnn = (hiddenSize: number, activation: "tanh" | "relu" = "tanh"): Network => ({
  rnn: { hiddenSize, layout: "pytorch", activation },
});
const normalized = (hiddenSize: number): Network => ({ layerNormLstm: { hiddenSize, layout: "tensorflow", forgetBias: 1 } });
const stacked = (...layers: Network[]): Network => ({ stacked: layers });
const both = (forward: Network, backward: Network, merge: Merge): Network => ({ bidirectional: { forward, backward, merge } });
const ragged = [
  [3, 5, 1],
  [5, 2, 4],
];

const recipes: Readonly<Record<string, Recipe>> = {
  "lstm-pytorch": {
    name: "LSTM, PyTorch's layout with two biases",
    network: lstm(3),
    optimizer: { name: "sgd", learningRate: 0.05, momentum: 0.9, nesterov: true },
    states: true,
  },
  "lstm-keras-hard-sigmoid": {
    name: "LSTM, Keras' layout, hard sigmoid of Keras 2",
    network: lstm(3, { layout: "keras", recurrentActivation: "hardSigmoid" }),
    optimizer: { name: "adam", learningRate: 0.02, epsilon: 1e-7 },
    states: true,
  },
  "lstm-tensorflow": {
    name: "LSTM, TensorFlow's layout with a forget bias, RMSprop",
    network: lstm(3, { layout: "tensorflow", forgetBias: 1 }),
    optimizer: { name: "rmsprop", learningRate: 0.01 },
    lengths: ragged,
  },
  "lstm-deep-breathe-carried": {
    name: "A character LSTM, Deep-Breathe's layout, state carried from batch to batch, Adagrad and clipped elements",
    network: lstm(5, { layout: "deepBreathe", forgetBias: 0.5 }),
    optimizer: { name: "adagrad", learningRate: 0.1, clipValue: 0.02 },
    carryState: true,
    states: true,
    steps: 20,
  },
  "keras-three-layers": {
    name: "Keras: three layers of ten units, many to one, hard sigmoid",
    network: stacked(...[1, 2, 3].map(() => lstm(10, { layout: "keras", recurrentActivation: "hardSigmoid" }))),
    optimizer: { name: "rmsprop", learningRate: 0.001, decay: 0.9, epsilon: 1e-7 },
    sizes: [2, 10, 1],
    regression: 1,
    readout: "last",
  },
  "layer-norm-lstm-lengths": {
    name: "TensorFlow's LayerNormBasicLSTMCell, lengths, AdamW",
    network: normalized(5),
    optimizer: { name: "adamw", learningRate: 0.01, weightDecay: 0.1 },
    lengths: ragged,
    states: true,
  },
  "gru-pytorch-clipped": {
    name: "GRU, PyTorch's layout, clipped by the global norm",
    network: gru(3),
    optimizer: { name: "adam", learningRate: 0.02, clipNorm: 0.25 },
    states: true,
  },
  "gru-keras-reset-before": {
    name: "GRU, Keras' layout, reset before the product, hard sigmoid",
    network: { gru: { hiddenSize: 3, layout: "keras", resetAfter: false, recurrentActivation: "hardSigmoid" } },
    optimizer: { name: "sgd", learningRate: 0.1, momentum: 0.5 },
    states: true,
  },
  "gru-keras-reset-after-lengths": {
    name: "GRU, Keras' layout, reset after the product, each row's last valid step",
    network: { gru: { hiddenSize: 3, layout: "keras", resetAfter: true } },
    optimizer: { name: "sgd", learningRate: 0.1 },
    lengths: ragged,
    readout: "last",
  },
  "rnn-tanh-carried": {
    name: "Vanilla RNN, tanh, state carried from batch to batch",
    network: rnn(5),
    optimizer: { name: "adagrad", learningRate: 0.1 },
    carryState: true,
    steps: 10,
  },
  "rnn-relu-regression": {
    name: "Vanilla RNN, ReLU, real inputs and mean squared error, lengths",
    network: rnn(5, "relu"),
    optimizer: { name: "sgd", learningRate: 0.05, clipNorm: 0.5 },
    regression: 2,
    lengths: ragged,
    states: true,
  },
  "stacked-lengths": {
    name: "Three stacked cells of three kinds, lengths, states",
    network: stacked(lstm(3), gru(5), keras(2)),
    optimizer: { name: "adam", learningRate: 0.01 },
    lengths: ragged,
    states: true,
    readout: "last",
  },
  "bidirectional-concat-lengths": {
    name: "Bidirectional LSTM of unlike halves, concatenated, lengths, states",
    network: both(lstm(3), keras(2), "concat"),
    optimizer: { name: "sgd", learningRate: 0.1 },
    lengths: ragged,
    states: true,
  },
  "bidirectional-sum": {
    name: "Bidirectional GRU, summed, each row's last step",
    network: both(gru(3), gru(3), "sum"),
    optimizer: { name: "adam", learningRate: 0.02 },
    readout: "last",
    states: true,
  },
  "bidirectional-multiply": {
    name: "Bidirectional RNN, multiplied, lengths",
    network: both(rnn(5), rnn(5, "relu"), "multiply"),
    optimizer: { name: "rmsprop", learningRate: 0.01, decay: 0.9 },
    lengths: ragged,
  },
  "bidirectional-average": {
    name: "Bidirectional LSTM, averaged, real inputs",
    network: both(lstm(3, { layout: "tensorflow" }), lstm(3, { layout: "deepBreathe" }), "average"),
    optimizer: { name: "adamw", learningRate: 0.01 },
    regression: 2,
    states: true,
  },
  "stacked-bidirectional": {
    name: "Two stacked bidirectional LSTMs, as PyTorch's num_layers=2, bidirectional=True",
    network: stacked(both(lstm(3), lstm(3), "concat"), both(lstm(3), lstm(3), "concat")),
    optimizer: { name: "sgd", learningRate: 0.1 },
    lengths: ragged,
    states: true,
  },
  "bidirectional-stacked": {
    name: "Bidirectional over stacks, as TensorFlow's bidirectional_dynamic_rnn of MultiRNNCells",
    network: both(
      stacked(lstm(3, { layout: "tensorflow" }), lstm(2, { layout: "tensorflow" })),
      stacked(lstm(3, { layout: "tensorflow" }), lstm(2, { layout: "tensorflow" })),
      "concat",
    ),
    optimizer: { name: "sgd", learningRate: 0.1 },
    lengths: ragged,
    states: true,
  },
  nested: {
    name: "Every kind of cell, nested three deep",
    network: stacked(gru(3), both(stacked(rnn(2), normalized(4)), both(keras(4), lstm(4), "sum"), "concat")),
    optimizer: { name: "adam", learningRate: 0.01, clipNorm: 0.5 },
    lengths: ragged,
    states: true,
  },
};

/** What goes beyond the shared format. */
const extensionRecipes: Readonly<Record<string, Recipe>> = {
  "lstm-hard-sigmoid-keras3": {
    name: "LSTM, Keras' layout, hard sigmoid of Keras 3",
    network: lstm(3, { layout: "keras", recurrentActivation: "hardSigmoidKeras3" }),
    optimizer: { name: "sgd", learningRate: 0.1 },
    states: true,
  },
  "lstm-peepholes-clipped": {
    name: "LSTM with peepholes and a clipped cell, TensorFlow's layout",
    network: lstm(3, { layout: "tensorflow", forgetBias: 1, peepholes: true, cellClip: 0.4 }),
    optimizer: { name: "sgd", learningRate: 0.1 },
    lengths: ragged,
    states: true,
  },
  "lstm-projection": {
    name: "Two stacked LSTMs with projections, PyTorch's and Keras' layout",
    network: stacked(lstm(5, { projectionSize: 3 }), lstm(4, { layout: "keras", projectionSize: 2 })),
    optimizer: { name: "adam", learningRate: 0.01 },
    lengths: ragged,
    states: true,
  },
  "residual-highway": {
    name: "A residual and a highway connection on a GRU",
    network: stacked(gru(3), { residual: lstm(3) }, { highway: rnn(3) }),
    optimizer: { name: "sgd", learningRate: 0.1 },
    lengths: ragged,
    states: true,
  },
  "embedding-bidirectional": {
    name: "Word embeddings, learned through a bidirectional LSTM",
    network: both(lstm(2), lstm(2), "concat"),
    optimizer: { name: "adam", learningRate: 0.02 },
    embedding: 3,
    lengths: ragged,
  },
};

function questionOf(recipe: Recipe, seed: number): Question {
  const { name, network, optimizer, sizes = [3, 5, 6], steps = 6, regression, embedding, carryState = false } = recipe;
  const [batch, time, inputSize] = sizes;
  const numbers = new Numbers(seed);
  const model: ModelDescription = {
    inputSize,
    ...(embedding ? { embedding: { size: embedding } } : {}),
    network,
    readout: recipe.readout ?? "all",
    dense: { units: regression ?? units },
    loss: regression ? "meanSquaredError" : "softmaxCrossEntropy",
  };
  const read = recipe.readout ? 1 : time;
  const drawStep = (_: unknown, step: number) => ({
    inputs: regression ? numbers.tensor([batch, time, inputSize], 0, 1.5) : numbers.ids(batch, time, inputSize),
    targets: regression ? numbers.tensor([batch, read, regression], 0, 1) : numbers.ids(batch, read, units),
    ...(recipe.lengths ? { lengths: recipe.lengths[step % recipe.lengths.length]! } : {}),
  });
  return {
    format: "lstm-parity/1",
    name,
    model,
    weights: numbers.weights(model),
    ...(recipe.states ? { initialState: numbers.states(model, batch) } : {}),
    optimizer,
    carryState,
    steps: Array.from({ length: steps }, drawStep),
  };
}

const seeded = (all: Readonly<Record<string, Recipe>>, from: number): Record<string, Question> =>
  Object.fromEntries(Object.entries(all).map(([file, recipe], index) => [file, questionOf(recipe, from + index)]));

/** Questions in the shared format, by file name. */
export const formatQuestions = seeded(recipes, 100);
/** Questions that need the extensions of the format. */
export const extensionQuestions = seeded(extensionRecipes, 200);
