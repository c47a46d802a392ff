import type { StoredTensor } from "../containers/tensors/tensor.ts";
import { chained, naturalOrder, type Piece } from "./chain.ts";
import { type ImportedModel, importedModel } from "./importedModel.ts";
import { type Importing, told } from "./importing.ts";
import { bidirectional } from "./keras.ts";
import { kerasCell } from "./kerasCells.ts";
import type { Layer } from "./layer.ts";
import { asIs } from "./weight.ts";

/** A layer's weights where nothing tells what it is. */
export interface KerasGroup {
  readonly name: string;
  readonly tensors: readonly StoredTensor[];
}

/**
 * Weights without a configuration: a layer's kind is told by the number and the shapes of its weights, the order by the sizes, and activations are
 * Keras' defaults.
 */
export function importKerasWeights(importing: Importing, groups: readonly KerasGroup[]): ImportedModel {
  const pieces = groups.map((group) => pieceOf(importing, group)).toSorted((a, b) => naturalOrder(a.name, b.name));
  importing.warn("There is no configuration in the file: activations are Keras' defaults, and all steps are read out.");
  return importedModel(importing, chained(importing, pieces));
}

function pieceOf(importing: Importing, { name, tensors }: KerasGroup): Piece {
  return { name, readings: readingsOf(importing, name, tensors) };
}

function readingsOf(importing: Importing, name: string, tensors: readonly StoredTensor[]): readonly Layer[] {
  const [first, second] = tensors;
  if (first?.shape.length !== 2)
    importing.fail(`layer ${name} has ${tensors.map(told).join(", ") || "no weights"}, which is not known here`);
  if (tensors.length === 1) return [{ kind: "embedding", name, table: asIs(first) }, denseOf(name, first)];
  if (tensors.length === 2 && second!.shape.length === 1) return [denseOf(name, first, second)];
  if (tensors.length <= 3) return [kerasCell(importing, name, tensors)];
  if (tensors.length % 2 !== 0) importing.fail(`layer ${name} has ${tensors.length} weights, which is not known here`);
  const half = tensors.length / 2;
  const halves = [kerasCell(importing, name, tensors.slice(0, half)), kerasCell(importing, name, tensors.slice(half))] as const;
  return ["concat", "sum"].map((merge) => bidirectional(name, halves, merge));
}

const denseOf = (name: string, kernel: StoredTensor, bias?: StoredTensor): Layer => ({
  kind: "dense",
  name,
  kernel: asIs(kernel),
  bias: bias === undefined ? null : asIs(bias),
  activation: "linear",
});
