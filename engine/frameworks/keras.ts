import { isJsonObject, parseJsonText } from "../containers/bytes/json.ts";
import type { StoredTensor } from "../containers/tensors/tensor.ts";
import { type ImportedModel, importedModel } from "./importedModel.ts";
import { type Importing, told } from "./importing.ts";
import { type KerasCellOptions, kerasCell } from "./kerasCells.ts";
import { type KerasLayer, kerasLayer, kerasLayers } from "./kerasConfig.ts";
import { type DenseLayer, type Layer, placed, type RecurrentLayer } from "./layer.ts";
import { asIs } from "./weight.ts";

/** Where a file keeps the weights of a layer, in the order of Keras' `layer.weights`. @param place number of the layer in the model. */
export type KerasWeights = (layer: KerasLayer, place: number) => readonly StoredTensor[];

/** Which of two functions `hard_sigmoid` means: clip(0.2x + 0.5) until Keras 2 and in TensorFlow.js, clip(x / 6 + 0.5) since Keras 3. */
export type HardSigmoid = "hardSigmoid" | "hardSigmoidKeras3";

/** What is the same for all layers of a model. */
export interface KerasModel {
  readonly importing: Importing;
  readonly hardSigmoid: HardSigmoid;
  readonly weights: KerasWeights;
}

/** Layers that compute nothing when a model is used. */
const silent = ["InputLayer", "Dropout", "SpatialDropout1D", "GaussianNoise", "GaussianDropout", "ActivityRegularization"];

/** A model by its configuration. @param config of a Sequential or a Functional model. */
export function importKeras(model: KerasModel, config: unknown): ImportedModel {
  const layers: Layer[] = [];
  for (const [place, layer] of kerasLayers(model.importing, config).entries()) addLayer(model, layers, layer, place);
  return importedModel(model.importing, layers);
}

/** A text with a configuration, as HDF5's attributes hold it. */
export const parsedConfig = (importing: Importing, text: unknown): unknown =>
  typeof text === "string"
    ? parseJsonText(text, (problem) => importing.fail(`its configuration ${problem}`))
    : importing.fail("its configuration is no text");

function addLayer(model: KerasModel, layers: Layer[], layer: KerasLayer, place: number): void {
  const { importing } = model;
  if (silent.includes(layer.kind)) return;
  const last = layers.at(-1);
  if (layer.kind === "Activation" && last?.kind === "dense" && last.activation === "linear")
    layers[layers.length - 1] = { ...last, activation: activationOf(model, layer, layer.config.activation) };
  else layers.push(layerOf(model, layer, model.weights(layer, place)));
  if (layer.kind === "Embedding" && layer.config.mask_zero === true)
    importing.warn(`Layer ${layer.name} masks the id 0: say with each batch which steps are valid.`);
}

function layerOf(model: KerasModel, layer: KerasLayer, tensors: readonly StoredTensor[]): Layer {
  const { importing } = model;
  switch (layer.kind) {
    case "Embedding":
      return { kind: "embedding", name: layer.name, table: asIs(importing.shaped(one(importing, layer, tensors), 2)) };
    case "Dense":
      return denseOf(model, layer, tensors);
    case "TimeDistributed":
      return layerOf(model, kerasLayer(importing, layer.config.layer), tensors);
    case "Bidirectional":
      return bidirectionalOf(model, layer, tensors);
    case "LSTM":
    case "GRU":
    case "SimpleRNN":
    case "CuDNNLSTM":
    case "CuDNNGRU":
      return recurrentOf(model, layer, tensors);
    default:
      return importing.fail(`layer ${layer.name} is of the kind ${layer.kind}, which is not known here`);
  }
}

function one(importing: Importing, { name }: KerasLayer, tensors: readonly StoredTensor[]): StoredTensor {
  return tensors.length === 1
    ? tensors[0]!
    : importing.fail(`layer ${name} has ${tensors.length} weights in the file, and should have one`);
}

