import type { FloatArray } from "../memory/arena.ts";
import type { Averaging } from "./loss.ts";

/** What decides how much a row counts. Each is of the judged rows, N to a step; null where there is none. */
export interface Batch {
  readonly rows: number;
  /** N */
  readonly batch: number;
  /** 0 where a row is masked. */
  readonly mask: Int32Array | null;
  /** Targets' ids. */
  readonly ids: Int32Array | null;
  readonly weights: FloatArray | null;
}

/** Whether every row counts alike, whatever it holds: then nothing has to be weighed. */
export const countsAlike = (by: Averaging, { mask, weights }: Pick<Batch, "mask" | "weights">): boolean =>
  (mask === null || by.mean === "padded") && weights === null && by.ignore === null && by.classWeights === null;

/** What a sum over rows that count alike is divided by. */
export const divisorOfAll = ({ mean }: Averaging, rows: number): number => (mean === "sum" || mean === "stepSum" ? 1 : rows);

/**
 * Writes what each row's loss is multiplied by before all are added up; 0 for rows that are not read.
 * @returns what the sum is divided by; 0 where nothing counts.
 */
export function weigh(by: Averaging, weighsClasses: boolean, given: Batch, factors: Float64Array): number {
  let steps = 0;
  let weighed = 0;
  for (let r = 0; r < given.rows; r++) {
    factors[r] = 0;
    if (!isValid(by, given, r)) continue;
    const own = given.weights === null ? 1 : given.weights[r]!;
    const ofClass = by.classWeights === null || given.ids === null ? 1 : by.classWeights[given.ids[r]!]!;
    factors[r] = weighsClasses ? own : own * ofClass;
    weighed += own * ofClass;
    steps++;
  }
  switch (by.mean) {
    case "valid":
      return by.divideBy === "weights" ? weighed : steps;
    case "rows":
      return divideByRows(by, given, factors);
    case "all":
    case "padded":
    case "sum":
    case "stepSum":
      return divisorOfAll(by, given.rows);
    default:
      return by.mean satisfies never;
  }
}

function isValid({ mean, ignore }: Averaging, { mask, ids }: Batch, row: number): boolean {
  if (mask !== null && mask[row] === 0 && mean !== "padded") return false;
  return ignore === null || ids === null || ids[row] !== ignore;
}

/** Each factor by the valid steps of its row of the batch. @returns the number of rows that have one. */
function divideByRows(by: Averaging, given: Batch, factors: Float64Array): number {
  let counted = 0;
  for (let n = 0; n < given.batch; n++) {
    let valid = 0;
    for (let r = n; r < given.rows; r += given.batch) if (isValid(by, given, r)) valid++;
    for (let r = n; r < given.rows; r += given.batch) factors[r] = factors[r]! / Math.max(1, valid);
    if (valid > 0) counted++;
  }
  return counted;
}
