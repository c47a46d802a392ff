import type { FloatArray } from "../../memory/arena.ts";

/** out[r, :] = table[ids[r], :] */
export function gatherRows(
  x: FloatArray,
  ids: Int32Array,
  rows: number,
  columns: number,
  firstId: number,
  table: number,
  out: number,
): void {
  for (let r = 0; r < rows; r++) {
    const from = table + ids[firstId + r] * columns;
    x.copyWithin(out + r * columns, from, from + columns);
  }
}

/** table[ids[r], :] += from[r, :] */
export function scatterAddRows(
  x: FloatArray,
  ids: Int32Array,
  rows: number,
  columns: number,
  firstId: number,
  from: number,
  table: number,
): void {
  for (let r = 0; r < rows; r++) addRow(x, columns, from + r * columns, table + ids[firstId + r] * columns);
}

/** out[r, :] += bias */
export function addBias(x: FloatArray, rows: number, columns: number, bias: number, out: number): void {
  for (let r = 0; r < rows; r++) addRow(x, columns, bias, out + r * columns);
}

/** sums[:] += Σ_r from[r, :] */
export function columnSums(x: FloatArray, rows: number, columns: number, from: number, sums: number): void {
  for (let r = 0; r < rows; r++) addRow(x, columns, from + r * columns, sums);
}

function addRow(x: FloatArray, columns: number, from: number, to: number): void {
  for (let j = 0; j < columns; j++) x[to + j] = x[to + j] + x[from + j];
}
