import { fma, loadSome, storeSome } from "./lanes";

/**
 * Products of a single row with a matrix, where packing would cost more than it saves: every weight is read once, as it lies. Each
 * element is summed in the order of k, as a tile sums it. Strides are in bytes.
 */

/** Bytes of B up to which it is at home in the second cache, where jumps from row to row cost nothing. */
const nearBytes: usize = 512 * 1024;

/**
 * c[n] += a[k] · B[k, n]. Where B is near, in strips of 32 columns whose sums stay in registers; where it is far, eight rows at a time,
 * read as they lie, which a processor sees coming.
 */
export function rowTimesMatrix(n: i32, k: i32, a: usize, b: usize, stride: usize, c: usize): void {
  if (<usize>k * stride <= nearBytes) for (; n >= 32; n -= 32, b += 128, c += 128) addToStrip(k, a, b, stride, c);
  if (n == 0) return;
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

/** The sums of 32 columns. */
function addToStrip(k: i32, a: usize, b: usize, stride: usize, c: usize): void {
  let s0 = v128.load(c), s1 = v128.load(c, 16), s2 = v128.load(c, 32), s3 = v128.load(c, 48);
  let s4 = v128.load(c, 64), s5 = v128.load(c, 80), s6 = v128.load(c, 96), s7 = v128.load(c, 112);
  for (const end = a + ((<usize>k) << 2); a < end; a += 4, b += stride) {
    const x = v128.load32_splat(a);
    s0 = fma(x, v128.load(b), s0);
    s1 = fma(x, v128.load(b, 16), s1);
    s2 = fma(x, v128.load(b, 32), s2);
    s3 = fma(x, v128.load(b, 48), s3);
    s4 = fma(x, v128.load(b, 64), s4);
    s5 = fma(x, v128.load(b, 80), s5);
    s6 = fma(x, v128.load(b, 96), s6);
    s7 = fma(x, v128.load(b, 112), s7);
  }
  v128.store(c, s0);
  v128.store(c, s1, 16);
  v128.store(c, s2, 32);
  v128.store(c, s3, 48);
  v128.store(c, s4, 64);
  v128.store(c, s5, 80);
  v128.store(c, s6, 96);
  v128.store(c, s7, 112);
}
