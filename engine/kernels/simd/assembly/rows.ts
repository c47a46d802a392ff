import { at, loadSome, storeSome } from "./lanes";
import { idsAt } from "./workspace";

@inline function idOf(place: i32): i32 {
  return load<i32>(idsAt + at(place));
}

/** to[columns] += from */
@inline function addRow(columns: i32, from: usize, to: usize): void {
  for (const end = to + at(columns & ~3); to < end; to += 16, from += 16) v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
  const rest = columns & 3;
  if (rest != 0) storeSome(to, f32x4.add(loadSome(to, rest), loadSome(from, rest)), rest);
}

/** Copies a row; a loop of our own is sooner done than the engine's copy of memory, until a row is long. */
@inline function copyRow(columns: i32, from: usize, to: usize): void {
  if (columns >= 256) {
    memory.copy(to, from, at(columns));
    return;
  }
  for (const end = to + at(columns & ~3); to < end; to += 16, from += 16) v128.store(to, v128.load(from));
  const rest = columns & 3;
  if (rest != 0) storeSome(to, loadSome(from, rest), rest);
}

export function gatherRowsOf(rows: i32, columns: i32, ids: i32, table: i32, out: i32): void {
  for (let r = 0; r < rows; r++) copyRow(columns, at(table + idOf(ids + r) * columns), at(out + r * columns));
}

/** Some columns of all rows; `stride` elements from one row to the next. */
export function scatterAddColumns(rows: i32, columns: i32, stride: i32, ids: i32, from: i32, table: i32): void {
  for (let r = 0; r < rows; r++) addRow(columns, at(from + r * stride), at(table + idOf(ids + r) * stride));
}

export function addBiasTo(rows: i32, columns: i32, bias: i32, out: i32): void {
  for (let r = 0; r < rows; r++) addRow(columns, at(bias), at(out + r * columns));
}

/** Likewise; a strip of 16 columns is summed in registers down all rows. */
export function sumColumns(rows: i32, columns: i32, rowStride: i32, from: i32, sums: i32): void {
  const stride = at(rowStride);
  let j = 0;
  for (; j + 16 <= columns; j += 16) sumStrip(rows, at(from + j), stride, at(sums + j));
  for (let r = 0; r < rows && j < columns; r++) addRow(columns - j, at(from + j) + <usize>r * stride, at(sums + j));
}

function sumStrip(rows: i32, from: usize, stride: usize, to: usize): void {
  let s0 = v128.load(to), s1 = v128.load(to, 16), s2 = v128.load(to, 32), s3 = v128.load(to, 48);
  for (let r = 0; r < rows; r++, from += stride) {
    s0 = f32x4.add(s0, v128.load(from));
    s1 = f32x4.add(s1, v128.load(from, 16));
    s2 = f32x4.add(s2, v128.load(from, 32));
    s3 = f32x4.add(s3, v128.load(from, 48));
  }
  v128.store(to, s0);
  v128.store(to, s1, 16);
  v128.store(to, s2, 32);
  v128.store(to, s3, 48);
}

export function copyFloats(size: i32, from: i32, to: i32): void {
  copyRow(size, at(from), at(to));
}
