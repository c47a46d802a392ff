import type { Importing } from "./importing.ts";
import {
  type DenseLayer,
  inputSizeOf,
  type Layer,
  type NetworkJson,
  outputSizeOf,
  type RecurrentLayer,
  stacked,
} from "./layer.ts";
import { asIs, type Weight } from "./weight.ts";

/** A model of another framework in the language of parity cases: the tree of its network, and its weights by their paths. */
export interface ImportedModel {
  /** A case's `model`. */
  readonly model: ModelJson;
  readonly weights: ReadonlyMap<string, Weight>;
  /** By cell's path with its closing slash; empty where a file says nothing. */
  readonly initialState: ReadonlyMap<string, Readonly<Record<string, Weight>>>;
  /** Valid steps of each row, where a file holds them. */
  readonly lengths: readonly number[] | null;
  /** A tensor of the file as a weight, for who says which it is. */
  byTensor(name: string): Weight | undefined;
  /** What was assumed, or left out: a sentence each. */
  readonly warnings: readonly string[];
}

export interface ModelJson {
  readonly inputSize: number;
  readonly embedding?: { readonly size: number };
  readonly network: NetworkJson;
  readonly readout: "all" | "last" | "final";
  readonly hidden?: readonly NetworkJson[];
  readonly dense?: { readonly units: number; readonly bias: boolean; readonly tied?: boolean };
}

export interface Extras {
  readonly lengths?: readonly number[] | null;
  readonly readout?: "last";
  /** The head's kernel is the embedding's, transposed. */
  readonly tied?: DenseLayer;
}

/** Activations of a dense layer that a parity case can say. */
const denseActivations = ["linear", "tanh", "relu", "sigmoid"];

/**
 * Layers one behind the other as one model: an embedding, the network up to the last recurrent layer, then dense layers, of which the
 * last is the head. A head's softmax is the loss' own and not part of it.
 */
export function importedModel(importing: Importing, layers: readonly Layer[], extras: Extras = {}): ImportedModel {
  const embedding = layers[0]?.kind === "embedding" ? layers[0] : null;
  const rest = layers.slice(embedding === null ? 0 : 1);
  const last = rest.findLastIndex(({ kind }) => kind === "recurrent");
  if (last < 0)
    importing.fail("there is no recurrent layer in it", "Choose a file with an LSTM, a GRU or a simple recurrent layer.");
  checkFinals(importing, rest.slice(0, last));
  const network = stacked(rest.slice(0, last + 1).map((layer) => networkOf(importing, layer)));
  const head = headOf(importing, rest.slice(last + 1), extras.tied);
  const table = embedding === null ? [] : [["embedding/kernel", embedding.table] as const];
  return {
    model: {
      inputSize: inputSizeOf(layers[0]!),
      ...(embedding && { embedding: { size: outputSizeOf(embedding) } }),
      network: network.network,
      readout: (rest[last] as RecurrentLayer).final ? "final" : (extras.readout ?? "all"),
      ...head.model,
    },
    weights: new Map([...table, ...network.weights, ...head.weights]),
    initialState: network.initialState,
    lengths: extras.lengths ?? null,
    byTensor: (name) => {
      const tensor = importing.container.tensors.find((candidate) => candidate.name === name);
      return tensor && asIs(tensor);
    },
    warnings: importing.warnings,
  };
}

function checkFinals(importing: Importing, layers: readonly Layer[]): void {
  const final = layers.find((layer) => layer.kind === "recurrent" && layer.final);
  if (final !== undefined)
    importing.fail(`layer ${final.name} hands on its final state alone, and another recurrent layer follows`);
}

/** A layer below or between recurrent ones as part of the network. */
function networkOf(importing: Importing, layer: Layer): Pick<RecurrentLayer, "network" | "weights" | "initialState"> {
  if (layer.kind === "recurrent") return layer;
  if (layer.kind === "embedding") importing.fail(`the embedding ${layer.name} is not the first layer`);
  return { network: { dense: denseJson(importing, layer) }, weights: denseWeights(layer, ""), initialState: new Map() };
}

function denseJson(importing: Importing, { name, kernel, bias, activation }: DenseLayer): NetworkJson {
  if (!denseActivations.includes(activation))
    importing.fail(`layer ${name} has the activation ${activation}, which is not known here`);
  return {
    units: kernel.shape[1],
    ...(activation === "linear" ? {} : { activation }),
    ...(bias === null ? { bias: false } : {}),
  };
}

const denseWeights = ({ kernel, bias }: DenseLayer, place: string): Map<string, Weight> =>
  new Map([[`${place}kernel`, kernel], ...(bias === null ? [] : [[`${place}bias`, bias] as const])]);

interface Head {
  readonly model: Pick<ModelJson, "hidden" | "dense">;
  readonly weights: ReadonlyMap<string, Weight>;
}

function headOf(importing: Importing, layers: readonly Layer[], tied: DenseLayer | undefined): Head {
  const dense = layers.map((layer) =>
    layer.kind === "dense" ? layer : importing.fail(`${layer.kind} ${layer.name} stands behind the recurrent layers`),
  );
  const head = dense.at(-1);
  if (head === undefined) return { model: {}, weights: new Map() };
  if (head.activation !== "linear" && head.activation !== "softmax")
    importing.warn(`layer ${head.name} ends in ${head.activation}: what is computed here is before it.`);
  const hidden = dense.slice(0, -1);
  const own =
    head === tied
      ? new Map([...denseWeights(head, "dense/")].filter(([path]) => path !== "dense/kernel"))
      : denseWeights(head, "dense/");
  return {
    model: {
      ...(hidden.length === 0 ? {} : { hidden: hidden.map((layer) => denseJson(importing, layer)) }),
      dense: { units: head.kernel.shape[1]!, bias: head.bias !== null, ...(head === tied && { tied: true }) },
    },
    weights: new Map([...hidden.flatMap((layer, i) => [...denseWeights(layer, `hidden/${i}/`)]), ...own]),
  };
}
