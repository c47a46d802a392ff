import type { Preset } from "./preset.ts";

/** What else the articles have, and a network for each task that there is. */

const kerasLayer = { lstm: { hiddenSize: 10, recurrentActivation: "hardSigmoid" } };
const tides = "tides.csv";

export const taskPresets: readonly Preset[] = [
  {
    name: "embeddings",
    title: "Learned word vectors",
    summary: "Ten words as vectors of four numbers, which learn from the gradient of what an LSTM in each direction reads.",
    source: "LSTM internals, part 4 (the Deep-Breathe series): what dx is for",
    text: "story.txt",
    recipe: {
      version: 1,
      text: { tokenizer: "word", order: "codePoint" },
      task: { windows: { sequenceLength: 3, batchSize: 1 } },
      network: { bidirectional: { forward: { lstm: { hiddenSize: 5, forgetBias: 1 } }, merge: "concat" } },
      head: { readout: "last", embedding: { size: 4 } },
      training: { steps: 600, optimizer: "adam", learningRate: 0.02 },
      sampling: { every: 100, length: 11 },
    },
  },
  {
    name: "keras-three-layers",
    title: "Three layers of ten units, as in Keras",
    summary: "The next height of the tide after ten others: three LSTMs of ten units with hard sigmoids, one number out.",
    source: "A closer look under the hood of an LSTM in Keras",
    text: tides,
    recipe: {
      version: 1,
      task: { series: { sequenceLength: 10, batchSize: 32, horizon: 1, columns: ["height"] } },
      network: { stacked: [kerasLayer, kerasLayer, kerasLayer] },
      head: { readout: "last" },
      training: {
        steps: 2000,
        optimizer: { rmsprop: { formula: "keras" } },
        learningRate: 0.001,
        clipping: { norm: 0 },
        loss: "meanSquaredError",
        initializers: { kernel: "glorotUniform", recurrentKernel: "orthogonal", bias: "unitForgetBias" },
        validation: { part: 0.2 },
      },
    },
  },
  {
    name: "series-gru",
    title: "A day of tides by a GRU",
    summary: "Two days of the tide's heights in, the next six hours out, by a GRU that is judged by absolute errors.",
    source: "Cho et al. (2014), on a series of numbers",
    text: tides,
    recipe: {
      version: 1,
      task: { series: { sequenceLength: 48, batchSize: 16, horizon: 6, columns: ["height"] } },
      network: { gru: { hiddenSize: 24, resetAfter: true } },
      training: {
        steps: 2000,
        optimizer: "adam",
        learningRate: 0.003,
        loss: "meanAbsoluteError",
        validation: { part: 0.2 },
      },
    },
  },
  {
    name: "gru",
    title: "Characters by a GRU",
    summary: "The next character by a gated recurrent unit of 128, sixteen rows of text at once.",
    source: "Cho et al. (2014)",
    text: "fables.txt",
    recipe: {
      version: 1,
      text: { tokenizer: "character" },
      task: { streams: { sequenceLength: 50, batchSize: 16 } },
      network: { gru: { hiddenSize: 128, resetAfter: true } },
      training: { steps: 3000, optimizer: "adam", learningRate: 0.005 },
      sampling: { every: 100, length: 300 },
    },
  },
  {
    name: "bidirectional-blank",
    title: "Fill the blank",
    summary: "Five words before a blank and five after it in, the word between them out: an LSTM from each side.",
    source: "Graves and Schmidhuber (2005), on words",
    text: "fables.txt",
    recipe: {
      version: 1,
      text: { tokenizer: "word" },
      task: { blank: { left: 5, right: 5, batchSize: 16 } },
      network: { bidirectional: { forward: { lstm: { hiddenSize: 48, forgetBias: 1 } }, merge: "concat" } },
      head: { embedding: { size: 24 } },
      training: { steps: 5000, optimizer: "adam", learningRate: 0.003, validation: { part: 0.05 } },
    },
  },
];
