import { at, fma, loadFour, storeUpTo } from "./lanes";

/** A strip of 16 columns is summed in registers down all rows, and after that, of what is left, four columns at a time. */
export function columnProductsOf(rows: i32, columns: i32, a: i32, lda: i32, b: i32, ldb: i32, sums: i32): void {
  let j = 0;
  for (; j + 16 <= columns; j += 16) sumStrip(rows, at(a + j), at(lda), at(b + j), at(ldb), at(sums + j));
  for (; j < columns; j += 4) sumFour(rows, columns - j, at(a + j), at(lda), at(b + j), at(ldb), at(sums + j));
}

function sumStrip(rows: i32, a: usize, lda: usize, b: usize, ldb: usize, to: usize): void {
  let s0 = v128.load(to), s1 = v128.load(to, 16), s2 = v128.load(to, 32), s3 = v128.load(to, 48);
  for (let r = 0; r < rows; r++, a += lda, b += ldb) {
    s0 = fma(v128.load(a), v128.load(b), s0);
    s1 = fma(v128.load(a, 16), v128.load(b, 16), s1);
    s2 = fma(v128.load(a, 32), v128.load(b, 32), s2);
    s3 = fma(v128.load(a, 48), v128.load(b, 48), s3);
  }
  v128.store(to, s0);
  v128.store(to, s1, 16);
  v128.store(to, s2, 32);
  v128.store(to, s3, 48);
}

function sumFour(rows: i32, count: i32, a: usize, lda: usize, b: usize, ldb: usize, to: usize): void {
  let sum = loadFour(to);
  for (let r = 0; r < rows; r++, a += lda, b += ldb) sum = fma(loadFour(a), loadFour(b), sum);
  storeUpTo(to, sum, count);
}
