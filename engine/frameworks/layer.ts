import type { Weight } from "./weight.ts";

/** A network in the language of parity cases. */
export type NetworkJson = Readonly<Record<string, unknown>>;

/** What a framework's file is made of, one behind the other. */
export type Layer = EmbeddingLayer | RecurrentLayer | DenseLayer;

/** Ids to rows of a table. */
export interface EmbeddingLayer {
  readonly kind: "embedding";
  readonly name: string;
  /** [ids, features] */
  readonly table: Weight;
}

/** A cell, or cells in wrappers, that reads sequences. */
export interface RecurrentLayer {
  readonly kind: "recurrent";
  readonly name: string;
  readonly network: NetworkJson;
  readonly inputSize: number;
  readonly outputSize: number;
  /** By path within the network. */
  readonly weights: ReadonlyMap<string, Weight>;
  /** By cell's path within the network, with its closing slash: what a pass begins with, [rows, size]. */
  readonly initialState: ReadonlyMap<string, Readonly<Record<string, Weight>>>;
  /** Whether only its final state is handed on. */
  readonly final: boolean;
}

/** logits = features · kernel + bias, then an activation. */
export interface DenseLayer {
  readonly kind: "dense";
  readonly name: string;
  readonly kernel: Weight;
  readonly bias: Weight | null;
  readonly activation: string;
}

export const inputSizeOf = (layer: Layer): number =>
  layer.kind === "recurrent" ? layer.inputSize : (layer.kind === "embedding" ? layer.table : layer.kernel).shape[0]!;

export const outputSizeOf = (layer: Layer): number =>
  layer.kind === "recurrent" ? layer.outputSize : (layer.kind === "embedding" ? layer.table : layer.kernel).shape[1]!;

/** Several networks as one, and the paths of their weights in it. */
export function stacked<T extends Pick<RecurrentLayer, "network" | "weights" | "initialState">>(
  layers: readonly T[],
): Pick<RecurrentLayer, "network" | "weights" | "initialState"> {
  const [only] = layers;
  if (layers.length === 1) return only!;
  return {
    network: { stacked: layers.map(({ network }) => network) },
    ...placed(layers.map((layer, i) => [`${i}/`, layer])),
  };
}

/** Weights and states of parts at their places in what wraps them. */
export function placed(
  parts: readonly (readonly [string, Pick<RecurrentLayer, "weights" | "initialState">])[],
): Pick<RecurrentLayer, "weights" | "initialState"> {
  const at = <V>(place: string, map: ReadonlyMap<string, V>) => [...map].map(([path, value]) => [place + path, value] as const);
  return {
    weights: new Map(parts.flatMap(([place, { weights }]) => at(place, weights))),
    initialState: new Map(parts.flatMap(([place, { initialState }]) => at(place, initialState))),
  };
}
