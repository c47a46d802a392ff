import { at, fma, loadFour, splat, storeUpTo } from "./lanes";
import { copyFloats } from "./rows";
import { fillWith } from "./vectors";
import { idsAt } from "./workspace";

/** The wrappers' loops, as in `reference/sequences.ts`. */

@inline function intAt(place: i32): usize {
  return idsAt + at(place);
}

@inline function isMasked(row: i32, mask: i32): bool {
  return load<i32>(intAt(mask + row)) == 0;
}

export function gatherIds(count: i32, numbers: i32, from: i32, to: i32): void {
  for (let i = 0; i < count; i++) store<i32>(intAt(to + i), load<i32>(intAt(from + load<i32>(intAt(numbers + i)))));
}

export function holdMasked(rows: i32, columns: i32, mask: i32, from: i32, to: i32): void {
  for (let r = 0; r < rows; r++) if (isMasked(r, mask)) copyFloats(columns, from + r * columns, to + r * columns);
}

export function passMasked(rows: i32, columns: i32, mask: i32, from: i32, to: i32): void {
  for (let r = 0; r < rows; r++)
    if (isMasked(r, mask)) {
      addRow(columns, splat(1), at(from + r * columns), at(to + r * columns), true);
      fillWith(columns, 0, from + r * columns);
    }
}

export function zeroMasked(rows: i32, columns: i32, mask: i32, place: i32): void {
  for (let r = 0; r < rows; r++) if (isMasked(r, mask)) fillWith(columns, 0, place + r * columns);
}

export function addMatrixOf(
  rows: i32, columns: i32, factor: f64, from: i32, fromStride: i32, to: i32, toStride: i32, accumulate: i32,
): void {
  const x = splat(<f32>factor);
  for (let r = 0; r < rows; r++) addRow(columns, x, at(from + r * fromStride), at(to + r * toStride), accumulate != 0);
}

/** to[columns] = (to, or 0) + factor · from */
function addRow(columns: i32, factor: v128, from: usize, to: usize, accumulate: bool): void {
  for (let left = columns; left > 0; left -= 4, from += 16, to += 16)
    storeUpTo(to, fma(factor, loadFour(from), accumulate ? loadFour(to) : splat(0)), left);
}

export function oneHotRows(rows: i32, columns: i32, ids: i32, out: i32): void {
  fillWith(rows * columns, 0, out);
  for (let r = 0; r < rows; r++) store<f32>(at(out + r * columns + load<i32>(intAt(ids + r))), 1);
}
