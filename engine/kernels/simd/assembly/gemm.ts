import { multiplyByDots } from "./dots";
import { rowTimesMatrix } from "./few";
import { at, splat } from "./lanes";
import { packColumnsOfA, packRowsOfA, packRowsOfB, panelBytes } from "./pack";
import { multiplyTile, tileColumns, tileRows } from "./tile";
import { headBytes, panelsAt, workspaceAt } from "./workspace";

/**
 * C (+)= A · B in blocks that stay in the caches: [kBlock, nBlock] of B and [mBlock, kBlock] of A are packed into panels, and tiles of C
 * run over them. Every element is summed in the order of k: from one block of k to the next its sum waits in C. (Goto and van de Geijn,
 * "Anatomy of high-performance matrix multiplication", 2008.)
 */

const mBlock: i32 = 120;
const nBlock: i32 = 512;
const kBlock: i32 = 256;
/** Up to so many rows are multiplied one by one, with nothing packed. */
const fewRows: i32 = 3;

const tileBytes: usize = 192;
const aBytes: usize = (<usize>mBlock * kBlock) << 2;
const bBytes: usize = ((<usize>nBlock * kBlock) << 2) + 64 * (<usize>nBlock >> 3);

/** What products need behind the arena. */
export function workspaceBytes(): usize {
  return headBytes + aBytes + bBytes;
}

/** C[m, n] (+)= A[m, k] · B[k, n] */
export function multiplyNN(
  m: i32, n: i32, k: i32, a: i32, lda: i32, b: i32, ldb: i32, c: i32, ldc: i32, accumulate: i32,
): void {
  if (m > fewRows) {
    multiply(m, n, k, at(a), at(lda), false, at(b), at(ldb), at(c), at(ldc), accumulate);
    return;
  }
  for (let i = 0; i < m; i++) {
    if (accumulate == 0) memory.fill(at(c + i * ldc), 0, at(n));
    rowTimesMatrix(n, k, at(a + i * lda), at(b), at(ldb), at(c + i * ldc));
  }
}

/** C[m, n] (+)= A[m, k] · B[n, k]ᵀ */
export function multiplyNT(
  m: i32, n: i32, k: i32, a: i32, lda: i32, b: i32, ldb: i32, c: i32, ldc: i32, accumulate: i32,
): void {
  multiplyByDots(m, n, k, at(a), at(lda), at(b), at(ldb), at(c), at(ldc), accumulate);
}

/** C[m, n] (+)= A[k, m]ᵀ · B[k, n] */
export function multiplyTN(
  m: i32, n: i32, k: i32, a: i32, lda: i32, b: i32, ldb: i32, c: i32, ldc: i32, accumulate: i32,
): void {
  multiply(m, n, k, at(a), at(lda), true, at(b), at(ldb), at(c), at(ldc), accumulate);
}

/** Strides in bytes; `turned` says that A is stored as its transpose. Where A has few rows, it is packed once for all columns. */
function multiply(
  m: i32, n: i32, k: i32, a: usize, lda: usize, turned: bool, b: usize, ldb: usize, c: usize, ldc: usize, accumulate: i32,
): void {
  const once = m <= mBlock;
  const width = once ? n : nBlock;
  for (let j = 0; j < n; j += width)
    for (let p = 0; p < k; p += kBlock) {
      const depth = min(kBlock, k - p);
      const from = a + (turned ? <usize>p * lda : at(p));
      const fresh = p == 0 && accumulate == 0;
      if (once) packA(m, depth, from, lda, turned);
      for (let left = j; left < min(n, j + width); left += nBlock) {
        const columns = min(nBlock, n - left);
        packRowsOfB(columns, depth, b + <usize>p * ldb + at(left), ldb, panelsAt + aBytes);
        for (let i = 0; i < m; i += mBlock) {
          const rows = min(mBlock, m - i);
          if (!once) packA(rows, depth, from + (turned ? at(i) : <usize>i * lda), lda, turned);
          multiplyBlock(rows, columns, depth, panelsAt, panelsAt + aBytes, c + <usize>i * ldc + at(left), ldc, fresh);
        }
      }
    }
}

function packA(m: i32, k: i32, a: usize, lda: usize, turned: bool): void {
  if (turned) packColumnsOfA(m, k, a, lda, panelsAt);
  else packRowsOfA(m, k, a, lda, panelsAt);
}

/** A panel of B stays in the first cache while all panels of A pass by. */
function multiplyBlock(m: i32, n: i32, k: i32, a: usize, b: usize, c: usize, ldc: usize, fresh: bool): void {
  for (let j = 0; j < n; j += tileColumns, b += panelBytes(k)) {
    let panel = a;
    for (let i = 0; i < m; i += tileRows, panel += <usize>k * 24) {
      const place = c + <usize>i * ldc + at(j);
      if (m - i >= tileRows && n - j >= tileColumns) multiplyTile(k, panel, b, place, ldc, fresh);
      else multiplyEdge(min(tileRows, m - i), min(tileColumns, n - j), k, panel, b, place, ldc, fresh);
    }
  }
}

/** A tile that reaches beyond C: computed beside it. */
function multiplyEdge(rows: i32, columns: i32, k: i32, a: usize, b: usize, c: usize, ldc: usize, fresh: bool): void {
  const tile = workspaceAt;
  if (!fresh) {
    for (let place: usize = 0; place < tileBytes; place += 16) v128.store(tile + place, splat(0));
    for (let r = 0; r < rows; r++) copyFloats(columns, c + <usize>r * ldc, tile + ((<usize>r) << 5));
  }
  multiplyTile(k, a, b, tile, 32, fresh);
  for (let r = 0; r < rows; r++) copyFloats(columns, tile + ((<usize>r) << 5), c + <usize>r * ldc);
}

function copyFloats(count: i32, from: usize, to: usize): void {
  for (let j = 0; j < count; j++) store<f32>(to + at(j), load<f32>(from + at(j)));
}
