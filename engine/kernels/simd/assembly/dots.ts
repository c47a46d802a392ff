import { at, fma, loadSome, splat, sumOfLanes } from "./lanes";
import { panelsAt } from "./workspace";

/**
 * C (+)= A · Bᵀ as dot products of rows: both lie in memory as they are read. Of A a block of rows is brought together, for rows that are
 * a multiple of 4 KiB apart drive each other out of the cache. An element is summed in four lanes
 * over blocks of k, and the blocks' sums are added one after the other: in an order that k alone decides. Strides are in bytes.
 */

const kBlock: i32 = 512;
/** Rows of A that stay in the second cache while all rows of B pass by: more where they are brought together. */
const mBlock: i32 = 64;
const gatheredRows: i32 = 160;
const blockStride: usize = ((<usize>kBlock) << 2) + 64;

export function multiplyByDots(m: i32, n: i32, k: i32, a: usize, lda: usize, b: usize, ldb: usize, c: usize, ldc: usize, accumulate: i32): void {
  const gathers = m >= 4 && n >= 16 && k > kBlock;
  const block = gathers ? gatheredRows : mBlock;
  for (let i = 0; i < m; i += block) {
    const rows = min(block, m - i);
    for (let p = 0; p < k; p += kBlock) {
      const depth = min(kBlock, k - p);
      let from = a + <usize>i * lda + at(p);
      let stride = lda;
      if (gathers) {
        gatherBlock(rows, depth, from, lda, panelsAt);
        from = panelsAt;
        stride = blockStride;
      }
      multiplyBlock(rows, n, depth, from, stride, b + at(p), ldb, c + <usize>i * ldc, ldc, p == 0 && accumulate == 0);
    }
  }
}

function gatherBlock(rows: i32, k: i32, from: usize, stride: usize, to: usize): void {
  for (let r = 0; r < rows; r++, from += stride, to += blockStride) memory.copy(to, from, at(k));
}

function multiplyBlock(m: i32, n: i32, k: i32, a: usize, lda: usize, b: usize, ldb: usize, c: usize, ldc: usize, fresh: bool): void {
  const fours = m & ~3;
  if (fours > 0) {
    let row = b;
    let j = 0;
    for (; j + 2 <= n; j += 2, row += ldb << 1)
      for (let i = 0; i < fours; i += 4) fourByTwo(k, a + <usize>i * lda, lda, row, ldb, c + <usize>i * ldc + at(j), ldc, fresh);
    if (j < n) for (let i = 0; i < fours; i++) one(k, a + <usize>i * lda, row, c + <usize>i * ldc + at(j), fresh);
  }
  for (let i = fours; i < m; i++) oneRow(n, k, a + <usize>i * lda, b, ldb, c + <usize>i * ldc, fresh);
}

function oneRow(n: i32, k: i32, a: usize, b: usize, ldb: usize, c: usize, fresh: bool): void {
  let j = 0;
  for (; j + 8 <= n; j += 8, b += ldb << 3, c += 32) oneByEight(k, a, b, ldb, c, fresh);
  for (; j < n; j++, b += ldb, c += 4) one(k, a, b, c, fresh);
}

/** Adds a finished sum to an element of C, or puts it there. */
@inline function finish(c: usize, sum: v128, fresh: bool): void {
  store<f32>(c, fresh ? sumOfLanes(sum) : load<f32>(c) + sumOfLanes(sum));
}

function one(k: i32, a: usize, b: usize, c: usize, fresh: bool): void {
  let sum = splat(0);
  for (const end = a + at(k & ~3); a < end; a += 16, b += 16) sum = fma(v128.load(a), v128.load(b), sum);
  const rest = k & 3;
  if (rest != 0) sum = fma(loadSome(a, rest), loadSome(b, rest), sum);
  finish(c, sum, fresh);
}

