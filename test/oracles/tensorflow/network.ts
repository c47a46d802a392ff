import * as tf from "@tensorflow/tfjs";
import type { CellNetwork, Merge, Network } from "../parityCase.ts";
import { type CellPlace, cellsOf } from "../shapes.ts";
import { kerasConfig, recurrentLayer, stackLayer } from "./layers.ts";

/** A part of a network, made of Keras' layers. */
export interface KerasPart {
  /** Three weights each, in this order. */
  readonly cells: readonly CellPlace[];
  readonly weights: readonly tf.LayerVariable[];
  /** @returns outputs [N, T, F]; the cells' final states go to `states`. */
  run(x: tf.Tensor, states: StateKeeper): tf.Tensor;
}

export interface StateKeeper {
  /** [h] or [h, c], each [N, H] */
  initial(cell: CellPlace): tf.Tensor[];
  final(cell: CellPlace, state: readonly tf.Tensor[]): void;
}

type Both = Extract<Network, { bidirectional: unknown }>["bidirectional"];

const mergeModes = { concat: "concat", sum: "sum", multiply: "mul", average: "ave" } as const satisfies Record<Merge, string>;
const mergers: Record<Merge, (a: tf.Tensor, b: tf.Tensor) => tf.Tensor> = {
  concat: (a, b) => tf.concat([a, b], -1),
  sum: (a, b) => tf.add(a, b),
  multiply: (a, b) => tf.mul(a, b),
  average: (a, b) => tf.mul(0.5, tf.add(a, b)),
};
const isCell = (network: Network): network is CellNetwork =>
  "lstm" in network || "gru" in network || "rnn" in network || "layerNormLstm" in network;

/** The network as Keras' layers, built and without weights of its own yet. @param inputs D */
export function kerasNetwork(network: Network, inputs: number): KerasPart {
  const places = cellsOf(network, inputs);
  const take = (count: number): CellPlace[] => places.splice(0, count);
  const build = (part: Network): KerasPart => {
    if ("stacked" in part)
      return part.stacked.every(isCell) ? stackOfCells(part.stacked, take) : inSequence(part.stacked.map(build));
    if ("bidirectional" in part)
      return isKerasBidirectional(part.bidirectional)
        ? bidirectional(part.bidirectional, take)
        : bothWays(part.bidirectional, build);
    if (!isCell(part)) throw new Error("Keras has no residual or highway wrapper.");
    const [place] = take(1) as [CellPlace];
    return single(recurrentLayer(part), [place], [place]);
  };
  return build(network);
}

/** @param order of the cells in which the layer takes and returns states */
function single(layer: tf.layers.Layer, cells: readonly CellPlace[], order: readonly CellPlace[]): KerasPart {
  layer.build([null, null, (cells[0] as CellPlace).inputs]);
  // Not every layer says so itself, and one that does not is built again, and fails, when it runs.
  layer.built = true;
  return {
    cells,
    weights: layer.trainableWeights,
    run(x, states) {
      const initialState = order.flatMap((place) => states.initial(place));
      const [outputs, ...final] = layer.apply(x, { initialState }) as [tf.Tensor, ...tf.Tensor[]];
      for (const place of order) states.final(place, final.splice(0, "lstm" in place.cell ? 2 : 1));
      return outputs;
    },
  };
}

/** The states of stacked cells go from the uppermost cell down. */
function stackOfCells(stacked: readonly CellNetwork[], take: (count: number) => CellPlace[]): KerasPart {
  const places = take(stacked.length);
  return single(stackLayer(stacked), places, places.toReversed());
}

const inSequence = (parts: readonly KerasPart[]): KerasPart => ({
  cells: parts.flatMap(({ cells }) => cells),
  weights: parts.flatMap(({ weights }) => weights),
  run: (x, states) => parts.reduce((below, part) => part.run(below, states), x),
});

/** Keras' own layer makes the backward half in the forward half's image. */
const isKerasBidirectional = ({ forward, backward }: Both): boolean =>
  isCell(forward) && isCell(backward) && JSON.stringify(kerasConfig(forward)) === JSON.stringify(kerasConfig(backward));

function bidirectional({ forward, merge }: Both, take: (count: number) => CellPlace[]): KerasPart {
  const places = take(2);
  const layer = recurrentLayer(forward as CellNetwork);
  return single(tf.layers.bidirectional({ layer, mergeMode: mergeModes[merge] }), places, places);
}

/** What Keras' layer does, for halves that it cannot hold: a stack of cells (TensorFlow.js fails to copy it), or unlike ones. */
function bothWays({ forward, backward, merge }: Both, build: (network: Network) => KerasPart): KerasPart {
  const [ahead, back] = [build(forward), build(backward)];
  return {
    ...inSequence([ahead, back]),
    run: (x, states) => mergers[merge](ahead.run(x, states), tf.reverse(back.run(tf.reverse(x, 1), states), 1)),
  };
}
