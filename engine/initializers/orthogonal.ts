import type { Random } from "../random/random.ts";

/** Rows that are projected on at a time: four sums that do not wait for each other, and a row is read once for all four. */
const group = 4;

/** A row that has lost more than this of its length to the others has lost digits too, and is made orthogonal once more. */
const kept = Math.SQRT1_2;

/**
 * A matrix [count, length] with orthonormal rows, count ≤ length: normal draws, each row made orthogonal to those before it
 * (Gram and Schmidt, again where Daniel, Gragg, Kaufman and Stewart, 1976, ask for it) and scaled to length one.
 */
export function orthogonalRows(count: number, length: number, random: Random): Float64Array<ArrayBuffer> {
  const matrix = new Float64Array(count * length);
  for (let r = 0; r < count; r++) {
    const row = matrix.subarray(r * length, (r + 1) * length);
    for (let j = 0; j < length; j++) row[j] = random.normal();
    let before = norm(row);
    for (let after = orthogonalize(row, matrix, r); after < kept * before; after = orthogonalize(row, matrix, r)) before = after;
    const scale = 1 / norm(row);
    for (let j = 0; j < length; j++) row[j] *= scale;
  }
  return matrix;
}

/** Takes from the row its part along the first `count` rows of the matrix. @returns what is left of its norm. */
function orthogonalize(row: Float64Array, matrix: Float64Array, count: number): number {
  const whole = count - (count % group);
  for (let before = 0; before < whole; before += group) subtractFour(row, matrix, before * row.length);
  for (let before = whole; before < count; before++) subtractOne(row, matrix, before * row.length);
  return norm(row);
}

/** row -= Σ (row · unit) unit over the four rows of the matrix from `at` on. */
function subtractFour(row: Float64Array, matrix: Float64Array, at: number): void {
  const length = row.length;
  const [a, b, c, d] = [at, at + length, at + 2 * length, at + 3 * length];
  let [alongA, alongB, alongC, alongD] = [0, 0, 0, 0];
  for (let j = 0; j < length; j++) {
    const element = row[j];
    alongA += element * matrix[a + j];
    alongB += element * matrix[b + j];
    alongC += element * matrix[c + j];
    alongD += element * matrix[d + j];
  }
  for (let j = 0; j < length; j++)
    row[j] -= alongA * matrix[a + j] + alongB * matrix[b + j] + alongC * matrix[c + j] + alongD * matrix[d + j];
}

/** row -= (row · unit) unit, where unit is the row of the matrix at `at`. */
function subtractOne(row: Float64Array, matrix: Float64Array, at: number): void {
  let along = 0;
  for (let j = 0; j < row.length; j++) along += row[j] * matrix[at + j];
  for (let j = 0; j < row.length; j++) row[j] -= along * matrix[at + j];
}

function norm(row: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < row.length; j++) sum += row[j] * row[j];
  return Math.sqrt(sum);
}
