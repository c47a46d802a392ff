import type { StoredTensor } from "../containers/tensors/tensor.ts";
import { chained, naturalOrder, type Piece } from "./chain.ts";
import { grouped } from "./grouped.ts";
import { type ImportedModel, importedModel } from "./importedModel.ts";
import { type Importing, told } from "./importing.ts";
import type { Layer, NetworkJson, RecurrentLayer } from "./layer.ts";
import { asIs, type Weight } from "./weight.ts";

/** One dense layer of a cell: `lstm/hi/kernel`, from safetensors or npz of flattened parameters, with slashes or dots. */
const cellName = /^(?<cell>.*?)(?<part>[ih][ifgorzn]_?|dense_[ih]|[ih])[/.](?<parameter>kernel|bias)$/u;

/** Parts of the cells by which they are told; `i` and `h` alone are of SimpleCell. */
const lstmGates = ["i", "f", "g", "o"];
const gruGates = ["r", "z", "n"];

/** Whether a file holds a cell of Flax, told by the names of its gates. */
export const isFlax = (tensors: readonly StoredTensor[]): boolean =>
  tensors.some(({ name }) => /(?:^|[/.])(?:h[orn]|dense_h|h)[/.]kernel$/u.test(name));

/** Parameters of Flax, linen's or nnx', flattened to names. Kernels are [in, out]; what is no cell is told by its parameters. */
export function importFlax(importing: Importing): ImportedModel {
  const groups = grouped(
    importing.container.tensors,
    ({ name }) => cellName.exec(name)?.groups?.cell ?? name.slice(0, name.search(/[^/.]*$/u)),
  );
  const pieces: Piece[] = [...groups].map(([place, tensors]) => ({
    name: place.replace(/[/.]$/u, ""),
    readings: [layerOf(importing, place, tensors)],
  }));
  return importedModel(
    importing,
    chained(
      importing,
      pieces.toSorted((a, b) => naturalOrder(a.name, b.name)),
    ),
  );
}

function layerOf(importing: Importing, place: string, tensors: readonly StoredTensor[]): Layer {
  const name = place.replace(/[/.]$/u, "");
  const parameters = new Map(tensors.map((tensor) => [normalized(tensor.name.slice(place.length)), tensor]));
  const embedding = parameters.get("embedding");
  if (embedding !== undefined && parameters.size === 1)
    return { kind: "embedding", name, table: asIs(importing.shaped(embedding, 2)) };
  const kernel = parameters.get("kernel");
  if (kernel !== undefined) {
    const bias = parameters.get("bias");
    return {
      kind: "dense",
      name,
      kernel: asIs(importing.shaped(kernel, 2)),
      bias: bias === undefined ? null : asIs(bias),
      activation: "linear",
    };
  }
  return cellOf(importing, name, parameters);
}

/** With slashes; nnx writes `if_`, because `if` is a word of Python. */
const normalized = (path: string): string => path.replaceAll(".", "/").replace("if_/", "if/");

type Parameters = ReadonlyMap<string, StoredTensor>;

function cellOf(importing: Importing, name: string, parameters: Parameters): RecurrentLayer {
  if (parameters.has("hi/kernel"))
    return cell(importing, name, parameters, "lstm", lstmPaths, parameters.get("hi/kernel")!, parameters.get("ii/kernel"));
  if (parameters.has("hr/kernel"))
    return cell(importing, name, parameters, "gru", gruPaths, parameters.get("hr/kernel")!, parameters.get("ir/kernel"));
  if (parameters.has("h/kernel"))
    return cell(
      importing,
      name,
      parameters,
      "rnn",
      ["i/kernel", "i/bias", "h/kernel"],
      parameters.get("h/kernel")!,
      parameters.get("i/kernel"),
    );
  if (parameters.has("dense_h/bias")) return optimized(importing, name, parameters);
  return importing.fail(`layer ${name} has ${[...parameters.values()].map(told).join(", ")}, which is not known here`);
}

const lstmPaths = [
  ...lstmGates.map((gate) => `i${gate}/kernel`),
  ...lstmGates.flatMap((gate) => [`h${gate}/kernel`, `h${gate}/bias`]),
];
const gruPaths = [
  ...gruGates.flatMap((gate) => [`i${gate}/kernel`, `i${gate}/bias`]),
  ...gruGates.map((gate) => `h${gate}/kernel`),
  "hn/bias",
];

/** Each gate has dense layers of its own (layout `flax`). */
function cell(
  importing: Importing,
  name: string,
  parameters: Parameters,
  kind: string,
  paths: readonly string[],
  recurrent: StoredTensor,
  input: StoredTensor | undefined,
): RecurrentLayer {
  const hiddenSize = importing.shaped(recurrent, 2).shape[0]!;
  const left = [...parameters].find(([path]) => !paths.includes(path));
  if (left !== undefined) importing.fail(`${told(left[1])} does not fit the cell ${name}`);
  const weights = new Map(
    paths.map((path) => [path, asIs(parameters.get(path) ?? importing.fail(`cell ${name} lacks ${path}`))]),
  );
  const network = { [kind]: { hiddenSize, layout: "flax", ...(kind === "gru" && { resetAfter: true }) } };
  return recurrentLayer(name, network, weights, importing.shaped(input!, 2).shape[0]!, hiddenSize);
}

/** nnx' OptimizedLSTMCell has all gates in one matrix, as Keras. */
function optimized(importing: Importing, name: string, parameters: Parameters): RecurrentLayer {
  const paths = { kernel: "dense_i/kernel", recurrent_kernel: "dense_h/kernel", bias: "dense_h/bias" };
  const tensors = Object.values(paths).map((path) => parameters.get(path) ?? importing.fail(`cell ${name} lacks ${path}`));
  const [input, recurrent] = tensors as [StoredTensor, StoredTensor];
  const hiddenSize = importing.shaped(recurrent, 2).shape[0]!;
  if (recurrent.shape[1] !== 4 * hiddenSize)
    importing.fail(`${told(recurrent)} is of no LSTM: it should have 4 columns for each unit`);
  const weights = new Map(Object.keys(paths).map((key, i) => [key, asIs(tensors[i]!)]));
  return recurrentLayer(
    name,
    { lstm: { hiddenSize, layout: "keras" } },
    weights,
    importing.shaped(input, 2).shape[0]!,
    hiddenSize,
  );
}

const recurrentLayer = (
  name: string,
  network: NetworkJson,
  weights: ReadonlyMap<string, Weight>,
  inputSize: number,
  outputSize: number,
): RecurrentLayer => ({
  kind: "recurrent",
  name,
  network,
  weights,
  initialState: new Map(),
  inputSize,
  outputSize,
  final: false,
});
