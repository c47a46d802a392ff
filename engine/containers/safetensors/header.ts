import type { FileBytes } from "../bytes/fileBytes.ts";
import { isJsonObject, parseJsonObject } from "../bytes/json.ts";
import type { Dtype } from "../tensors/dtypes.ts";
import { bytesOf, checkedShape } from "../tensors/tensor.ts";

/**
 * A safetensors file: 8 bytes with the header's length, the header, then the tensors' bytes. The header is JSON:
 * `{ "NAME": { "dtype": "F32", "shape": [4, 3], "data_offsets": [0, 48] }, "__metadata__": { "KEY": "TEXT" } }`, padded with spaces.
 * Offsets count from the header's end. Each byte belongs to one tensor.
 *
 * https://huggingface.co/docs/safetensors
 */
export interface Header {
  /** In the order of their bytes. */
  readonly tensors: readonly Entry[];
  readonly metadata: Readonly<Record<string, string>>;
}

export interface Entry {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** Within the file. */
  readonly begin: number;
  readonly end: number;
}

export const metadataKey = "__metadata__";
/** Bytes of the header's length. */
export const lengthBytes = 8;

export const dtypeCodes: Readonly<Record<string, Dtype>> = {
  F64: "float64",
  F32: "float32",
  F16: "float16",
  BF16: "bfloat16",
  I64: "int64",
  I32: "int32",
  I16: "int16",
  I8: "int8",
  U64: "uint64",
  U32: "uint32",
  U16: "uint16",
  U8: "uint8",
  BOOL: "bool",
};

export function readHeader(file: FileBytes): Header {
  const length = file.u64(0, "the header's length");
  const dataBegin = lengthBytes + length;
  if (dataBegin > file.length)
    file.fail(`the header claims ${length} bytes, and only ${file.length - lengthBytes} follow its length`);
  const { [metadataKey]: metadata, ...named } = parseJsonObject(file, file.part(lengthBytes, length, "the header"), "the header");
  const tensors = Object.entries(named).map(([name, entry]) => readEntry(file, name, entry, dataBegin));
  tensors.sort((a, b) => a.begin - b.begin || a.end - b.end);
  checkCover(file, tensors, dataBegin);
  return { tensors, metadata: readMetadata(file, metadata) };
}

function readEntry(file: FileBytes, name: string, entry: unknown, dataBegin: number): Entry {
  const place = `tensor ${name}`;
  if (!isJsonObject(entry)) file.fail(`${place} is not an object in the header`);
  const { dtype: code, shape: given, data_offsets: offsets } = entry;
  const dtype = typeof code === "string" && Object.hasOwn(dtypeCodes, code) ? dtypeCodes[code]! : refuseDtype(file, place, code);
  const shape = checkedShape(file, given, place);
  if (!isOffsets(offsets)) file.fail(`${place} has the offsets ${JSON.stringify(offsets)}, not two whole numbers in order`);
  const [begin, end] = offsets;
  const meant = bytesOf(shape, dtype);
  if (end - begin !== meant)
    file.fail(
      `${place} has ${end - begin} bytes (${begin} to ${end}); its shape [${shape.join(", ")}] of ${code} means ${meant}`,
    );
  return { name, dtype, shape, begin: dataBegin + begin, end: dataBegin + end };
}

function refuseDtype(file: FileBytes, place: string, code: unknown): never {
  file.fail(
    `${place} is of the type ${JSON.stringify(code)}, which is not read`,
    `Save its numbers as one of ${Object.keys(dtypeCodes).join(", ")}.`,
  );
}

const isOffsets = (value: unknown): value is readonly [number, number] =>
  Array.isArray(value) && value.length === 2 && value.every((at) => Number.isSafeInteger(at) && at >= 0) && value[0] <= value[1];

/** Every byte has one owner. Offsets in the errors count as the header does. */
function checkCover(file: FileBytes, tensors: readonly Entry[], dataBegin: number): void {
  let covered = dataBegin;
  let last = "the header";
  const told = (at: number): number => at - dataBegin;
  for (const { name, begin, end } of tensors) {
    if (begin < covered)
      file.fail(`tensor ${name} (bytes ${told(begin)} to ${told(end)}) overlaps tensor ${last}, which ends at ${told(covered)}`);
    if (begin > covered) file.fail(`bytes ${told(covered)} to ${told(begin)}, before tensor ${name}, belong to no tensor`);
    covered = end;
    last = name;
  }
  if (covered > file.length)
    file.fail(`tensor ${last} ends at byte ${told(covered)} of the tensors' bytes, of which the file has ${told(file.length)}`);
  if (covered < file.length) file.fail(`bytes ${told(covered)} to ${told(file.length)}, at the end, belong to no tensor`);
}

function readMetadata(file: FileBytes, metadata: unknown = {}): Record<string, string> {
  if (!isJsonObject(metadata)) file.fail("the header's __metadata__ is not an object");
  const wrong = Object.keys(metadata).find((key) => typeof metadata[key] !== "string");
  if (wrong !== undefined) file.fail(`the metadata ${wrong} is not a text: all metadata of safetensors are texts`);
  return metadata as Record<string, string>;
}
