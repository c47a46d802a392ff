import type { FloatArray } from "../../memory/arena.ts";

/**
 * C[m, n] (+)= A · B[k, n], where A's element (i, p) lies at `a + i · aRow + p · aColumn`: so A may be read as it is or transposed.
 *
 * Rows of B are added to rows of C, four at a time, so that all inner loops run along memory; two rows of C share what is read of B.
 */
export function multiplyRows(
  x: FloatArray,
  m: number,
  n: number,
  k: number,
  a: number,
  aRow: number,
  aColumn: number,
  b: number,
  ldb: number,
  c: number,
  ldc: number,
  accumulate: number,
): void {
  if (accumulate === 0) for (let i = 0; i < m; i++) x.fill(0, c + i * ldc, c + i * ldc + n);
  const pairs = m - (m % 2);
  const blocks = k - (k % 4);
  for (let p = 0; p < blocks; p += 4) {
    const rows = b + p * ldb;
    const first = a + p * aColumn;
    for (let i = 0; i < pairs; i += 2) addFourToTwo(x, n, first + i * aRow, aRow, aColumn, rows, ldb, c + i * ldc, ldc);
    if (pairs < m) addFourToOne(x, n, first + pairs * aRow, aColumn, rows, ldb, c + pairs * ldc);
  }
  for (let p = blocks; p < k; p++)
    for (let i = 0; i < m; i++) addOne(x, n, x[a + i * aRow + p * aColumn], b + p * ldb, c + i * ldc);
}

function addFourToTwo(
  x: FloatArray,
  n: number,
  a: number,
  aRow: number,
  aColumn: number,
  b: number,
  ldb: number,
  c: number,
  ldc: number,
): void {
  const a00 = x[a];
  const a01 = x[a + aColumn];
  const a02 = x[a + 2 * aColumn];
  const a03 = x[a + 3 * aColumn];
  const a10 = x[a + aRow];
  const a11 = x[a + aRow + aColumn];
  const a12 = x[a + aRow + 2 * aColumn];
  const a13 = x[a + aRow + 3 * aColumn];
  const b1 = b + ldb;
  const b2 = b1 + ldb;
  const b3 = b2 + ldb;
  const c1 = c + ldc;
  for (let j = 0; j < n; j++) {
    const w0 = x[b + j];
    const w1 = x[b1 + j];
    const w2 = x[b2 + j];
    const w3 = x[b3 + j];
    x[c + j] = x[c + j] + (a00 * w0 + a01 * w1 + a02 * w2 + a03 * w3);
    x[c1 + j] = x[c1 + j] + (a10 * w0 + a11 * w1 + a12 * w2 + a13 * w3);
  }
}

function addFourToOne(x: FloatArray, n: number, a: number, aColumn: number, b: number, ldb: number, c: number): void {
  const a0 = x[a];
  const a1 = x[a + aColumn];
  const a2 = x[a + 2 * aColumn];
  const a3 = x[a + 3 * aColumn];
  const b1 = b + ldb;
  const b2 = b1 + ldb;
  const b3 = b2 + ldb;
  for (let j = 0; j < n; j++) x[c + j] = x[c + j] + (a0 * x[b + j] + a1 * x[b1 + j] + a2 * x[b2 + j] + a3 * x[b3 + j]);
}

function addOne(x: FloatArray, n: number, factor: number, b: number, c: number): void {
  for (let j = 0; j < n; j++) x[c + j] = x[c + j] + factor * x[b + j];
}

/** C[m, n] (+)= A[m, k] · B[n, k]ᵀ: inner products of rows, four rows of B at a time. */
export function multiplyTransposed(
  x: FloatArray,
  m: number,
  n: number,
  k: number,
  a: number,
  lda: number,
  b: number,
  ldb: number,
  c: number,
  ldc: number,
  accumulate: number,
): void {
  const blocks = n - (n % 4);
  for (let i = 0; i < m; i++) {
    const row = a + i * lda;
    const out = c + i * ldc;
    if (accumulate === 0) x.fill(0, out, out + n);
    for (let j = 0; j < blocks; j += 4) addFourProducts(x, k, row, b + j * ldb, ldb, out + j);
    for (let j = blocks; j < n; j++) addProduct(x, k, row, b + j * ldb, out + j);
  }
}

function addFourProducts(x: FloatArray, k: number, a: number, b: number, ldb: number, c: number): void {
  const b1 = b + ldb;
  const b2 = b1 + ldb;
  const b3 = b2 + ldb;
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (let p = 0; p < k; p++) {
    const v = x[a + p];
    s0 += v * x[b + p];
    s1 += v * x[b1 + p];
    s2 += v * x[b2 + p];
    s3 += v * x[b3 + p];
  }
  x[c] = x[c] + s0;
  x[c + 1] = x[c + 1] + s1;
  x[c + 2] = x[c + 2] + s2;
  x[c + 3] = x[c + 3] + s3;
}

function addProduct(x: FloatArray, k: number, a: number, b: number, c: number): void {
  let sum = 0;
  for (let p = 0; p < k; p++) sum += x[a + p] * x[b + p];
  x[c] = x[c] + sum;
}
