import type { StoredTensor } from "../containers/tensors/tensor.ts";
import { chained, naturalOrder, type Piece } from "./chain.ts";
import { grouped } from "./grouped.ts";
import { type ImportedModel, importedModel } from "./importedModel.ts";
import { type Importing, told } from "./importing.ts";
import type { DenseLayer, EmbeddingLayer, Layer } from "./layer.ts";
import { recurrentOf } from "./pytorchCells.ts";
import { asIs, transposed } from "./weight.ts";

/** Of a recurrent module: `encoder.lstm.weight_ih_l0_reverse`; LSTMCell's names have no layer. */
const recurrentName =
  /^(?<module>.*?)(?<parameter>weight_ih|weight_hh|weight_hr|bias_ih|bias_hh)(?<place>(?:_l\d+(?:_reverse)?)?)$/u;

/** Whether a file holds a recurrent module of PyTorch, told by the names. */
export const isPytorch = (tensors: readonly StoredTensor[]): boolean =>
  tensors.some(({ name }) => /weight_hh(?:_l\d+)?$/u.test(name));

/**
 * A state dict: recurrent modules are recognised by their parameters' names, embeddings and linear layers by their shapes, and the order by their
 * sizes. Nothing in such a file tells whether an RNN is of tanh or relu, whether activations stand between layers, and what is read out.
 */
export function importPytorch(importing: Importing): ImportedModel {
  const tensors = modelTensors(importing);
  const modules = grouped(tensors, ({ name }) => moduleOf(name));
  const pieces: Piece[] = [];
  for (const [module, parameters] of modules) pieces.push(pieceOf(importing, module, parameters));
  const keepsOrder = importing.container.format === "torch";
  const ordered = keepsOrder ? pieces : pieces.toSorted((a, b) => naturalOrder(a.name, b.name));
  const layers = chained(importing, ordered);
  const tied = layers.find((layer) => layer.kind === "dense" && isTied(importing, layer, layers[0]!));
  return importedModel(importing, layers, tied?.kind === "dense" ? { tied } : {});
}

/** Checkpoints hold several tables of tensors; the optimizer's have the same shapes. The one with a recurrent module's names is the model. */
function modelTensors(importing: Importing): readonly StoredTensor[] {
  const tables = grouped(restored(importing), ({ name }) => name.slice(0, name.lastIndexOf("/") + 1));
  const models = [...tables].filter(([, tensors]) => isPytorch(tensors));
  const [model, ...others] = models;
  if (model === undefined) importing.fail("there is no recurrent layer in it");
  if (others.length > 0)
    importing.fail(
      `it has several models: ${models.map(([place]) => place.slice(0, -1) || "the whole").join(", ")}`,
      "Save the one that is meant alone.",
    );
  return model[1];
}

function moduleOf(name: string): string {
  const { module } = recurrentName.exec(name)?.groups ?? {};
  return module ?? name.slice(0, name.lastIndexOf(".") + 1);
}

function pieceOf(importing: Importing, module: string, parameters: readonly StoredTensor[]): Piece {
  const name = module.replace(/\.$/u, "") || "the module";
  const byName = new Map(parameters.map((tensor) => [tensor.name.slice(module.length), tensor]));
  if ([...byName.keys()].some((key) => recurrentName.test(key)))
    return { name, readings: [recurrentOf(importing, name, byName)] };
  return { name, readings: matrixReadings(importing, name, byName) };
}

/** A weight with a bias is a linear layer; without one it may be an embedding, and is one first where its name says so. */
function matrixReadings(
  importing: Importing,
  name: string,
  parameters: ReadonlyMap<string, StoredTensor>,
): (DenseLayer | EmbeddingLayer)[] {
  const { weight, bias, ...others } = Object.fromEntries(parameters);
  const other =
    Object.values(others)[0] ??
    (weight === undefined ? bias : undefined) ??
    [weight, bias].find((tensor) => tensor?.shape.length === 0);
  if (weight === undefined || other !== undefined || weight.shape.length !== 2)
    importing.fail(`${told(other ?? weight!)} belongs to no layer that is known here`);
  if (bias !== undefined && bias.shape.join() !== String(weight.shape[0]))
    importing.fail(`${told(bias)} does not fit ${told(weight)}`);
  const dense: DenseLayer = {
    kind: "dense",
    name,
    kernel: transposed(asIs(weight)),
    bias: bias === undefined ? null : asIs(bias),
    activation: "linear",
  };
  if (bias !== undefined) return [dense];
  const embedding: EmbeddingLayer = { kind: "embedding", name, table: asIs(weight) };
  return /emb|wte|lookup|token|char/iu.test(name) ? [embedding, dense] : [dense, embedding];
}

/** safetensors' `save_model` keeps one of two tied names and tells the other in the metadata: `{ "fc.weight": "embedding.weight" }`. */
function droppedNames({ container }: Importing): readonly (readonly [dropped: string, kept: string])[] {
  const { metadata = {} } = container.attributes as { readonly metadata?: Readonly<Record<string, string>> };
  const names = new Set(container.tensors.map(({ name }) => name));
  return Object.entries(metadata).filter(([dropped, kept]) => names.has(kept) && !names.has(dropped));
}

/** All tensors, with those that were dropped for another of the same numbers. */
function restored(importing: Importing): readonly StoredTensor[] {
  const { tensors } = importing.container;
  const dropped = droppedNames(importing).map(([name, kept]) => ({ ...tensors.find((tensor) => tensor.name === kept)!, name }));
  return [...tensors, ...dropped];
}

function isTied(importing: Importing, { kernel }: DenseLayer, first: Layer): boolean {
  if (first.kind !== "embedding") return false;
  const names = [kernel.from[0], first.table.from[0]];
  return droppedNames(importing).some((pair) => pair.every((name) => names.includes(name)));
}
