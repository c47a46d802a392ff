import { mersenne } from "pure-rand/generator/mersenne";
import { Numbers } from "./numbers.ts";
import type { CellNetwork, Merge, ModelDescription, Network, Question, States, Step, Tensor, Tensors } from "./parityCase.ts";
import { stateShapes, weightShapes } from "./shapes.ts";

/**
 * The case study of the source articles: three words of a story in, the next word out; ten words, five hidden units, every LSTM weight 0.1, and
 * the articles' Wy and By in the dense layer. Written as Deep-Breathe and TensorFlow 1 run it: batches of one, SGD with rate 0.001.
 */

/** The story, by the words' ids. */
const words = [6, 1, 8, 7, 5, 0, 4, 3, 9, 2, 8];
const window = 3;

/** Wy, [5, 10]: the last two rows are the same in the articles too. For ten features they stand there twice. */
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

/** The articles' walk through the story: it begins at word 2, each step four words on; past the end at random among the first four. */
export function storySteps(count: number): Step[] {
  // NumPy's RandomState(42).randint(0, 4) is the lowest two bits of the next number of the Mersenne twister.
  const random = mersenne(42);
  let offset = 2;
  return Array.from({ length: count }, () => {
    if (offset > words.length - window - 1) offset = random.next() & 3;
    const step = {
      inputs: { ids: [words.slice(offset, offset + window)] },
      targets: { ids: [[words[offset + window] as number]] },
    };
    offset += window + 1;
    return step;
  });
}

/** As Deep-Breathe packs its weights. The forget bias is that of TensorFlow's LayerNormBasicLSTMCell. */
const cell: CellNetwork = { lstm: { hiddenSize: 5, layout: "deepBreathe", forgetBias: 1 } };
const stacked: Network = { stacked: [cell, cell] };
const both = (half: Network, merge: Merge = "concat"): Network => ({ bidirectional: { forward: half, backward: half, merge } });
const normalized: Network = { layerNormLstm: { hiddenSize: 5, layout: "tensorflow", forgetBias: 1 } };

const modelOf = (network: Network): ModelDescription => ({
  inputSize: 10,
  network,
  readout: "last",
  dense: { units: 10 },
  loss: "softmaxCrossEntropy",
});

const filled = (shape: readonly number[], value: number): Tensor => ({
  shape,
  data: new Array<number>(shape.reduce((product, size) => product * size, 1)).fill(value),
});

function denseWeights(features: number): Tensors {
  const rows = features === wy.length ? wy : [...wy, ...wy];
  return { "dense/kernel": { shape: [features, 10], data: rows.flat() }, "dense/bias": { shape: [10], data: by } };
}

/** Every weight of the cells 0.1. */
function constantWeights(model: ModelDescription): Tensors {
  const own = weightShapes(model).map(([path, shape]) => [path, filled(shape, 0.1)] as const);
  const [, [features]] = weightShapes(model).find(([path]) => path === "dense/kernel") as [string, [number]];
  return { ...Object.fromEntries(own), ...denseWeights(features) };
}

/** Every state 1, as in the articles' runs with an initial state. */
const ones = ({ network, inputSize }: ModelDescription): States =>
  Object.fromEntries(
    stateShapes(network, inputSize).map(({ path, h, c = h }) => [path, { h: filled([1, h], 1), c: filled([1, c], 1) }]),
  );

function question(name: string, network: Network, more: Partial<Question> = {}): Question {
  const model = modelOf(network);
  return {
    format: "lstm-parity/1",
    name: `Story words, ${name}`,
    source: "The source articles' case study, computed by PyTorch 1.13 autograd, float64, CPU",
    model,
    weights: constantWeights(model),
    optimizer: { name: "sgd", learningRate: 0.001 },
    carryState: false,
    steps: storySteps(200),
    ...more,
  };
}

/** The articles' four networks, by file name. They are also bundled with the extension. */
export const storyNetworks: Readonly<Record<string, Question>> = {
  "story-one-lstm": question("one LSTM", cell),
  "story-multi-rnn-cell": question("MultiRNNCell of two LSTMs", stacked),
  "story-bidirectional": question("bidirectional_dynamic_rnn", both(cell)),
  "story-bidirectional-stacked": question("bidirectional_dynamic_rnn over MultiRNNCells", both(stacked)),
};

/** Constant weights hide a swapped gate, and so these have drawn ones, states that are not zero, or layer normalization. */
function lopsided(name: string, network: Network, seed: number, { fromZero = false } = {}): Question {
  const numbers = new Numbers(seed);
  const model = modelOf(network);
  const weights = { ...numbers.weights(model), ...denseWeights(denseInputs(model)) };
  const optimizer = { name: "sgd", learningRate: 0.05 } as const;
  const state = fromZero ? {} : { initialState: numbers.states(model, 1) };
  return question(name, network, { weights, ...state, optimizer, steps: storySteps(40) });
}

const denseInputs = (model: ModelDescription): number =>
  (weightShapes(model).find(([path]) => path === "dense/kernel") as [string, [number, number]])[1][0];

export const storyVariants: Readonly<Record<string, Question>> = {
  "story-one-lstm-initial-state": question("one LSTM from a state of ones", cell, { initialState: ones(modelOf(cell)) }),
  "story-multi-rnn-cell-initial-state": lopsided("MultiRNNCell of two LSTMs, drawn weights and states", stacked, 1),
  "story-bidirectional-initial-state": lopsided("bidirectional_dynamic_rnn, drawn weights and states", both(cell), 2),
  "story-bidirectional-stacked-initial-state": lopsided(
    "bidirectional_dynamic_rnn over MultiRNNCells, drawn weights and states",
    both(stacked),
    4,
  ),
  "story-layer-norm": lopsided("LayerNormBasicLSTMCell with layer_norm=True, drawn weights and states", normalized, 3),
  "story-layer-norm-zero-state": lopsided(
    "LayerNormBasicLSTMCell with layer_norm=True, drawn weights, from a state of zeros",
    normalized,
    5,
    { fromZero: true },
  ),
};
