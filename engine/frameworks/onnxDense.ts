import type { OnnxNode } from "../containers/onnx/model.ts";
import { told } from "./importing.ts";
import { type DenseLayer, outputSizeOf } from "./layer.ts";
import { number } from "./onnxCells.ts";
import { directions, features, unread, type Way } from "./onnxWay.ts";
import { asIs, reshaped, transposed } from "./weight.ts";

// Nodes that make up dense layers.

export function takeMatMul(way: Way, node: OnnxNode): void {
  const { values } = way;
  const kernel = values.constant(node.inputs[1]);
  if (kernel === undefined || way.axes.at(-1) !== features || way.axes.includes(directions)) unread(way, node);
  if (values.importing.shaped(kernel, 2).shape[0] !== featuresOf(way, kernel.shape[0]!))
    values.importing.fail(`${told(kernel)} reads other features than the layer before it makes`);
  way.layers.push({ kind: "dense", name: node.name || kernel.name, kernel: asIs(kernel), bias: null, activation: "linear" });
}

const featuresOf = ({ layers }: Way, first: number): number => {
  const before = layers.at(-1);
  return before === undefined ? first : outputSizeOf(before);
};

/** alpha · A · B + beta · C, where both factors are 1 and A is not turned. */
export function takeGemm(way: Way, node: OnnxNode): void {
  const { values } = way;
  const { attributes } = node;
  const plain = number(attributes.alpha, 1) === 1 && number(attributes.beta, 1) === 1 && number(attributes.transA, 0) === 0;
  const [kernel, bias] = [values.constant(node.inputs[1]), values.constant(node.inputs[2])];
  if (!plain || kernel === undefined || way.axes.at(-1) !== features || way.axes.length !== 2) unread(way, node);
  const matrix = asIs(values.importing.shaped(kernel, 2));
  const turned = number(attributes.transB, 0) === 0 ? matrix : transposed(matrix);
  way.layers.push({ kind: "dense", name: node.name || kernel.name, kernel: turned, bias: null, activation: "linear" });
  if (bias !== undefined) addBias(way, node, node.inputs[2]!);
}

export function takeAdd(way: Way, node: OnnxNode): void {
  const constant = node.inputs.find((input) => way.values.constant(input) !== undefined);
  if (constant === undefined) unread(way, node);
  addBias(way, node, constant);
}

function addBias(way: Way, node: OnnxNode, value: string): void {
  const { layers, values } = way;
  const last = layers.at(-1);
  const bias = values.constant(value)!;
  const isVector = bias.shape.filter((length) => length !== 1).length <= 1 && bias.shape.at(-1) === (last && outputSizeOf(last));
  if (last?.kind !== "dense" || last.bias !== null || last.activation !== "linear" || !isVector) unread(way, node);
  layers[layers.length - 1] = { ...last, bias: reshaped(asIs(bias), [bias.shape.at(-1)!]) };
}

export function activate(way: Way, node: OnnxNode, activation: DenseLayer["activation"]): void {
  const last = way.layers.at(-1);
  if (last?.kind !== "dense" || last.activation !== "linear") unread(way, node);
  way.layers[way.layers.length - 1] = { ...last, activation };
}
