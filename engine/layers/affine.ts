import type { Kernels } from "../kernels/kernels.ts";
import type { ParameterBlock } from "../memory/ledger.ts";
import type { Source } from "./layer.ts";

/** y = x · kernel + Σ biases. PyTorch trains two biases for each gate, most others one. */
export interface Affine {
  /** [in, out] */
  readonly kernel: ParameterBlock;
  /** [1, out] each. */
  readonly biases: readonly ParameterBlock[];
}

/**
 * @param rows T · N, or fewer: the first row read is `firstRow`.
 * @param y [rows, out], overwritten.
 */
export function affineForward(kernels: Kernels, layer: Affine, source: Source, firstRow: number, rows: number, y: number): void {
  const { value, info } = layer.kernel;
  const out = info.columns;
  if (source.kind === "ids") kernels.gatherRows(rows, out, source.ids.offset + firstRow, value.offset, y);
  else {
    const x = source.values.offset + firstRow * source.size;
    kernels.gemmNN(rows, out, source.size, x, source.size, value.offset, out, y, out, 0);
  }
  for (const bias of layer.biases) kernels.addBias(rows, out, bias.value.offset, y);
}

/** dkernel += xᵀ · dy; dbias += Σ_rows dy; dx += dy · kernelᵀ. @param dy [rows, out] */
export function affineBackward(
  kernels: Kernels,
  layer: Affine,
  source: Source,
  firstRow: number,
  rows: number,
  dy: number,
): void {
  const { value, gradient, info } = layer.kernel;
  const out = info.columns;
  for (const bias of layer.biases) kernels.columnSums(rows, out, dy, bias.gradient!.offset);
  if (source.kind === "ids") {
    kernels.scatterAddRows(rows, out, source.ids.offset + firstRow, dy, gradient!.offset);
    return;
  }
  const size = source.size;
  const x = source.values.offset + firstRow * size;
  kernels.gemmTN(size, out, rows, x, size, dy, out, gradient!.offset, out, 1);
  if (source.gradient === null) return;
  const dx = source.gradient.offset + firstRow * size;
  kernels.gemmNT(rows, size, out, dy, out, value.offset, out, dx, size, 1);
}