function denseOf(model: KerasModel, { name, kind, config }: KerasLayer, tensors: readonly StoredTensor[]): DenseLayer {
  const { importing } = model;
  const [kernel, bias] = tensors;
  if (kernel === undefined || tensors.length !== (config.use_bias === false ? 1 : 2))
    importing.fail(`layer ${name} has ${tensors.length} weights in the file`);
  importing.shaped(kernel, 2);
  if (bias !== undefined && bias.shape.join() !== String(kernel.shape[1]))
    importing.fail(`${told(bias)} does not fit ${told(kernel)}`);
  const activation = activationOf(model, { name, kind, config }, config.activation ?? "linear");
  return { kind: "dense", name, kernel: asIs(kernel), bias: bias === undefined ? null : asIs(bias), activation };
}

const merges: Readonly<Record<string, string>> = { concat: "concat", sum: "sum", mul: "multiply", ave: "average" };

/** The backward layer's weights follow the forward layer's. It reads backwards whatever its own configuration says. */
function bidirectionalOf(model: KerasModel, { name, config }: KerasLayer, tensors: readonly StoredTensor[]): RecurrentLayer {
  const { importing } = model;
  const merge =
    merges[String(config.merge_mode)] ?? importing.fail(`layer ${name} has the merge_mode ${String(config.merge_mode)}`);
  const inner = kerasLayer(importing, config.layer);
  const other = isJsonObject(config.backward_layer) ? kerasLayer(importing, config.backward_layer) : inner;
  const half = inner.config.use_bias === false ? 2 : 3;
  const halves = [
    recurrentOf(model, forwards(inner), tensors.slice(0, half)),
    recurrentOf(model, forwards(other), tensors.slice(half)),
  ] as const;
  return bidirectional(name, halves, merge);
}

const forwards = (layer: KerasLayer): KerasLayer => ({ ...layer, config: { ...layer.config, go_backwards: false } });

/** Two layers that read the same, one from each end. */
export function bidirectional(
  name: string,
  [forward, backward]: readonly [RecurrentLayer, RecurrentLayer],
  merge: string,
): RecurrentLayer {
  return {
    kind: "recurrent",
    name,
    network: { bidirectional: { forward: forward.network, backward: backward.network, merge } },
    ...placed([
      ["forward/", forward],
      ["backward/", backward],
    ]),
    inputSize: forward.inputSize,
    outputSize: merge === "concat" ? forward.outputSize + backward.outputSize : forward.outputSize,
    final: forward.final,
  };
}

function recurrentOf(model: KerasModel, layer: KerasLayer, tensors: readonly StoredTensor[]): RecurrentLayer {
  const { importing } = model;
  const { config, name } = layer;
  if (config.stateful === true) importing.warn(`Layer ${name} hands its state on to the next batch: say so where it is used.`);
  if (config.time_major === true) importing.warn(`Layer ${name} reads time first; here a batch's rows come first.`);
  const plain = layer.kind.startsWith("CuDNN");
  const options: KerasCellOptions = {
    activation: activationOf(model, layer, config.activation ?? "tanh"),
    recurrentActivation: activationOf(model, layer, plain ? "sigmoid" : (config.recurrent_activation ?? "sigmoid")),
    ...(typeof config.reset_after === "boolean" && { resetAfter: config.reset_after }),
    goBackwards: config.go_backwards === true,
    final: config.return_sequences !== true,
  };
  const cell = kerasCell(importing, name, tensors, options);
  if (config.units !== undefined && config.units !== cell.outputSize)
    importing.fail(
      `layer ${name} has ${String(config.units)} units in the configuration, and its weights are of ${cell.outputSize}`,
    );
  return cell;
}

const activations = ["tanh", "relu", "linear", "sigmoid", "softsign", "softmax"];

function activationOf({ importing, hardSigmoid }: KerasModel, { name }: KerasLayer, activation: unknown): string {
  if (activation === "hard_sigmoid") return hardSigmoid;
  if (typeof activation === "string" && activations.includes(activation)) return activation;
  return importing.fail(`layer ${name} has the activation ${JSON.stringify(activation)}, which is not known here`);
}
