import type { Json, Preset } from "./preset.ts";

/**
 * The character LSTM of "LSTM in pure Python, in TensorFlow and in Keras": one program, written three times, and three networks that are not the
 * same. See `docs/articles.md`. One row of text, 100 characters at a time, and a sample of 600 characters every 100 steps.
 */

const source = (version: string): string => `LSTM in ${version}, after min-char-rnn`;
const samples = { every: 100, length: 600 };
const text = { tokenizer: "character" };
const streams = (carry: "all" | "h" | "none", sequenceLength: number, batchSize = 1) => ({
  streams: { sequenceLength, batchSize, carry },
});

const numpy: { [key: string]: Json } = {
  version: 1,
  text,
  // Each chunk's first c is zero, in the program as in the article.
  task: streams("h", 100),
  network: { lstm: { hiddenSize: 250 } },
  training: {
    steps: 4000,
    optimizer: "sgd",
    learningRate: 0.01,
    clipping: { norm: 0 },
    gradient: "sum",
    // randn / √(4 H). The article divides the output layer's by √H.
    initializers: { kernel: { normal: 0.0316 }, recurrentKernel: { normal: 0.0316 }, bias: "zeros" },
  },
  sampling: samples,
};

const tensorflow: { [key: string]: Json } = {
  version: 1,
  text,
  task: streams("all", 100),
  network: { lstm: { hiddenSize: 500, forgetBias: 1 } },
  training: {
    steps: 4000,
    optimizer: { adam: { formula: "tensorflow" } },
    learningRate: 0.01,
    clipping: { norm: 0 },
    initializers: { kernel: "glorotUniform", recurrentKernel: "glorotUniform", bias: "zeros" },
  },
  sampling: samples,
};

const keras: { [key: string]: Json } = {
  version: 1,
  text,
  task: streams("none", 100),
  network: { lstm: { hiddenSize: 500, recurrentActivation: "hardSigmoid" } },
  training: {
    steps: 4000,
    optimizer: { adam: { formula: "keras" } },
    learningRate: 0.01,
    clipping: { norm: 0 },
    initializers: { kernel: "glorotUniform", recurrentKernel: "orthogonal", bias: "unitForgetBias" },
  },
  sampling: samples,
};

/** Karpathy's gist of 2015: no gates at all, Adagrad, every element of the summed gradient bounded by 5. */
const minCharRnn: { [key: string]: Json } = {
  version: 1,
  text,
  task: streams("all", 25),
  network: { rnn: { hiddenSize: 100 } },
  training: {
    steps: 20_000,
    optimizer: { adagrad: { epsilon: 1e-8, epsilonInside: true } },
    learningRate: 0.1,
    clipping: { value: 5 },
    gradient: "sum",
    initializers: { kernel: { normal: 0.01 }, recurrentKernel: { normal: 0.01 }, bias: "zeros" },
  },
  sampling: { every: 100, length: 200 },
};

/** Steps of an epoch over 95 % of the text that is brought along, in fifty rows of fifty characters. */
const epoch = 8;

/** Karpathy's char-rnn with what it does where nothing is said: the rate falls after each epoch from the tenth on. */
const charRnn: { [key: string]: Json } = {
  version: 1,
  text,
  task: streams("all", 50, 50),
  network: { stacked: [128, 128].map((hiddenSize) => ({ lstm: { hiddenSize, forgetBias: 1, separateBiases: true } })) },
  training: {
    steps: 50 * epoch,
    optimizer: { rmsprop: { decay: 0.95 } },
    learningRate: { step: { rate: 0.002, factor: 0.97, every: epoch, after: 9 * epoch } },
    clipping: { value: 5 },
    initializers: { kernel: { uniform: 0.08 }, recurrentKernel: { uniform: 0.08 }, bias: { uniform: 0.08 } },
    validation: { part: 0.05, every: 5 * epoch },
  },
  sampling: samples,
};

const fables = "fables.txt";

export const characterPresets: readonly Preset[] = [
  {
    name: "characters-numpy",
    title: "Characters, as in NumPy",
    summary:
      "The next character by an LSTM of 250 units: h goes on from chunk to chunk, c does not, and the step is that of the summed loss.",
    source: source("pure Python"),
    text: fables,
    recipe: numpy,
  },
  {
    name: "characters-tensorflow",
    title: "Characters, as in TensorFlow",
    summary: "The next character by an LSTM of 500 units with a forget bias of 1, whose h and c go on; TensorFlow's Adam.",
    source: source("TensorFlow"),
    text: fables,
    recipe: tensorflow,
  },
  {
    name: "characters-keras",
    title: "Characters, as in Keras",
    summary: "The next character by an LSTM of 500 units with hard sigmoids, which begins anew in every chunk; Keras' Adam.",
    source: source("Keras"),
    text: fables,
    recipe: keras,
  },
  {
    name: "min-char-rnn",
    title: "min-char-rnn",
    summary: "The next character by a plain recurrent network of 100 units, Adagrad and clipped elements, in chunks of 25.",
    source: "Andrej Karpathy, min-char-rnn (2015)",
    text: fables,
    recipe: minCharRnn,
  },
  {
    name: "char-rnn",
    title: "char-rnn",
    summary: "The next character by two LSTMs of 128 units one on another, fifty rows at once, RMSprop with a rate that falls.",
    source: "Andrej Karpathy, char-rnn (2015)",
    text: fables,
    recipe: charRnn,
  },
];
