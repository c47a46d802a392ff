import * as tf from "@tensorflow/tfjs";
import type { ModelDescription, Tensor, Tensors } from "../parityCase.ts";
import { outputSize } from "../shapes.ts";
import { conversionOf, type KerasWeights } from "./kerasWeights.ts";
import { type KerasPart, kerasNetwork } from "./network.ts";
import { fromTf, toTf } from "./tensors.ts";

/** A model of Keras' layers: weights in, gradients out, both in the case's own layouts. */
export interface KerasModel {
  readonly embedding: tf.layers.Layer | null;
  readonly network: KerasPart;
  readonly dense: tf.layers.Layer;
}

/** With weights of the right shapes, which `load` then sets. */
export function build({ inputSize, embedding, network, dense }: ModelDescription): KerasModel {
  const inputs = embedding?.size ?? inputSize;
  const model = {
    embedding: embedding ? tf.layers.embedding({ inputDim: inputSize, outputDim: embedding.size }) : null,
    network: kerasNetwork(network, inputs),
    dense: tf.layers.dense({ units: dense.units }),
  };
  model.embedding?.build([null, null]);
  model.dense.build([null, null, outputSize(network, inputs)]);
  return model;
}

export function load({ embedding, network, dense }: KerasModel, weights: Tensors): void {
  const weight = (path: string): tf.Tensor => toTf(weights[path]!);
  const set = (variables: readonly tf.LayerVariable[], values: readonly tf.Tensor[]) =>
    variables.forEach((variable, index) => {
      variable.write(values[index]!);
    });
  const ofCell = ({ path, cell, inputs }: KerasPart["cells"][number]) =>
    conversionOf(cell, inputs).toKeras((name) => weight(`${path}${name}`));
  if (embedding) set(embedding.trainableWeights, [weight("embedding/kernel")]);
  set(network.weights, network.cells.flatMap(ofCell));
  set(dense.trainableWeights, [weight("dense/kernel"), weight("dense/bias")]);
}

/** @param found what `tf.variableGrads` found, by the variables' names */
export function gradientsOf({ embedding, network, dense }: KerasModel, found: tf.NamedTensorMap): Record<string, Tensor> {
  const of = (variables: readonly tf.LayerVariable[]): tf.Tensor[] =>
    variables.map((variable) => found[(variable.read() as tf.Variable).name]!);
  const own = of(network.weights);
  const ofCells = network.cells.flatMap(({ path, cell, inputs }) => {
    const converted = conversionOf(cell, inputs).gradients(own.splice(0, 3) as unknown as KerasWeights);
    return Object.entries(converted).map(([name, gradient]) => [`${path}${name}`, fromTf(gradient)] as const);
  });
  const [kernel, bias] = of(dense.trainableWeights) as [tf.Tensor, tf.Tensor];
  return {
    ...(embedding ? { "embedding/kernel": fromTf(of(embedding.trainableWeights)[0]!) } : {}),
    ...Object.fromEntries(ofCells),
    "dense/kernel": fromTf(kernel),
    "dense/bias": fromTf(bias),
  };
}
