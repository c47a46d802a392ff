import type { Random } from "../random/random.ts";

/**
 * A matrix [count, length] with orthonormal rows, count ≤ length: normal draws, each row made orthogonal to those before it
 * (Gram and Schmidt, modified) and scaled to length one. Takes about 2 · count² · length operations: half a second for a recurrent
 * kernel of H = 512, half a minute for H = 2,048.
 */
export function orthogonalRows(count: number, length: number, random: Random): Float64Array {
  const matrix = new Float64Array(count * length);
  for (let r = 0; r < count; r++) {
    const row = matrix.subarray(r * length, (r + 1) * length);
    for (let j = 0; j < length; j++) row[j] = random.normal();
    for (let pass = 0; pass < 2; pass++)
      for (let before = 0; before < r; before++) subtractProjection(row, matrix, before * length);
    const norm = Math.sqrt(product(row, row, 0));
    for (let j = 0; j < length; j++) row[j] /= norm;
  }
  return matrix;
}

/** row -= (row · unit) unit, where unit is the row of the matrix that begins at `at`. */
function subtractProjection(row: Float64Array, matrix: Float64Array, at: number): void {
  const factor = product(row, matrix, at);
  for (let j = 0; j < row.length; j++) row[j] -= factor * matrix[at + j];
}

function product(row: Float64Array, matrix: Float64Array, at: number): number {
  let sum = 0;
  for (let j = 0; j < row.length; j++) sum += row[j] * matrix[at + j];
  return sum;
}
