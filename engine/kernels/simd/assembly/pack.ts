import { loadUpTo } from "./lanes";
import { tileColumns, tileRows } from "./tile";

/**
 * Parts of A and B in the order in which a tile reads them: panels of 6 rows of A as [k, 6], panels of 8 columns of B as [k, 8], the
 * last panel filled up with zeros. Strides are in bytes.
 */

/** From one panel of B to the next. Not a multiple of 4 KiB, or panels would drive each other out of the cache. */
@inline export function panelBytes(k: i32): usize {
  return ((<usize>k) << 5) + 64;
}

/** A [m, k], one row after the other. */
export function packRowsOfA(m: i32, k: i32, a: usize, stride: usize, to: usize): void {
  for (let i = 0; i < m; i += tileRows) {
    const rows = min(tileRows, m - i);
    for (let r = 0; r < tileRows; r++) {
      const from = a + <usize>(i + r) * stride;
      const out = to + ((<usize>r) << 2);
      if (r < rows) for (let p = 0; p < k; p++) store<f32>(out + <usize>p * 24, load<f32>(from + ((<usize>p) << 2)));
      else for (let p = 0; p < k; p++) store<f32>(out + <usize>p * 24, 0);
    }
    to += <usize>k * 24;
  }
}

/** A [k, m], to be transposed. */
export function packColumnsOfA(m: i32, k: i32, a: usize, stride: usize, to: usize): void {
  for (let i = 0; i < m; i += tileRows) {
    const rows = min(tileRows, m - i);
    let from = a + ((<usize>i) << 2);
    for (let p = 0; p < k; p++, from += stride, to += 24) {
      if (rows == tileRows) {
        v128.store(to, v128.load(from));
        store<u64>(to, load<u64>(from, 16), 16);
      } else {
        for (let r = 0; r < tileRows; r++) store<f32>(to + ((<usize>r) << 2), r < rows ? load<f32>(from + ((<usize>r) << 2)) : 0);
      }
    }
  }
}

/** B [k, n]: four rows at a time are read as they lie, so that whole cache lines are written. */
export function packRowsOfB(n: i32, k: i32, b: usize, stride: usize, to: usize): void {
  let p = 0;
  for (; p + 4 <= k; p += 4, b += stride << 2, to += 128) packFourRows(n, b, stride, to, panelBytes(k));
  for (; p < k; p++, b += stride, to += 32) {
    let from = b, out = to;
    for (let left = n; left > 0; left -= tileColumns, from += 32, out += panelBytes(k)) packEight(from, left, out);
  }
}

function packFourRows(n: i32, b: usize, stride: usize, to: usize, panel: usize): void {
  for (let left = n; left > 0; left -= tileColumns, b += 32, to += panel) {
    packEight(b, left, to);
    packEight(b + stride, left, to + 32);
    packEight(b + 2 * stride, left, to + 64);
    packEight(b + 3 * stride, left, to + 96);
  }
}

@inline function packEight(from: usize, left: i32, to: usize): void {
  if (left >= tileColumns) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
    return;
  }
  v128.store(to, loadUpTo(from, left));
  v128.store(to, left > 4 ? loadUpTo(from + 16, left - 4) : i32x4.splat(0), 16);
}