function oneByEight(k: i32, a: usize, b: usize, ldb: usize, c: usize, fresh: bool): void {
  let s0 = splat(0), s1 = splat(0), s2 = splat(0), s3 = splat(0), s4 = splat(0), s5 = splat(0), s6 = splat(0), s7 = splat(0);
  const two = ldb << 1, three = two + ldb;
  let high = b + (ldb << 2);
  for (const end = a + at(k & ~3); a < end; a += 16, b += 16, high += 16) {
    const x = v128.load(a);
    s0 = fma(x, v128.load(b), s0);
    s1 = fma(x, v128.load(b + ldb), s1);
    s2 = fma(x, v128.load(b + two), s2);
    s3 = fma(x, v128.load(b + three), s3);
    s4 = fma(x, v128.load(high), s4);
    s5 = fma(x, v128.load(high + ldb), s5);
    s6 = fma(x, v128.load(high + two), s6);
    s7 = fma(x, v128.load(high + three), s7);
  }
  const rest = k & 3;
  if (rest != 0) {
    const x = loadSome(a, rest);
    s0 = fma(x, loadSome(b, rest), s0);
    s1 = fma(x, loadSome(b + ldb, rest), s1);
    s2 = fma(x, loadSome(b + two, rest), s2);
    s3 = fma(x, loadSome(b + three, rest), s3);
    s4 = fma(x, loadSome(high, rest), s4);
    s5 = fma(x, loadSome(high + ldb, rest), s5);
    s6 = fma(x, loadSome(high + two, rest), s6);
    s7 = fma(x, loadSome(high + three, rest), s7);
  }
  finish(c, s0, fresh);
  finish(c + 4, s1, fresh);
  finish(c + 8, s2, fresh);
  finish(c + 12, s3, fresh);
  finish(c + 16, s4, fresh);
  finish(c + 20, s5, fresh);
  finish(c + 24, s6, fresh);
  finish(c + 28, s7, fresh);
}

function fourByTwo(k: i32, a0: usize, lda: usize, b0: usize, ldb: usize, c: usize, ldc: usize, fresh: bool): void {
  let s00 = splat(0), s01 = splat(0), s10 = splat(0), s11 = splat(0), s20 = splat(0), s21 = splat(0), s30 = splat(0), s31 = splat(0);
  const two = lda << 1, three = two + lda;
  for (const end = a0 + at(k & ~3); a0 < end; a0 += 16, b0 += 16) {
    const y0 = v128.load(b0), y1 = v128.load(b0 + ldb);
    let x = v128.load(a0);
    s00 = fma(x, y0, s00); s01 = fma(x, y1, s01);
    x = v128.load(a0 + lda);
    s10 = fma(x, y0, s10); s11 = fma(x, y1, s11);
    x = v128.load(a0 + two);
    s20 = fma(x, y0, s20); s21 = fma(x, y1, s21);
    x = v128.load(a0 + three);
    s30 = fma(x, y0, s30); s31 = fma(x, y1, s31);
  }
  const rest = k & 3;
  if (rest != 0) {
    const y0 = loadSome(b0, rest), y1 = loadSome(b0 + ldb, rest);
    let x = loadSome(a0, rest);
    s00 = fma(x, y0, s00); s01 = fma(x, y1, s01);
    x = loadSome(a0 + lda, rest);
    s10 = fma(x, y0, s10); s11 = fma(x, y1, s11);
    x = loadSome(a0 + two, rest);
    s20 = fma(x, y0, s20); s21 = fma(x, y1, s21);
    x = loadSome(a0 + three, rest);
    s30 = fma(x, y0, s30); s31 = fma(x, y1, s31);
  }
  finish(c, s00, fresh); finish(c + 4, s01, fresh); c += ldc;
  finish(c, s10, fresh); finish(c + 4, s11, fresh); c += ldc;
  finish(c, s20, fresh); finish(c + 4, s21, fresh); c += ldc;
  finish(c, s30, fresh); finish(c + 4, s31, fresh);
}
