import type { FileBytes } from "../bytes/fileBytes.ts";
import { checkGrowth } from "../bytes/limits.ts";
import type { Dtype } from "./dtypes.ts";
import { bytesOf } from "./tensor.ts";

/** Of a format in which tensors can lie on the same bytes: all of them together must not be out of proportion to the file either. */
export function checkTogether(
  file: FileBytes,
  tensors: readonly { readonly shape: readonly number[]; readonly dtype: Dtype }[],
): void {
  const bytes = tensors.reduce((sum, { shape, dtype }) => sum + bytesOf(shape, dtype), 0);
  checkGrowth(file, `all of its ${tensors.length} tensors`, file.length, bytes);
}
