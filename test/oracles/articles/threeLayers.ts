import * as tf from "@tensorflow/tfjs";
import { features, lstm, type Network, network, stacked } from "../../../engine/index.ts";
import { Numbers } from "../numbers.ts";
import type { KerasDense, KerasLayer } from "./byHand.ts";

/** The article's network, as Keras' layers in TensorFlow.js and as ours: three layers of ten units, ten steps, many to one. */

export const units = 10;
export const timesteps = 10;
const paths = ["0", "1", "2"].flatMap((layer) => ["kernel", "recurrentKernel", "bias"].map((name) => `${layer}/${name}`));
/** In the order of Keras' `getWeights()`. */
export const kerasOrder = [...paths, "dense/kernel", "dense/bias"];

export interface KerasOptions {
  readonly batch?: number;
  readonly stateful?: boolean;
}

/** What Keras means by `LSTM(10)`: TensorFlow.js still has its hard sigmoid where nothing else is asked for. */
export function kerasModel({ batch = 1, stateful = false }: KerasOptions): tf.Sequential {
  const layer = (more: Partial<tf.LSTMLayerArgs> = {}) => tf.layers.lstm({ units, stateful, ...more } as tf.LSTMLayerArgs);
  const first = { batchInputShape: [batch, timesteps, 1], returnSequences: true } as Partial<tf.LSTMLayerArgs>;
  const model = tf.sequential({
    layers: [layer(first), layer({ returnSequences: true }), layer(), tf.layers.dense({ units: 1 })],
  });
  model.setWeights(drawnWeights(model));
  return model;
}

/** All different, so that a swapped gate shows; biases too. */
function drawnWeights(model: tf.Sequential): tf.Tensor[] {
  const numbers = new Numbers(2018);
  return model.getWeights().map(({ shape }) => {
    const { data } = numbers.tensor(shape, 0, 0.4);
    return tf.tensor([...data], shape, "float32");
  });
}

const rowsOf = (weight: tf.Tensor): number[][] => (weight.rank === 1 ? weight.expandDims(0) : weight).arraySync() as number[][];

/** Keras' weights in our network: the same matrices with the same order of gates. */
export function ourNetwork(model: tf.Sequential): Network {
  const layer = lstm(units, { recurrentActivation: "hardSigmoid" });
  const net = network({
    input: features(1),
    layers: stacked(layer, layer, layer),
    readout: "last",
    dense: 1,
    loss: "meanSquaredError",
  });
  for (const [index, weight] of model.getWeights().entries()) net.setWeight(kerasOrder[index], rowsOf(weight));
  return net;
}

/** The weights for the computation by hand. @param read a weight by our path */
export function handWeights(read: (path: string) => number[][]): { layers: KerasLayer[]; dense: KerasDense } {
  const layer = (index: number): KerasLayer => ({
    kernel: read(`${index}/kernel`),
    recurrentKernel: read(`${index}/recurrentKernel`),
    bias: read(`${index}/bias`)[0],
  });
  return { layers: [layer(0), layer(1), layer(2)], dense: { kernel: read("dense/kernel"), bias: read("dense/bias")[0][0] } };
}

export const kerasWeight = (model: tf.Sequential, path: string): number[][] =>
  rowsOf(model.getWeights()[kerasOrder.indexOf(path)]);

/** [count][timesteps][1]: whole numbers from 0 to 99 as in the article, times `scale`. */
export function sequences(count: number, scale = 1, seed = 3): number[][][] {
  const numbers = new Numbers(seed);
  return Array.from({ length: count }, () => Array.from({ length: timesteps }, () => [numbers.below(100) * scale]));
}
