import { fma, splat } from "./lanes";

/** Rows and columns of C that one tile computes: 12 sums, two vectors of B and one of A fill the 15 vector registers that an engine leaves. */
export const tileRows: i32 = 6;
export const tileColumns: i32 = 8;

/**
 * C[6, 8] (+)= A · B over k, one product after the other in the order of k.
 * @param a packed [k, 6]
 * @param b packed [k, 8]
 * @param stride bytes from one row of C to the next
 * @param fresh whether the sums begin at 0 and not at what C holds
 */
export function multiplyTile(k: i32, a: usize, b: usize, c: usize, stride: usize, fresh: bool): void {
  let c00 = splat(0), c01 = splat(0), c10 = splat(0), c11 = splat(0), c20 = splat(0), c21 = splat(0);
  let c30 = splat(0), c31 = splat(0), c40 = splat(0), c41 = splat(0), c50 = splat(0), c51 = splat(0);
  let row = c;
  if (!fresh) {
    c00 = v128.load(row); c01 = v128.load(row, 16); row += stride;
    c10 = v128.load(row); c11 = v128.load(row, 16); row += stride;
    c20 = v128.load(row); c21 = v128.load(row, 16); row += stride;
    c30 = v128.load(row); c31 = v128.load(row, 16); row += stride;
    c40 = v128.load(row); c41 = v128.load(row, 16); row += stride;
    c50 = v128.load(row); c51 = v128.load(row, 16);
  }
  for (const end = b + ((<usize>k) << 5); b < end; b += 32, a += 24) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    let x = v128.load32_splat(a);
    c00 = fma(x, b0, c00); c01 = fma(x, b1, c01);
    x = v128.load32_splat(a, 4);
    c10 = fma(x, b0, c10); c11 = fma(x, b1, c11);
    x = v128.load32_splat(a, 8);
    c20 = fma(x, b0, c20); c21 = fma(x, b1, c21);
    x = v128.load32_splat(a, 12);
    c30 = fma(x, b0, c30); c31 = fma(x, b1, c31);
    x = v128.load32_splat(a, 16);
    c40 = fma(x, b0, c40); c41 = fma(x, b1, c41);
    x = v128.load32_splat(a, 20);
    c50 = fma(x, b0, c50); c51 = fma(x, b1, c51);
  }
  row = c;
  v128.store(row, c00); v128.store(row, c01, 16); row += stride;
  v128.store(row, c10); v128.store(row, c11, 16); row += stride;
  v128.store(row, c20); v128.store(row, c21, 16); row += stride;
  v128.store(row, c30); v128.store(row, c31, 16); row += stride;
  v128.store(row, c40); v128.store(row, c41, 16); row += stride;
  v128.store(row, c50); v128.store(row, c51, 16);
}
