import type { Readout } from "../layers/dense.ts";
import { type ArrayInput, exchangeAxes, type ReadArray, readArray, refuse, shapeText } from "./arrays.ts";
import type { InputSpec } from "./specs.ts";

/** A batch as the engine wants it: time first, checked. */
export interface Batch {
  /** T */
  readonly steps: number;
  /** N */
  readonly rows: number;
  /** [T, N] ids, or [T, N, D]. */
  readonly inputs: Float64Array;
  /** [T or 1, N] ids, or [T or 1, N, units]; null where only predictions are wanted. */
  readonly targets: Float64Array | null;
  /** [N]; null where every row has all T steps. */
  readonly lengths: readonly number[] | null;
}

export interface Expected {
  readonly input: InputSpec;
  readonly readout: Readout;
  readonly units: number;
  readonly targets: "ids" | "features";
}

/** @throws EngineError `badConfiguration` naming what does not fit, the expected and the given shape. */
export function readBatch(
  expected: Expected,
  inputs: ArrayInput,
  targets: ArrayInput | null,
  lengths: ArrayLike<number> | null,
): Batch {
  const { kind, size } = expected.input;
  const read = readArray("inputs", inputs, kind === "ids" ? ["rows", "steps"] : ["rows", "steps", size]);
  const [rows, steps] = read.shape;
  const valid = lengths === null ? null : readLengths(lengths, rows, steps);
  const within = (row: number, step: number) => valid === null || step < valid[row];
  checkNumbers("inputs", read, kind === "ids" ? size : null, within);
  return {
    steps,
    rows,
    inputs: exchangeAxes(read.data, rows, steps, kind === "ids" ? 1 : size),
    targets: targets === null ? null : readTargets(expected, targets, rows, steps, within),
    lengths: valid,
  };
}

function readTargets(
  { readout, units, targets: kind }: Expected,
  given: ArrayInput,
  rows: number,
  steps: number,
  within: (row: number, step: number) => boolean,
): Float64Array {
  const shape = [rows, ...(readout === "all" ? [steps] : []), ...(kind === "features" ? [units] : [])];
  const read = readArray("targets", given, shape);
  const withStep = readout === "all" ? read : { ...read, shape: [rows, 1, ...read.shape.slice(1)] };
  checkNumbers("targets", withStep, kind === "ids" ? units : null, readout === "all" ? within : () => true, readout === "last");
  return exchangeAxes(read.data, rows, withStep.shape[1], kind === "ids" ? 1 : units);
}

function readLengths(given: ArrayLike<number>, rows: number, steps: number): readonly number[] {
  const lengths = Array.from(given);
  if (lengths.length !== rows)
    refuse("lengths", `has the shape ${shapeText([lengths.length])}, expected is ${shapeText([rows])}, one for each row`);
  for (const [row, length] of lengths.entries())
    if (!Number.isInteger(length) || length < 1 || length > steps)
      refuse(`lengths[${row}]`, `is ${length}, expected is a whole number from 1 to ${steps}, the steps of the inputs`);
  return lengths;
}

/** Ids below `count`, or finite numbers where it is null; past a row's length anything may stand. */
function checkNumbers(
  name: string,
  { shape, data }: ReadArray,
  count: number | null,
  within: (row: number, step: number) => boolean,
  hidesStep = false,
): void {
  const [, steps, size = 1] = shape;
  for (let i = 0; i < data.length; i++) {
    const [row, step, j] = [Math.floor(i / (steps * size)), Math.floor(i / size) % steps, i % size];
    const value = data[i];
    const good = count === null ? Number.isFinite(value) : Number.isInteger(value) && value >= 0 && value < count;
    if (good || !within(row, step)) continue;
    const place = [row, ...(hidesStep ? [] : [step]), ...(shape.length === 3 ? [j] : [])];
    refuse(
      `${name}[${place.join("][")}]`,
      `is ${value}, expected is ${count === null ? "a finite number" : `an id from 0 to ${count - 1}`}`,
    );
  }
}

/** Some rows of a batch. @param widths numbers that an input and a target have at each step. */
export function rowsOf(
  batch: Batch,
  first: number,
  count: number,
  widths: { readonly inputs: number; readonly targets: number },
): Batch {
  const rows = (data: Float64Array, width: number): Float64Array => {
    const steps = data.length / (batch.rows * width);
    const taken = new Float64Array(steps * count * width);
    for (let t = 0; t < steps; t++) {
      const from = (t * batch.rows + first) * width;
      taken.set(data.subarray(from, from + count * width), t * count * width);
    }
    return taken;
  };
  return {
    steps: batch.steps,
    rows: count,
    inputs: rows(batch.inputs, widths.inputs),
    targets: batch.targets && rows(batch.targets, widths.targets),
    lengths: batch.lengths?.slice(first, first + count) ?? null,
  };
}
