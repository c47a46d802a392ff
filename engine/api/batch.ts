import type { Loss } from "../losses/loss.ts";
import type { ModelSpec } from "../model/blueprint.ts";
import type { ModelPlan } from "../model/shape.ts";
import { type ArrayInput, exchangeAxes, type ReadArray, readArray, refuse } from "./arrays.ts";
import { readValidity, type Validity } from "./masks.ts";

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
  /** [T or 1, N]; null where all weigh alike. */
  readonly targetWeights: Float64Array | null;
  /** Null where every step is valid. */
  readonly validity: Validity | null;
}

/** What a batch has to fit. */
export interface Expected {
  readonly input: ModelSpec["input"];
  readonly readout: ModelPlan["readout"];
  readonly units: number;
  readonly loss: Loss;
}

/** What is given besides inputs and targets. */
export interface GivenMasks {
  readonly lengths?: ArrayLike<number>;
  readonly mask?: ArrayInput;
  readonly targetWeights?: ArrayInput;
}

type Within = (row: number, step: number) => boolean;

/** @throws EngineError `badConfiguration` naming what does not fit, the expected and the given shape. */
export function readBatch(expected: Expected, inputs: ArrayInput, targets: ArrayInput | null, given: GivenMasks): Batch {
  const { kind, size } = expected.input;
  const read = readArray("inputs", inputs, kind === "ids" ? ["rows", "steps"] : ["rows", "steps", size]);
  const [rows, steps] = read.shape as [number, number];
  const validity = readValidity(given.lengths, given.mask, rows, steps);
  const within: Within = (row, step) => validity === null || validity.mask[step * rows + row] === 1;
  checkNumbers("inputs", read, { ids: kind === "ids" ? size : null, ignore: null }, within);
  const judged = judgedOf(expected, validity, rows, steps);
  return {
    steps,
    rows,
    inputs: exchangeAxes(read.data, rows, steps, kind === "ids" ? 1 : size),
    targets: targets === null ? null : readTargets(expected, targets, judged),
    targetWeights: given.targetWeights === undefined ? null : readWeights(given.targetWeights, judged),
    validity,
  };
}

/** The steps whose logits are judged: so many of each row, one where the sequence is read once. */
interface JudgedSteps {
  readonly rows: number;
  /** Null where the sequence is read once, and targets have no axis of steps. */
  readonly steps: number | null;
  /** Whether a target is read. */
  readonly within: Within;
}

function judgedOf({ readout, loss }: Expected, validity: Validity | null, rows: number, steps: number): JudgedSteps {
  const all = validity === null || loss.mean === "padded" || readout === "final";
  const isValid: Within = (row, step) => all || validity.mask[step * rows + row] === 1;
  if (readout === "all") return { rows, steps, within: isValid };
  const any = Array.from({ length: rows }, (_, row) => Array.from({ length: steps }, (_, t) => isValid(row, t)).includes(true));
  return { rows, steps: null, within: (row) => any[row]! };
}

const shapeOf = ({ rows, steps }: JudgedSteps): number[] => (steps === null ? [rows] : [rows, steps]);

function readTargets({ units, loss }: Expected, given: ArrayInput, judged: JudgedSteps): Float64Array {
  const isIds = loss.targets === "ids";
  const read = readArray("targets", given, [...shapeOf(judged), ...(isIds ? [] : [units])]);
  const limits = { ids: isIds ? units : null, ignore: loss.ignore };
  checkNumbers("targets", read, limits, judged.within, judged.steps === null);
  return exchangeAxes(read.data, judged.rows, judged.steps ?? 1, isIds ? 1 : units);
}

function readWeights(given: ArrayInput, judged: JudgedSteps): Float64Array {
  const read = readArray("targetWeights", given, shapeOf(judged));
  checkNumbers("targetWeights", read, { ids: null, ignore: null }, judged.within, judged.steps === null);
  return exchangeAxes(read.data, judged.rows, judged.steps ?? 1, 1);
}

/** Ids below `ids`, or finite numbers where that is null; where nothing is read, anything may stand. */
function checkNumbers(
  name: string,
  { shape, data }: ReadArray,
  limits: { readonly ids: number | null; readonly ignore: number | null },
  within: Within,
  once = false,
): void {
  const [, steps, size] = once ? [shape[0]!, 1, shape[1] ?? 1] : [shape[0]!, shape[1]!, shape[2] ?? 1];
  const { ids, ignore } = limits;
  for (const [i, value] of data.entries()) {
    const [row, step] = [Math.floor(i / (steps * size)), Math.floor(i / size) % steps];
    const good =
      ids === null ? Number.isFinite(value) : (Number.isInteger(value) && value >= 0 && value < ids) || value === ignore;
    if (good || !within(row, step)) continue;
    const place = [row, ...(once ? [] : [step]), ...(shape.length > (once ? 1 : 2) ? [i % size] : [])];
    refuse(`${name}[${place.join("][")}]`, `is ${value}, expected is ${ids === null ? "a finite number" : idsText(ids, ignore)}`);
  }
}

const idsText = (ids: number, ignore: number | null): string =>
  `an id from 0 to ${ids - 1}${ignore === null ? "" : `, or ${ignore} for none`}`;

/** Some rows of a batch. @param widths numbers that an input and a target have at each step. */
export function rowsOf(
  batch: Batch,
  first: number,
  count: number,
  widths: { readonly inputs: number; readonly targets: number },
): Batch {
  const rows = <A extends Float64Array | Int8Array>(data: A, width: number): A => {
    const steps = data.length / (batch.rows * width);
    const taken = new (data.constructor as new (length: number) => A)(steps * count * width);
    for (let t = 0; t < steps; t++) {
      const from = (t * batch.rows + first) * width;
      taken.set(data.subarray(from, from + count * width), t * count * width);
    }
    return taken;
  };
  const { validity } = batch;
  return {
    steps: batch.steps,
    rows: count,
    inputs: rows(batch.inputs, widths.inputs),
    targets: batch.targets && rows(batch.targets, widths.targets),
    targetWeights: batch.targetWeights && rows(batch.targetWeights, 1),
    validity: validity && { ...validity, mask: rows(validity.mask, 1) },
  };
}
