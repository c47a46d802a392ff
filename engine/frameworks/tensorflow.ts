import type { StoredTensor } from "../containers/tensors/tensor.ts";
import { chained, naturalOrder, type Piece } from "./chain.ts";
import { grouped } from "./grouped.ts";
import { type ImportedModel, importedModel } from "./importedModel.ts";
import { type Importing, told } from "./importing.ts";
import type { Layer, NetworkJson, RecurrentLayer } from "./layer.ts";
import { asIs, type Weight } from "./weight.ts";

/** Cells of TensorFlow 1 by the last part of their variables' scope: `rnn/multi_rnn_cell/cell_0/basic_lstm_cell/kernel:0`. */
const cellScope = /(?:^|\/)(?:(?:basic_)?lstm_cell|gru_cell|basic_rnn_cell)$/u;

const plain = (name: string): string => name.replace(/:0$/u, "");

/** Whether a file holds variables of TensorFlow 1's cells, as they are saved from a session's values. */
export const isTensorflow = (tensors: readonly StoredTensor[]): boolean =>
  tensors.some(
    ({ name }) => cellScope.test(plain(name).replace(/(?:\/(?:gates|candidate))?\/kernel$/u, "")) && name.includes("kernel"),
  );

/**
 * Variables of `tf.compat.v1`: an LSTM's kernel [D + H, 4H] reads the input and then the state. What the cells add to the forget gate is not in
 * the file, and 1 where nothing else was said to them.
 */
export function importTensorflow(importing: Importing): ImportedModel {
  const groups = grouped(importing.container.tensors, ({ name }) => scopeOf(plain(name)));
  const pieces: Piece[] = [...groups].map(([scope, tensors]) => ({
    name: scope,
    readings: readingsOf(importing, scope, tensors),
  }));
  return importedModel(
    importing,
    chained(
      importing,
      pieces.toSorted((a, b) => naturalOrder(a.name, b.name)),
    ),
  );
}

/** A GRU has two scopes within its own. */
const scopeOf = (name: string): string => name.replace(/\/[^/]*$/u, "").replace(/\/(?:gates|candidate)$/u, "");

function readingsOf(importing: Importing, scope: string, tensors: readonly StoredTensor[]): readonly Layer[] {
  const parameters = new Map(tensors.map((tensor) => [plain(tensor.name).slice(scope.length + 1), tensor]));
  if (cellScope.test(scope)) return [cellOf(importing, scope, parameters)];
  const [first, second, ...more] = tensors.toSorted((a, b) => b.shape.length - a.shape.length);
  if (first?.shape.length !== 2 || more.length > 0 || (second !== undefined && second.shape.join() !== String(first.shape[1])))
    importing.fail(`${tensors.map(told).join(", ")} belong to no layer that is known here`);
  const dense: Layer = {
    kind: "dense",
    name: scope,
    kernel: asIs(first),
    bias: second === undefined ? null : asIs(second),
    activation: "linear",
  };
  return second === undefined ? [{ kind: "embedding", name: scope, table: asIs(first) }, dense] : [dense];
}

type Parameters = ReadonlyMap<string, StoredTensor>;

/** Parameters by their variables; those of the layout `tensorflow` have the same names but for the peepholes. */
const paths: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  lstm: { kernel: "kernel", bias: "bias" },
  peepholeLstm: {
    kernel: "kernel",
    bias: "bias",
    w_i_diag: "peephole/input",
    w_f_diag: "peephole/forget",
    w_o_diag: "peephole/output",
  },
  gru: Object.fromEntries(["gates/kernel", "gates/bias", "candidate/kernel", "candidate/bias"].map((path) => [path, path])),
  rnn: { kernel: "kernel", bias: "bias" },
};

function cellOf(importing: Importing, scope: string, parameters: Parameters): RecurrentLayer {
  const kind = kindOf(scope, parameters);
  const named = paths[kind]!;
  const left = [...parameters].find(([path]) => !Object.hasOwn(named, path));
  if (left !== undefined) importing.fail(`${told(left[1])} does not fit the cell ${scope}`);
  const find = (path: string) => parameters.get(path) ?? importing.fail(`cell ${scope} lacks ${path}`);
  const weights = new Map(Object.entries(named).map(([path, ours]): [string, Weight] => [ours, asIs(find(path))]));
  const isLstm = kind === "lstm" || kind === "peepholeLstm";
  const [rows, columns] = importing.shaped(find(kind === "gru" ? "candidate/kernel" : "kernel"), 2).shape as readonly [
    number,
    number,
  ];
  const H = columns / (isLstm ? 4 : 1);
  if (isLstm) importing.warn(`What ${scope} adds to its forget gate is not in the file: taken is TensorFlow's 1.`);
  const network = networkOf(kind, H);
  return {
    kind: "recurrent",
    name: scope,
    network,
    weights,
    initialState: new Map(),
    inputSize: rows - H,
    outputSize: H,
    final: false,
  };
}

function kindOf(scope: string, parameters: Parameters): string {
  if (scope.endsWith("lstm_cell")) return parameters.has("w_i_diag") ? "peepholeLstm" : "lstm";
  return scope.endsWith("gru_cell") ? "gru" : "rnn";
}

function networkOf(kind: string, hiddenSize: number): NetworkJson {
  const options = { hiddenSize, layout: "tensorflow" };
  if (kind === "gru") return { gru: { ...options, resetAfter: false } };
  if (kind === "rnn") return { rnn: options };
  return { lstm: { ...options, forgetBias: 1, ...(kind === "peepholeLstm" && { peepholes: true }) } };
}
