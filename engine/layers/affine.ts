import type { Kernels } from "../kernels/kernels.ts";
import type { ParameterBlock } from "../memory/ledger.ts";
import type { FeatureSource, Source } from "./layer.ts";

/** y = x · kernel + Σ biases. PyTorch trains two biases for each gate, most others one. */
export interface Affine {
  /** [in, out]; [out, in] where it is transposed. */
  readonly kernel: ParameterBlock;
  /** [1, out] each. */
  readonly biases: readonly ParameterBlock[];
  /** Whether y = x · kernelᵀ: for real numbers only. */
  readonly transposed?: boolean;
}

const outputsOf = ({ kernel: { info }, transposed }: Affine): number => (transposed ? info.rows : info.columns);

/** @param rows of the source, from its first on. @param y [rows, out], overwritten. */
export function affineForward(kernels: Kernels, layer: Affine, source: Source, rows: number, y: number): void {
  const { offset: kernel } = layer.kernel.value;
  const out = outputsOf(layer);
  if (source.kind === "ids") kernels.gatherRows(rows, out, source.ids.offset, kernel, y);
  else {
    const x = source.values.offset;
    if (layer.transposed) kernels.gemmNT(rows, out, source.size, x, source.size, kernel, source.size, y, out, 0);
    else kernels.gemmNN(rows, out, source.size, x, source.size, kernel, out, y, out, 0);
  }
  for (const bias of layer.biases) kernels.addBias(rows, out, bias.value.offset, y);
}

/** dkernel += xᵀ · dy; dbias += Σ_rows dy; dx += dy · kernelᵀ. @param dy [rows, out] */
export function affineBackward(kernels: Kernels, layer: Affine, source: Source, rows: number, dy: number): void {
  const out = outputsOf(layer);
  for (const bias of layer.biases) kernels.columnSums(rows, out, dy, bias.gradient!.offset);
  if (source.kind === "ids") kernels.scatterAddRows(rows, out, source.ids.offset, dy, layer.kernel.gradient!.offset);
  else if (layer.transposed) transposedBackward(kernels, layer, source, rows, dy);
  else plainBackward(kernels, layer, source, rows, dy);
}

function plainBackward(
  kernels: Kernels,
  { kernel: { value, gradient, info } }: Affine,
  source: FeatureSource,
  rows: number,
  dy: number,
): void {
  const [size, out] = [source.size, info.columns];
  const x = source.values.offset;
  kernels.gemmTN(size, out, rows, x, size, dy, out, gradient!.offset, out, 1);
  if (source.gradient === null) return;
  const dx = source.gradient.offset;
  kernels.gemmNT(rows, size, out, dy, out, value.offset, out, dx, size, 1);
}

/** dkernel += dyᵀ · x; dx += dy · kernel. */
function transposedBackward(
  kernels: Kernels,
  { kernel: { value, gradient, info } }: Affine,
  source: FeatureSource,
  rows: number,
  dy: number,
): void {
  const [size, out] = [source.size, info.rows];
  const x = source.values.offset;
  kernels.gemmTN(out, size, rows, dy, out, x, size, gradient!.offset, size, 1);
  if (source.gradient === null) return;
  const dx = source.gradient.offset;
  kernels.gemmNN(rows, size, out, dy, out, value.offset, size, dx, size, 1);
}
