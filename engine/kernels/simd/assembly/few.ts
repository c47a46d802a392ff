import { fma, loadSome, splat, storeSome } from "./lanes";

/**
 * Products of a single row with a matrix, where packing would cost more than it saves: every weight is read once, as it lies. Each
 * element is summed in the order of k, as a tile sums it. Strides are in bytes.
 */

/** c[n] += a[k] · B[k, n]: eight rows of B at a time. */
export function rowTimesMatrix(n: i32, k: i32, a: usize, b: usize, stride: usize, c: usize): void {
  let p = 0;
  for (; p + 8 <= k; p += 8, a += 32, b += stride << 3) addEightRows(n, a, b, stride, c);
  for (; p < k; p++, a += 4, b += stride) addRow(n, v128.load32_splat(a), b, c);
}

@inline function eight(
  x0: v128, x1: v128, x2: v128, x3: v128, x4: v128, x5: v128, x6: v128, x7: v128,
  b0: v128, b1: v128, b2: v128, b3: v128, b4: v128, b5: v128, b6: v128, b7: v128, sum: v128,
): v128 {
  const first = fma(x3, b3, fma(x2, b2, fma(x1, b1, fma(x0, b0, sum))));
  return fma(x7, b7, fma(x6, b6, fma(x5, b5, fma(x4, b4, first))));
}

function addEightRows(n: i32, a: usize, b0: usize, stride: usize, c: usize): void {
  const x0 = v128.load32_splat(a), x1 = v128.load32_splat(a, 4), x2 = v128.load32_splat(a, 8), x3 = v128.load32_splat(a, 12);
  const x4 = v128.load32_splat(a, 16), x5 = v128.load32_splat(a, 20), x6 = v128.load32_splat(a, 24), x7 = v128.load32_splat(a, 28);
  let b4 = b0 + (stride << 2);
  const s2 = stride << 1, s3 = s2 + stride;
  for (const end = c + ((<usize>(n & ~3)) << 2); c < end; c += 16, b0 += 16, b4 += 16)
    v128.store(c, eight(
      x0, x1, x2, x3, x4, x5, x6, x7,
      v128.load(b0), v128.load(b0 + stride), v128.load(b0 + s2), v128.load(b0 + s3),
      v128.load(b4), v128.load(b4 + stride), v128.load(b4 + s2), v128.load(b4 + s3), v128.load(c),
    ));
  const rest = n & 3;
  if (rest == 0) return;
  storeSome(c, eight(
    x0, x1, x2, x3, x4, x5, x6, x7,
    loadSome(b0, rest), loadSome(b0 + stride, rest), loadSome(b0 + s2, rest), loadSome(b0 + s3, rest),
    loadSome(b4, rest), loadSome(b4 + stride, rest), loadSome(b4 + s2, rest), loadSome(b4 + s3, rest), loadSome(c, rest),
  ), rest);
}

function addRow(n: i32, x: v128, b: usize, c: usize): void {
  for (const end = c + ((<usize>(n & ~3)) << 2); c < end; c += 16, b += 16) v128.store(c, fma(x, v128.load(b), v128.load(c)));
  const rest = n & 3;
  if (rest != 0) storeSome(c, fma(x, loadSome(b, rest), loadSome(c, rest)), rest);
}

/** c[n] += a[k] · B[n, k]ᵀ: sixteen rows of B at a time, turned in the registers four by four. */
export function rowTimesTransposed(n: i32, k: i32, a: usize, b: usize, stride: usize, c: usize): void {
  let j = 0;
  for (; j + 16 <= n; j += 16, c += 64, b += stride << 4) sixteenColumns(k, a, b, stride, c);
  for (; j < n; j += 4, c += 16, b += stride << 2) fourColumns(min(4, n - j), k, a, b, stride, c);
}

/** Four more terms of four sums: the rows of B at `b`, and a's four elements in x0 to x3. */
@inline function addTransposed(b: usize, s1: usize, s2: usize, s3: usize, x0: v128, x1: v128, x2: v128, x3: v128, sum: v128): v128 {
  const r0 = v128.load(b), r1 = v128.load(b + s1), r2 = v128.load(b + s2), r3 = v128.load(b + s3);
  const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5), low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7), high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  const half = fma(x1, v128.shuffle<f64>(low01, low23, 1, 3), fma(x0, v128.shuffle<f64>(low01, low23, 0, 2), sum));
  return fma(x3, v128.shuffle<f64>(high01, high23, 1, 3), fma(x2, v128.shuffle<f64>(high01, high23, 0, 2), half));
}

/** One term of four sums. */
@inline function addTerm(b: usize, s1: usize, s2: usize, s3: usize, x: v128, sum: v128): v128 {
  let column = v128.load32_zero(b);
  column = v128.load_lane<f32>(b + s1, column, 1);
  column = v128.load_lane<f32>(b + s2, column, 2);
  return fma(x, v128.load_lane<f32>(b + s3, column, 3), sum);
}

function sixteenColumns(k: i32, a: usize, b: usize, stride: usize, c: usize): void {
  const s2 = stride << 1, s3 = s2 + stride, s4 = stride << 2;
  let c0 = v128.load(c), c1 = v128.load(c, 16), c2 = v128.load(c, 32), c3 = v128.load(c, 48);
  let p = 0;
  for (; p + 4 <= k; p += 4, a += 16, b += 16) {
    const x0 = v128.load32_splat(a), x1 = v128.load32_splat(a, 4), x2 = v128.load32_splat(a, 8), x3 = v128.load32_splat(a, 12);
    let from = b;
    c0 = addTransposed(from, stride, s2, s3, x0, x1, x2, x3, c0);
    from += s4;
    c1 = addTransposed(from, stride, s2, s3, x0, x1, x2, x3, c1);
    from += s4;
    c2 = addTransposed(from, stride, s2, s3, x0, x1, x2, x3, c2);
    from += s4;
    c3 = addTransposed(from, stride, s2, s3, x0, x1, x2, x3, c3);
  }
  for (; p < k; p++, a += 4, b += 4) {
    const x = v128.load32_splat(a);
    c0 = addTerm(b, stride, s2, s3, x, c0);
    c1 = addTerm(b + s4, stride, s2, s3, x, c1);
    c2 = addTerm(b + (s4 << 1), stride, s2, s3, x, c2);
    c3 = addTerm(b + s4 * 3, stride, s2, s3, x, c3);
  }
  v128.store(c, c0);
  v128.store(c, c1, 16);
  v128.store(c, c2, 32);
  v128.store(c, c3, 48);
}

/** Where there are fewer than four columns left, the last one stands in for those that are missing. */
function fourColumns(columns: i32, k: i32, a: usize, b: usize, stride: usize, c: usize): void {
  const s1 = stride * min(1, columns - 1), s2 = stride * min(2, columns - 1), s3 = stride * min(3, columns - 1);
  let sum = columns == 4 ? v128.load(c) : loadSome(c, columns);
  let p = 0;
  for (; p + 4 <= k; p += 4, a += 16, b += 16)
    sum = addTransposed(
      b, s1, s2, s3,
      v128.load32_splat(a), v128.load32_splat(a, 4), v128.load32_splat(a, 8), v128.load32_splat(a, 12), sum,
    );
  for (; p < k; p++, a += 4, b += 4) sum = addTerm(b, s1, s2, s3, v128.load32_splat(a), sum);
  if (columns == 4) v128.store(c, sum);
  else storeSome(c, sum, columns);
}
