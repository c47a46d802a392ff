import type { Json, Preset } from "./preset.ts";

/**
 * The case study of the LSTM internals articles, as their program and TensorFlow 1 run it: three words of a story in, the fourth out, one window
 * a step, plain gradient descent, 200 steps, and every number known: weights of the cells 0.1, the output layer's as the articles print them, the
 * windows' starts by NumPy's RandomState(42).
 */

/** Wy, [5, 10]: the last two rows are the same in the articles too. */
const wy = [
  [-0.09588283, -2.2044923, -0.74828255, 0.14180686, -0.32083616, -0.9444244, 0.06826905, -0.9728962, -0.18506959, 1.0618515],
  [1.156649, 3.2738173, -1.2556943, -0.9079511, -0.82127047, -1.1448543, -0.60807484, -0.5885713, 1.0378786, -0.7088431],
  [1.006477, 0.28033388, -0.1804534, 0.8093307, -0.36991575, 0.29115433, -0.01028167, -0.7357091, 0.92254084, -0.10753923],
  [0.19266959, 0.6108299, 2.2495654, 1.5288974, 1.0172302, 1.1311738, 0.2666629, -0.30611828, -0.01412263, 0.44799015],
  [0.19266959, 0.6108299, 2.2495654, 1.5288974, 1.0172302, 1.1311738, 0.2666629, -0.30611828, -0.01412263, 0.44799015],
];
const by = [
  0.1458478, -0.3660951, -2.1647317, -1.9633691, -0.24532059, 0.14005205, -1.0961286, -0.43737876, 0.7028531, -1.8481724,
];

type Network = { readonly [name: string]: Json };

const cell: Network = { lstm: { hiddenSize: 5, forgetBias: 1 } };
const stacked: Network = { stacked: [cell, cell] };
const both = (half: Network): Network => ({ bidirectional: { forward: half, backward: half, merge: "concat" } });
const layerNorm = (on: boolean): Network => ({ layerNormLstm: { hiddenSize: 5, forgetBias: 1, layerNorm: on } });

interface Differing {
  readonly head?: { readonly [key: string]: Json };
  /** Rows of Wy: for ten features they stand there twice. */
  readonly kernel?: readonly (readonly number[])[];
  readonly learningRate?: number;
  /** Of the cells' weights. */
  readonly initializers?: { readonly [key: string]: Json };
}

const tenths = { kernel: { constant: 0.1 }, recurrentKernel: { constant: 0.1 }, bias: { constant: 0.1 } };

const recipeOf = (
  network: Network,
  { head = {}, kernel = wy, learningRate = 0.001, initializers = tenths }: Differing = {},
): Preset["recipe"] => ({
  version: 1,
  // Ids in alphabetical order, as the articles have them.
  text: { tokenizer: "word", order: "codePoint" },
  task: { windows: { sequenceLength: 3, batchSize: 1, start: 2, numpySeed: 42 } },
  network,
  head: { readout: "last", ...head },
  training: {
    steps: 200,
    precision: "float64",
    optimizer: "sgd",
    learningRate,
    clipping: { norm: 0 },
    initializers: { ...initializers, weights: { "dense/kernel": kernel, "dense/bias": [by] } },
  },
  sampling: { every: 50, length: 11 },
});

const twice = { kernel: [...wy, ...wy] };
const ones = [1, 1, 1, 1, 1];
const part = (number: number): string => `LSTM internals, part ${number} (the Deep-Breathe series)`;
const loss = (value: number): string => `after 200 steps the loss is ${value}`;

const preset = (name: string, title: string, summary: string, source: string, recipe: Preset["recipe"]): Preset => ({
  name,
  title,
  summary,
  source,
  text: "story.txt",
  recipe,
});

export const storyPresets: readonly Preset[] = [
  preset(
    "story",
    "Story, one LSTM",
    "Three words of a story in, the next one out: one LSTM of five units in float64, every weight of it 0.1 at first.",
    `${part(1)}; ${loss(3.64252235)}`,
    recipeOf(cell),
  ),
  preset(
    "story-stacked",
    "Story, two LSTMs one on another",
    "The same three words through a MultiRNNCell of two LSTMs.",
    `${part(4)}; ${loss(3.66167803)}`,
    recipeOf(stacked),
  ),
  preset(
    "story-bidirectional",
    "Story, an LSTM in each direction",
    "The same three words through bidirectional_dynamic_rnn, read at the last of them.",
    `${part(4)}; ${loss(3.61684251)}`,
    recipeOf(both(cell), twice),
  ),
  preset(
    "story-bidirectional-stacked",
    "Story, two LSTMs in each direction",
    "The same three words through bidirectional_dynamic_rnn over two MultiRNNCells.",
    `${part(4)}; ${loss(3.64292327)}`,
    recipeOf(both(stacked), twice),
  ),
  preset(
    "story-layer-norm-off",
    "Story, LayerNormBasicLSTMCell without its norm",
    "TensorFlow's LayerNormBasicLSTMCell with layer_norm=False, which is the plain LSTM to the last digit.",
    `${part(1)}; ${loss(3.64252235)}`,
    recipeOf(layerNorm(false)),
  ),
  preset(
    "story-layer-norm",
    "Story, LayerNormBasicLSTMCell",
    "TensorFlow's LayerNormBasicLSTMCell from drawn weights: equal ones have no variance that a norm could divide by.",
    `${part(1)}, with the norm on`,
    recipeOf(layerNorm(true), {
      learningRate: 0.05,
      initializers: { kernel: "glorotUniform", recurrentKernel: "orthogonal", bias: "zeros" },
    }),
  ),
  preset(
    "story-initial-state",
    "Story, from a state of ones",
    "A conditional language model: h and c begin at one in every window, as if something had been read before.",
    part(1),
    recipeOf(cell, { head: { states: { "": { h: ones, c: ones } } } }),
  ),
];
