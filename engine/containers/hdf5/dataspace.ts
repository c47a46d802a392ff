import type { Cursor } from "../bytes/cursor.ts";
import { checkedShape } from "../tensors/tensor.ts";

/** Lengths along the axes; none for a single number; null where there is nothing at all (h5py's Empty). */
export function readDataspace(cursor: Cursor): readonly number[] | null {
  const version = cursor.u8();
  if (version !== 1 && version !== 2) cursor.fail(`has a dataspace of version ${version}; 1 and 2 are known`);
  const rank = cursor.u8();
  cursor.advance(1);
  const type = version === 1 ? 1 : cursor.u8();
  if (version === 1) cursor.advance(5);
  if (type === 2) return null;
  const shape = Array.from({ length: rank }, () => cursor.u64());
  return checkedShape(cursor.file, shape, cursor.what);
}
