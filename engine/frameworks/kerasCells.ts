import type { StoredTensor } from "../containers/tensors/tensor.ts";
import { type Importing, told } from "./importing.ts";
import { type NetworkJson, placed, type RecurrentLayer } from "./layer.ts";
import { asIs, beside, columnsOf, reshaped, rowsOf, summed, transposed, type Weight } from "./weight.ts";

/** Options of a recurrent layer of Keras; where a file holds weights alone, Keras' own defaults. */
export interface KerasCellOptions {
  readonly activation?: string;
  readonly recurrentActivation?: string;
  readonly resetAfter?: boolean;
  readonly goBackwards?: boolean;
  readonly final?: boolean;
}

const kinds: Readonly<Record<number, "rnn" | "gru" | "lstm">> = { 1: "rnn", 3: "gru", 4: "lstm" };

/** A cell by its kernel, recurrent kernel and, where it has one, bias. The kind is the number of gates: columns for each unit. */
export function kerasCell(
  importing: Importing,
  name: string,
  tensors: readonly StoredTensor[],
  options: KerasCellOptions = {},
): RecurrentLayer {
  const [kernel, recurrent, bias, ...more] = tensors;
  if (kernel === undefined || recurrent === undefined || more.length > 0)
    importing.fail(`layer ${name} has ${tensors.length} weights, and should have a kernel, a recurrent kernel and a bias`);
  for (const tensor of [kernel, recurrent]) importing.shaped(tensor, 2);
  const H = recurrent.shape[0]!;
  const gates = recurrent.shape[1]! / H;
  const kind =
    kinds[gates] ??
    importing.fail(`${told(recurrent)} is of no LSTM, GRU or simple RNN: it should have 4, 3 or 1 columns for each unit`);
  if (kernel.shape[1] !== recurrent.shape[1]) importing.fail(`${told(kernel)} does not fit ${told(recurrent)}`);
  const weights = weightsOf(importing, kernel, recurrent, bias, gates);
  const layer = {
    network: cellJson(kind, H, weights, options),
    weights,
    initialState: new Map(),
  };
  const sizes = { inputSize: kernel.shape[0]!, outputSize: H };
  const turned = options.goBackwards
    ? { network: { reverse: { layer: layer.network, outputs: "computed" } }, ...placed([["layer/", layer]]) }
    : layer;
  return { kind: "recurrent", name, ...turned, ...sizes, final: options.final ?? false };
}

/** As they are; CuDNN's layers are told by the size of their bias alone. */
function weightsOf(
  importing: Importing,
  kernel: StoredTensor,
  recurrent: StoredTensor,
  bias: StoredTensor | undefined,
  gates: number,
): Map<string, Weight> {
  const columns = kernel.shape[1]!;
  const plain = [["kernel", asIs(kernel)] as const, ["recurrent_kernel", asIs(recurrent)] as const];
  const shape = bias?.shape.join();
  if (bias === undefined) return new Map(plain);
  if (shape === String(columns) || (gates === 3 && shape === `2,${columns}`)) return new Map([...plain, ["bias", asIs(bias)]]);
  if (gates > 1 && shape === String(2 * columns)) return cudnnWeights(kernel, recurrent, bias, gates);
  return importing.fail(`${told(bias)} does not fit ${told(kernel)}`);
}

/**
 * CuDNN's layers in Keras 2: each gate's block of the kernel holds the numbers of a matrix [H, D] row by row, each one of the recurrent kernel
 * is transposed, and there are two biases. Keras sums an LSTM's when it loads them into a plain layer (`hdf5_format.py`, `_convert_rnn_weights`).
 */
function cudnnWeights(kernel: StoredTensor, recurrent: StoredTensor, bias: StoredTensor, gates: number): Map<string, Weight> {
  const [D, H] = [kernel.shape[0]!, recurrent.shape[0]!];
  const blocks = (tensor: StoredTensor) => Array.from({ length: gates }, (_, gate) => columnsOf(asIs(tensor), gate * H, H));
  const rows = asIs(bias, [2, gates * H]);
  const flat = [gates * H];
  return new Map([
    ["kernel", beside(blocks(kernel).map((block) => transposed(reshaped(block, [H, D]))))],
    ["recurrent_kernel", beside(blocks(recurrent).map(transposed))],
    ["bias", gates === 3 ? rows : summed(reshaped(rowsOf(rows, 0, 1), flat), reshaped(rowsOf(rows, 1, 1), flat))],
  ]);
}

function cellJson(
  kind: string,
  hiddenSize: number,
  weights: ReadonlyMap<string, Weight>,
  options: KerasCellOptions,
): NetworkJson {
  const { activation = "tanh", recurrentActivation = "sigmoid" } = options;
  const bias = weights.get("bias");
  const resetAfter = options.resetAfter ?? (bias === undefined || bias.shape.length === 2);
  return {
    [kind]: {
      hiddenSize,
      layout: "keras",
      ...(activation !== "tanh" && { activation }),
      ...(kind !== "rnn" && recurrentActivation !== "sigmoid" && { recurrentActivation }),
      ...(kind === "gru" && { resetAfter }),
      ...(bias === undefined && { bias: false }),
    },
  };
}
