import type { OnnxNode } from "../containers/onnx/model.ts";
import { outputSizeOf } from "./layer.ts";
import { directionsOf, isCell, number, onnxCell } from "./onnxCells.ts";
import { directions, features, toldNode, unread, type Way } from "./onnxWay.ts";
import { asIs } from "./weight.ts";

// Nodes that read sequences, and those that turn axes between them.

/** Y is [time, directions, rows, units]; Y_h [directions, rows, units]. With `layout` 1 rows come first. */
export function takeCell(way: Way, node: OnnxNode, output: string): void {
  const { values, axes } = way;
  if (!isCell(node.opType)) return;
  const rowsFirst = number(node.attributes.layout, 0) !== 0;
  const [time, rows] = rowsFirst ? [axes[1], axes[0]] : [axes[0], axes[1]];
  if (axes.length !== 3 || axes[2] !== features || time === undefined || rows === undefined) unread(way, node);
  if ((way.time ?? time) !== time) values.importing.fail(`${toldNode(node)} takes rows of the batch for time`);
  way.time = time;
  const cell = onnxCell(values, node, node.opType);
  const isFinal = output === node.outputs[1];
  if (output !== node.outputs[0] && !isFinal) values.importing.fail(`${toldNode(node)} hands on the state c, which is not read`);
  way.layers.push({ ...cell, final: isFinal });
  takeLengths(way, node);
  if (isFinal) way.axes = rowsFirst ? [rows, directions, features] : [directions, rows, features];
  else way.axes = rowsFirst ? [rows, time, directions, features] : [time, directions, rows, features];
}

function takeLengths(way: Way, node: OnnxNode): void {
  const given = node.inputs[4] ?? "";
  if (given === "") return;
  const lengths = way.values.counts(given);
  if (lengths === undefined)
    way.values.importing.warn("The rows' lengths come from outside: say which steps of a batch are valid.");
  else way.lengths = lengths;
}

/** A table's rows by ids, or one step of all. */
export function takeGather(way: Way, node: OnnxNode): void {
  const { values } = way;
  const table = values.constant(node.inputs[0]);
  const axis = number(node.attributes.axis, 0);
  if (table !== undefined) {
    if (axis !== 0 || way.axes.includes(features)) unread(way, node);
    way.layers.push({ kind: "embedding", name: table.name, table: asIs(values.importing.shaped(table, 2)) });
    way.axes = [...way.axes, features];
    return;
  }
  const index = values.counts(node.inputs[1]);
  const place = axis < 0 ? axis + way.axes.length : axis;
  if (index?.length !== 1 || index[0] !== -1 || way.axes[place] !== way.time) unread(way, node);
  way.last = true;
  way.axes = way.axes.filter((_, i) => i !== place);
}

function axesOf(way: Way, node: OnnxNode): readonly number[] {
  const { axes } = node.attributes;
  const given = axes?.kind === "ints" ? axes.value.map(Number) : way.values.counts(node.inputs[1]);
  return (given ?? []).map((axis) => (axis < 0 ? axis + way.axes.length : axis));
}

/** Of the axis of directions, where there is one direction. */
export function takeSqueeze(way: Way, node: OnnxNode): void {
  const [axis, ...others] = axesOf(way, node);
  if (axis === undefined || others.length > 0 || way.axes[axis] !== directions || directionsBefore(way) !== 1) unread(way, node);
  way.axes = way.axes.filter((_, i) => i !== axis);
}

/** Directions beside their units, as features: forward, then backward. */
export function takeReshape(way: Way, node: OnnxNode): void {
  const shape = way.values.shape(node.inputs[1]);
  const { axes } = way;
  const size = shape?.at(-1);
  if (shape?.length !== axes.length - 1 || axes.at(-2) !== directions || axes.at(-1) !== features) unread(way, node);
  if (size !== -1 && size !== outputSizeOf(way.layers.at(-1)!)) unread(way, node);
  way.axes = [...axes.slice(0, -2), features];
}

function directionsBefore({ values, layers }: Way): number {
  const last = layers.at(-1);
  const node = values.graph.nodes.find(
    ({ name, outputs, opType }) => isCell(opType) && (name === last?.name || outputs.includes(last?.name ?? "")),
  );
  return node === undefined ? 0 : directionsOf(node);
}
