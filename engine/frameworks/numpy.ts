import type { StoredTensor } from "../containers/tensors/tensor.ts";
import { type ImportedModel, importedModel } from "./importedModel.ts";
import { type Importing, told } from "./importing.ts";
import type { DenseLayer, RecurrentLayer } from "./layer.ts";
import { type FoundCell, findCell, findHead, namesOf } from "./numpyNames.ts";
import { asIs, beside, columnsOf, reshaped, transposed, type Weight } from "./weight.ts";

/** Whether it is a network that somebody wrote with NumPy, by the names that articles give the weights. */
export const isNumpy = (tensors: readonly StoredTensor[]): boolean => findCell(namesOf(tensors)) !== undefined;

/** One cell and the logits. Whether matrices are [out, in] or [in, out] is told by their shapes, as far as these tell. */
export function importNumpy(importing: Importing): ImportedModel {
  const { tensors } = importing.container;
  const named = namesOf(tensors);
  const found = findCell(named) ?? importing.fail("there is no cell in it by names that are known");
  const { matrix, bias } = findHead(named);
  const used = [...found.input, ...found.state, ...found.biases, matrix, bias];
  const left = tensors.find((tensor) => !used.includes(tensor));
  if (left !== undefined) importing.fail(`${told(left)} belongs to no layer that is known here`);
  const cell = found.isJoined ? joinedCell(importing, found) : splitCell(importing, found);
  return importedModel(importing, matrix === undefined ? [cell] : [cell, headOf(importing, matrix, bias, cell.outputSize)]);
}

/** A matrix of the input and one of the state for each gate. */
function splitCell(importing: Importing, found: FoundCell): RecurrentLayer {
  const [H, square] = importing.shaped(found.state[0]!, 2).shape as readonly [number, number];
  if (H !== square) importing.fail(`${told(found.state[0]!)} should have as many rows as columns: it reads the state`);
  const [rows, columns] = importing.shaped(found.input[0]!, 2).shape as readonly [number, number];
  const isTurned = columns === H && (rows !== H || found.input[0]!.name.includes("_x"));
  const D = isTurned ? rows : columns;
  if (rows === columns)
    importing.warn(
      `Whether ${found.input[0]!.name} is [in, out] cannot be told by its shape: taken is ${isTurned ? "that it is" : "[out, in]"}.`,
    );
  for (const tensor of found.input) fits(importing, tensor, isTurned ? [D, H] : [H, D]);
  for (const tensor of found.state) fits(importing, tensor, [H, H]);
  const kernel = (tensor: StoredTensor) => (isTurned ? asIs(tensor) : transposed(asIs(tensor)));
  return cellOf(importing, found, beside(found.input.map(kernel)), beside(found.state.map(kernel)));
}

/** One matrix for both, the state before the input, as articles on the LSTM have it: W · [h, x]. */
function joinedCell(importing: Importing, found: FoundCell): RecurrentLayer {
  const [rows, columns] = importing.shaped(found.input[0]!, 2).shape as readonly [number, number];
  const H = Math.min(rows, columns);
  for (const tensor of found.input) fits(importing, tensor, [rows, columns]);
  const matrix = (tensor: StoredTensor) => (rows <= columns ? asIs(tensor) : transposed(asIs(tensor)));
  const part = (begin: number, count: number) =>
    beside(found.input.map((tensor) => transposed(columnsOf(matrix(tensor), begin, count))));
  importing.warn("Taken is that each gate's matrix reads the state first and then the input, as the articles have it.");
  return cellOf(importing, found, part(H, Math.max(rows, columns) - H), part(0, H));
}

/** In Keras' layout. */
function cellOf(importing: Importing, { kind, biases }: FoundCell, kernel: Weight, recurrent: Weight): RecurrentLayer {
  const [D, H] = [kernel.shape[0]!, recurrent.shape[0]!];
  const rows = biases.map((bias) => reshaped(vector(importing, bias, H), [1, H]));
  const bias = rows.length === 0 ? [] : [["bias", reshaped(beside(rows), [rows.length * H])] as const];
  if (kind === "gru")
    importing.warn(
      "Taken is that z keeps the old state and that the reset comes before the product, as Cho et al. have it; Chung et al. have the opposite z.",
    );
  const options = {
    hiddenSize: H,
    layout: "keras",
    ...(kind === "gru" && { resetAfter: false }),
    ...(rows.length === 0 && { bias: false }),
  };
  return {
    kind: "recurrent",
    name: kind,
    network: { [kind]: options },
    weights: new Map([["kernel", kernel] as const, ["recurrent_kernel", recurrent] as const, ...bias]),
    initialState: new Map(),
    inputSize: D,
    outputSize: H,
    final: false,
  };
}

function headOf(importing: Importing, matrix: StoredTensor, bias: StoredTensor | undefined, H: number): DenseLayer {
  const [rows, columns] = importing.shaped(matrix, 2).shape as readonly [number, number];
  if (rows !== H && columns !== H) importing.fail(`${told(matrix)} should read ${H} features`);
  const kernel = columns === H ? transposed(asIs(matrix)) : asIs(matrix);
  return {
    kind: "dense",
    name: matrix.name,
    kernel,
    bias: bias === undefined ? null : vector(importing, bias, kernel.shape[1]!),
    activation: "linear",
  };
}

/** A vector that may be a column or a row. */
function vector(importing: Importing, tensor: StoredTensor, size: number): Weight {
  const shape = tensor.shape.join();
  if (![`${size}`, `${size},1`, `1,${size}`].includes(shape)) importing.fail(`${told(tensor)} should have ${size} numbers`);
  return asIs(tensor, [size]);
}

function fits(importing: Importing, tensor: StoredTensor, shape: readonly number[]): void {
  if (tensor.shape.join() !== shape.join()) importing.fail(`${told(tensor)} should be [${shape.join(", ")}]`);
}
