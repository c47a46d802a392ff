import type { CellNetwork, GruOptions, LayerNormLstmOptions, LstmOptions, ModelDescription, Network } from "./parityCase.ts";

/** What the weights and states of a network look like, from its description alone. D: size of the input, H: hidden, P: size of h. */

/** A weight's path and its shape. */
export type Shapes = [path: string, shape: readonly number[]][];

export interface CellPlace {
  /** With its closing slash; empty for a bare cell. */
  readonly path: string;
  readonly cell: CellNetwork;
  /** D */
  readonly inputs: number;
}

/** F: features of a network's output. */
export function outputSize(network: Network, inputs: number): number {
  if ("stacked" in network) return network.stacked.reduce((size, layer) => outputSize(layer, size), inputs);
  if ("bidirectional" in network) {
    const { forward, backward, merge } = network.bidirectional;
    return outputSize(forward, inputs) + (merge === "concat" ? outputSize(backward, inputs) : 0);
  }
  if ("residual" in network || "highway" in network) return inputs;
  return hiddenStateSize(network);
}

/** P, which is H but for a projection. */
export function hiddenStateSize(cell: CellNetwork): number {
  if ("lstm" in cell) return cell.lstm.projectionSize ?? cell.lstm.hiddenSize;
  return optionsOf(cell).hiddenSize;
}

export function optionsOf(cell: CellNetwork): { readonly hiddenSize: number } {
  if ("lstm" in cell) return cell.lstm;
  if ("layerNormLstm" in cell) return cell.layerNormLstm;
  return "gru" in cell ? cell.gru : cell.rnn;
}

/** All cells, in the order of computation. */
export function cellsOf(network: Network, inputs: number, path = ""): CellPlace[] {
  if ("stacked" in network) {
    let size = inputs;
    return network.stacked.flatMap((layer, index) => {
      const cells = cellsOf(layer, size, `${path}${index}/`);
      size = outputSize(layer, size);
      return cells;
    });
  }
  if ("bidirectional" in network) {
    const { forward, backward } = network.bidirectional;
    return [...cellsOf(forward, inputs, `${path}forward/`), ...cellsOf(backward, inputs, `${path}backward/`)];
  }
  if ("residual" in network) return cellsOf(network.residual, inputs, `${path}layer/`);
  if ("highway" in network) return cellsOf(network.highway, inputs, `${path}layer/`);
  return [{ path, cell: network, inputs }];
}

/** [path, sizes of h and c] of every cell's state. */
export function stateShapes(
  network: Network,
  inputs: number,
): { readonly path: string; readonly h: number; readonly c?: number }[] {
  return cellsOf(network, inputs).map(({ path, cell }) => {
    const h = hiddenStateSize(cell);
    return "lstm" in cell || "layerNormLstm" in cell ? { path, h, c: optionsOf(cell).hiddenSize } : { path, h };
  });
}

/** Every weight of a model: the embedding, the cells', the highways', the dense layer's. */
export function weightShapes({ inputSize, embedding, network, dense }: ModelDescription): Shapes {
  const inputs = embedding?.size ?? inputSize;
  const features = outputSize(network, inputs);
  return [
    ...(embedding ? ([["embedding/kernel", [inputSize, embedding.size]]] as Shapes) : []),
    ...cellsOf(network, inputs).flatMap(({ path, cell, inputs: size }) => prefixed(path, cellShapes(cell, size))),
    ...highwaysOf(network, inputs),
    ["dense/kernel", [features, dense.units]],
    ["dense/bias", [dense.units]],
  ];
}

const prefixed = (path: string, shapes: Shapes): Shapes => shapes.map(([name, shape]) => [`${path}${name}`, shape]);

function highwaysOf(network: Network, inputs: number, path = ""): Shapes {
  if ("stacked" in network) {
    let size = inputs;
    return network.stacked.flatMap((layer, index) => {
      const shapes = highwaysOf(layer, size, `${path}${index}/`);
      size = outputSize(layer, size);
      return shapes;
    });
  }
  if ("bidirectional" in network) {
    const { forward, backward } = network.bidirectional;
    return [...highwaysOf(forward, inputs, `${path}forward/`), ...highwaysOf(backward, inputs, `${path}backward/`)];
  }
  if ("residual" in network) return highwaysOf(network.residual, inputs, `${path}layer/`);
  if (!("highway" in network)) return [];
  const own: Shapes = [
    ["highway/kernel", [inputs, inputs]],
    ["highway/bias", [inputs]],
  ];
  return [...prefixed(path, own), ...highwaysOf(network.highway, inputs, `${path}layer/`)];
}

function cellShapes(cell: CellNetwork, inputs: number): Shapes {
  if ("lstm" in cell) return [...lstmShapes(cell.lstm, inputs), ...extensionsOf(cell.lstm)];
  if ("layerNormLstm" in cell) return layerNormShapes(cell.layerNormLstm, inputs);
  if ("gru" in cell) return gruShapes(cell.gru, inputs);
  return pytorchShapes(cell.rnn.hiddenSize, inputs, cell.rnn.hiddenSize);
}

/** @param rows G·H: rows of all gates together. */
const pytorchShapes = (rows: number, inputs: number, recurrent: number): Shapes => [
  ["weight_ih", [rows, inputs]],
  ["weight_hh", [rows, recurrent]],
  ["bias_ih", [rows]],
  ["bias_hh", [rows]],
];

function lstmShapes({ layout, hiddenSize, projectionSize }: LstmOptions, inputs: number): Shapes {
  const [rows, recurrent] = [4 * hiddenSize, projectionSize ?? hiddenSize];
  switch (layout) {
    case "pytorch":
      return pytorchShapes(rows, inputs, recurrent);
    case "keras":
      return kerasShapes(rows, inputs, recurrent, [rows]);
    case "tensorflow":
      return [
        ["kernel", [inputs + recurrent, rows]],
        ["bias", [rows]],
      ];
    case "deepBreathe":
      return [["W", [rows, 1 + inputs + recurrent]]];
    default:
      return layout satisfies never;
  }
}

const kerasShapes = (columns: number, inputs: number, recurrent: number, bias: readonly number[]): Shapes => [
  ["kernel", [inputs, columns]],
  ["recurrent_kernel", [recurrent, columns]],
  ["bias", bias],
];

function extensionsOf({ layout, hiddenSize, peepholes, projectionSize }: LstmOptions): Shapes {
  const shapes: Shapes = peepholes ? ["input", "forget", "output"].map((gate) => [`peephole/${gate}`, [hiddenSize]]) : [];
  if (projectionSize === undefined) return shapes;
  const projection: Shapes[number] =
    layout === "pytorch" ? ["weight_hr", [projectionSize, hiddenSize]] : ["projection/kernel", [hiddenSize, projectionSize]];
  return [...shapes, projection];
}

function layerNormShapes({ hiddenSize }: LayerNormLstmOptions, inputs: number): Shapes {
  const scales = ["input", "transform", "forget", "output", "state"].flatMap(
    (part): Shapes => [
      [`${part}/gamma`, [hiddenSize]],
      [`${part}/beta`, [hiddenSize]],
    ],
  );
  return [["kernel", [inputs + hiddenSize, 4 * hiddenSize]], ...scales];
}

function gruShapes({ layout, hiddenSize, resetAfter = true }: GruOptions, inputs: number): Shapes {
  const rows = 3 * hiddenSize;
  if (layout === "pytorch") return pytorchShapes(rows, inputs, hiddenSize);
  return kerasShapes(rows, inputs, hiddenSize, resetAfter ? [2, rows] : [rows]);
}
