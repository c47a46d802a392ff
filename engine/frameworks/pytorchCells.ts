import type { StoredTensor } from "../containers/tensors/tensor.ts";
import { type Importing, told } from "./importing.ts";
import { type NetworkJson, placed, type RecurrentLayer, stacked } from "./layer.ts";
import { asIs, type Weight } from "./weight.ts";

type Parameters = ReadonlyMap<string, StoredTensor>;
type Part = Pick<RecurrentLayer, "network" | "weights" | "initialState"> & {
  readonly inputSize: number;
  readonly outputSize: number;
};

const names = ["weight_ih", "weight_hh", "bias_ih", "bias_hh", "weight_hr"] as const;

/** `torch.nn.LSTM`, `GRU`, `RNN` with all their layers and directions, or one of the cells, from parameters by their own names. */
export function recurrentOf(importing: Importing, name: string, parameters: Parameters): RecurrentLayer {
  const used = new Set<string>();
  const layers: Part[] = [];
  for (let layer = 0; layer === 0 || parameters.has(`weight_ih_l${layer}`); layer++) {
    const place = parameters.has("weight_ih") ? "" : `_l${layer}`;
    layers.push(layerOf(importing, name, parameters, place, used));
    if (place === "") break;
  }
  const left = [...parameters].find(([key]) => !used.has(key));
  if (left !== undefined) importing.fail(`${told(left[1])} does not fit the layers of ${name}`);
  const wrong = layers.findIndex(({ inputSize }, i) => i > 0 && inputSize !== layers[i - 1]!.outputSize);
  if (wrong > 0)
    importing.fail(
      `layer ${wrong} of ${name} reads ${layers[wrong]!.inputSize} features, and the one below makes ${layers[wrong - 1]!.outputSize}`,
    );
  const [first, last] = [layers[0]!, layers.at(-1)!];
  return { kind: "recurrent", name, ...stacked(layers), inputSize: first.inputSize, outputSize: last.outputSize, final: false };
}

function layerOf(importing: Importing, name: string, parameters: Parameters, place: string, used: Set<string>): Part {
  const forward = cellOf(importing, name, parameters, place, used);
  if (!parameters.has(`weight_ih${place}_reverse`)) return forward;
  const backward = cellOf(importing, name, parameters, `${place}_reverse`, used);
  return {
    network: { bidirectional: { forward: forward.network, backward: backward.network, merge: "concat" } },
    ...placed([
      ["forward/", forward],
      ["backward/", backward],
    ]),
    inputSize: forward.inputSize,
    outputSize: forward.outputSize + backward.outputSize,
  };
}

const kinds: Readonly<Record<number, string>> = { 1: "rnn", 3: "gru", 4: "lstm" };

/** The kind of a cell is the number of its gates: rows of weight_hh for each unit. */
function cellOf(importing: Importing, name: string, parameters: Parameters, place: string, used: Set<string>): Part {
  const found = new Map(
    names.flatMap((key) => (parameters.has(key + place) ? [[key, parameters.get(key + place)!] as const] : [])),
  );
  for (const key of found.keys()) used.add(key + place);
  const [input, recurrent] = [found.get("weight_ih"), found.get("weight_hh")];
  if (input === undefined || recurrent === undefined) importing.fail(`${name} lacks weight_ih${place} or weight_hh${place}`);
  for (const tensor of [input, recurrent]) importing.shaped(tensor, 2);
  const projection = found.get("weight_hr");
  const H = projection?.shape[1] ?? recurrent.shape[1]!;
  const rows = recurrent.shape[0]!;
  const kind =
    kinds[rows / H] ??
    importing.fail(`${told(recurrent)} is of no LSTM, GRU or RNN: it should have 4, 3 or 1 rows for each unit`);
  const sizes: Readonly<Record<string, readonly number[]>> = {
    weight_ih: [rows, input.shape[1]!],
    weight_hh: [rows, projection?.shape[0] ?? H],
    bias_ih: [rows],
    bias_hh: [rows],
    weight_hr: [recurrent.shape[1]!, H],
  };
  for (const [key, tensor] of found)
    if (tensor.shape.join() !== sizes[key]!.join())
      importing.fail(`${told(tensor)} should be [${sizes[key]!.join(", ")}], for ${told(recurrent)}`);
  if (kind === "rnn") importing.warn(`Whether ${name} is of tanh or relu is not in the file: taken is tanh.`);
  const weights = new Map<string, Weight>([...found].map(([key, tensor]) => [key, asIs(tensor)]));
  const network = cellJson(kind, H, found, projection?.shape[0]);
  return { network, weights, initialState: new Map(), inputSize: input.shape[1]!, outputSize: projection?.shape[0] ?? H };
}

function cellJson(
  kind: string,
  hiddenSize: number,
  found: ReadonlyMap<string, unknown>,
  projectionSize: number | undefined,
): NetworkJson {
  const options = {
    hiddenSize,
    layout: "pytorch",
    ...(kind === "gru" && { resetAfter: true }),
    ...(projectionSize !== undefined && { projectionSize }),
    ...(!found.has("bias_ih") && { bias: false }),
  };
  return { [kind]: options };
}
