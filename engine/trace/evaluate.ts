import { activationCodes } from "../kernels/activations.ts";
import { activations, slopes } from "../kernels/reference/activations.ts";
import { clip } from "../kernels/reference/units.ts";
import type { Tensor } from "../memory/tensor.ts";
import type { Expression, GateBlock, Quantity } from "./expression.ts";

/** The numbers that derivations are evaluated on. */
export interface Readings {
  /** Of the pass. */
  readonly steps: number;
  /** A traced quantity, [T, N, size]; step -1 of a state is the initial state. @throws Error if there is none of that name. */
  quantity(name: string): Tensor;
  /** By its name within the cell, such as `recurrentKernel`. @throws Error if there is none of that name. */
  parameter(name: string): Matrix;
  /** What the cell reads: rows of numbers [T, N, D], or ids that stand for one-hot rows. */
  readonly input: Tensor | { id(t: number, n: number): number };
}

export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** Width of one gate's block. */
  readonly width: number;
  at(row: number, column: number): number;
}

/** One number of a trace: step t, row n, unit j. */
export interface Place {
  readonly t: number;
  readonly n: number;
  readonly j: number;
}

/** The number that the expression says stands there. */
export function evaluate(expression: Expression, readings: Readings, place: Place): number {
  const value = (part: Expression, j = place.j): number => evaluate(part, readings, { ...place, j });
  switch (expression.kind) {
    case "quantity":
      return read(expression, readings, place);
    case "option":
      return expression.value;
    case "vector":
      return elementOf(expression.block, readings, place.j);
    case "input":
      return inputOf(readings, place);
    case "into":
      return productInto(expression.vector, expression.block, readings, place);
    case "back":
      return productBack(expression.vector, expression.block, readings, place);
    case "sum":
      return expression.of.reduce((total, part) => total + value(part), 0);
    case "product":
      return expression.of.reduce((total, part) => total * value(part), 1);
    case "difference":
      return value(expression.from) - value(expression.subtract);
    case "oneMinus":
      return 1 - value(expression.of);
    case "apply":
      return activations[activationCodes[expression.activation]](value(expression.of));
    case "slope":
      return slopes[activationCodes[expression.activation]](value(expression.of));
    case "clip":
      return clip(value(expression.of), expression.bound.value);
    case "within":
      return Math.abs(value(expression.of)) < expression.bound.value ? 1 : 0;
    case "between":
      return isBetween(activations[activationCodes[expression.activation]], value(expression.of), expression.bound.value);
    case "mean":
      return meanOf(unitsOf(expression, value));
    case "inverseDeviation":
      return 1 / Math.sqrt(varianceOf(unitsOf(expression, value)) + expression.epsilon);
    default:
      return expression satisfies never;
  }
}

function read({ name, time }: Quantity, readings: Readings, { t, n, j }: Place): number {
  const tensor = readings.quantity(name);
  if (t + time >= readings.steps) return 0;
  // Such as a gate's 1 / √(variance + ε), which all its units share.
  return tensor.at(t + time, n, tensor.shape[2] === 1 ? 0 : j);
}

function elementOf({ parameter, place }: GateBlock, readings: Readings, j: number): number {
  const vector = readings.parameter(parameter);
  return vector.at(0, place * vector.width + j);
}

function inputOf({ input }: Readings, { t, n, j }: Place): number {
  if ("id" in input) return input.id(t, n) === j ? 1 : 0;
  return input.at(t, n, j);
}

function productInto(vector: Expression, { parameter, place }: GateBlock, readings: Readings, at: Place): number {
  const matrix = readings.parameter(parameter);
  const column = place * matrix.width + at.j;
  let total = 0;
  for (let k = 0; k < matrix.rows; k++) total += evaluate(vector, readings, { ...at, j: k }) * matrix.at(k, column);
  return total;
}

function productBack(vector: Expression, { parameter, place }: GateBlock, readings: Readings, at: Place): number {
  const matrix = readings.parameter(parameter);
  let total = 0;
  for (let k = 0; k < matrix.width; k++)
    total += evaluate(vector, readings, { ...at, j: k }) * matrix.at(at.j, place * matrix.width + k);
  return total;
}

const isBetween = (activation: (x: number) => number, y: number, bound: number): number =>
  y > activation(-bound) && y < activation(bound) ? 1 : 0;

const unitsOf = ({ of, units }: { of: Expression; units: number }, value: (part: Expression, j: number) => number): number[] =>
  Array.from({ length: units }, (_, j) => value(of, j));

const meanOf = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0) / numbers.length;

function varianceOf(numbers: readonly number[]): number {
  const middle = meanOf(numbers);
  return meanOf(numbers.map((number) => (number - middle) ** 2));
}
