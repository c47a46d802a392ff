import type { StoredTensor } from "../containers/tensors/tensor.ts";
import { type ImportedModel, importedModel } from "./importedModel.ts";
import { type Importing, told } from "./importing.ts";
import type { DenseLayer, RecurrentLayer } from "./layer.ts";
import { asIs, beside, columnsOf, reshaped, transposed, type Weight } from "./weight.ts";

// Networks that people write themselves with NumPy, by the names that their articles gave the weights.

type Named = ReadonlyMap<string, StoredTensor>;

const karpathy = ["Wxh", "Whh", "Why", "bh", "by"];
/** The candidate is C, and the output's weights are v or y. */
const gateNames = ["i", "f", "C", "o"];

/** Whether it is a network by these names alone. */
export function isNumpy(tensors: readonly StoredTensor[]): boolean {
  const names = new Set(tensors.map(({ name }) => name));
  return (
    karpathy.every((name) => names.has(name)) ||
    gateNames.every((gate) => names.has(`W_${gate}`) || names.has(`W_${gate.toLowerCase()}`))
  );
}

export function importNumpy(importing: Importing): ImportedModel {
  const named: Named = new Map(importing.container.tensors.map((tensor) => [tensor.name, tensor]));
  const [recurrent, head, used] = named.has("Wxh") ? minCharRnn(importing, named) : columnsLstm(importing, named);
  const left = [...named.values()].find(({ name }) => !used.includes(name));
  if (left !== undefined) importing.fail(`${told(left)} belongs to no layer that is known here`);
  return importedModel(importing, [recurrent, head]);
}

type Found = readonly [RecurrentLayer, DenseLayer, readonly string[]];

/** Karpathy's min-char-rnn: h = tanh(Wxh x + Whh h + bh), y = Why h + by; biases are columns. */
function minCharRnn(importing: Importing, named: Named): Found {
  const [Wxh, Whh, Why, bh, by] = karpathy.map((name) => named.get(name)!) as [
    StoredTensor,
    StoredTensor,
    StoredTensor,
    StoredTensor,
    StoredTensor,
  ];
  for (const tensor of [Wxh, Whh, Why]) importing.shaped(tensor, 2);
  const [H, D] = Wxh.shape as readonly [number, number];
  fits(importing, Whh, [H, H]);
  fits(importing, Why, [Why.shape[0]!, H]);
  const weights = new Map([
    ["kernel", transposed(asIs(Wxh))],
    ["recurrent_kernel", transposed(asIs(Whh))],
    ["bias", vector(importing, bh, H)],
  ]);
  const recurrent = cell("Whh", { rnn: { hiddenSize: H, layout: "keras" } }, weights, D, H);
  return [recurrent, dense(importing, Why, by), karpathy];
}

/** A matrix for each gate, W [h, x] with h before x, as articles write the LSTM: `W_f W_i W_C W_o`, `b_f …`, and `W_v`, `b_v` for the logits. */
function columnsLstm(importing: Importing, named: Named): Found {
  const find = (...names: string[]) =>
    names.map((name) => named.get(name)).find((tensor) => tensor !== undefined) ??
    importing.fail(`tensor ${names[0]} is missing`);
  const pick = (letter: string) => gateNames.map((gate) => find(`${letter}_${gate}`, `${letter}_${gate.toLowerCase()}`));
  const [kernels, biases] = [pick("W"), pick("b")];
  const [W, b] = [find("W_v", "W_y"), find("b_v", "b_y")];
  const [H, columns] = importing.shaped(kernels[0]!, 2).shape as readonly [number, number];
  for (const tensor of kernels) fits(importing, tensor, [H, columns]);
  const part = (begin: number, count: number) =>
    beside(kernels.map((kernel) => transposed(columnsOf(asIs(kernel), begin, count))));
  const rows = biases.map((bias) => reshaped(vector(importing, bias, H), [1, H]));
  const weights = new Map([
    ["kernel", part(H, columns - H)],
    ["recurrent_kernel", part(0, H)],
    ["bias", reshaped(beside(rows), [4 * H])],
  ]);
  importing.warn("Taken is that each gate's matrix reads the state first and then the input, as the articles have it.");
  const recurrent = cell("W_f", { lstm: { hiddenSize: H, layout: "keras" } }, weights, columns - H, H);
  return [recurrent, dense(importing, W, b), [...kernels, ...biases, W, b].map(({ name }) => name)];
}

const cell = (
  name: string,
  network: object,
  weights: ReadonlyMap<string, Weight>,
  inputSize: number,
  outputSize: number,
): RecurrentLayer => ({
  kind: "recurrent",
  name,
  network: network as RecurrentLayer["network"],
  weights,
  initialState: new Map(),
  inputSize,
  outputSize,
  final: false,
});

function dense(importing: Importing, W: StoredTensor, b: StoredTensor): DenseLayer {
  const kernel = transposed(asIs(importing.shaped(W, 2)));
  return { kind: "dense", name: W.name, kernel, bias: vector(importing, b, W.shape[0]!), activation: "linear" };
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
