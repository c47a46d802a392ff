import type { FileBytes } from "../bytes/fileBytes.ts";
import type { Message } from "../protobuf/schema.ts";
import type { ModelSource } from "../tensors/container.ts";
import { type Dtype, decodeNumbers, type Numbers } from "../tensors/dtypes.ts";
import { bytesOf } from "../tensors/tensor.ts";
import { checkEntryName } from "../zip/names.ts";

/** Numbers beside the file: `location` is the other file's name, `offset` and `length` are texts, from 0 and to the end where left out. */
interface Place {
  readonly location: string;
  readonly offset: number;
  readonly length: number | null;
}

/** The other file's name of a tensor that has its numbers there. */
export const externalLocation = (file: FileBytes, what: string, entries: readonly Message[]): string =>
  placeOf(file, what, entries).location;

/** Checks now that the numbers are there; reads them when they are wanted. */
export function readExternal(
  file: FileBytes,
  what: string,
  entries: readonly Message[],
  { sibling }: ModelSource,
  shape: readonly number[],
  dtype: Dtype,
): () => Numbers {
  const { location, offset, length } = placeOf(file, what, entries);
  const bytes = sibling?.(location) ?? file.fail(`${what} has its numbers in ${location}, which is not beside it`, besides);
  const meant = bytesOf(shape, dtype);
  if (length !== null && length !== meant)
    file.fail(`${what} has ${length} bytes in ${location}; its shape [${shape.join(", ")}] means ${meant}`);
  if (offset + meant > bytes.length)
    file.fail(`${what} has bytes ${offset} to ${offset + meant} in ${location}, which has ${bytes.length}`);
  return () => decodeNumbers(bytes.subarray(offset, offset + meant), dtype);
}

const besides = "Put both files into one folder.";

function placeOf(file: FileBytes, what: string, entries: readonly Message[]): Place {
  const find = (key: string) => entries.find((entry) => entry.key === key)?.value as string | undefined;
  const whole = (key: string): number | null => {
    const text = find(key);
    if (text === undefined) return null;
    return /^\d{1,15}$/u.test(text)
      ? Number(text)
      : file.fail(`${what} has the ${key} ${JSON.stringify(text)} outside of the file`);
  };
  const location = find("location") ?? file.fail(`${what} lies outside of the file, nobody says where`);
  checkEntryName(file, location);
  return { location, offset: whole("offset") ?? 0, length: whole("length") };
}
