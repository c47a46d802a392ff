import type { FileBytes } from "../bytes/fileBytes.ts";
import { countVarints, type PackedNumbers, packedBytes, readVarints } from "../protobuf/packed.ts";
import type { Message } from "../protobuf/schema.ts";
import type { ModelSource } from "../tensors/container.ts";
import { type Dtype, decodeNumbers, dtypes, type Numbers } from "../tensors/dtypes.ts";
import { bytesOf, checkedShape, elementsOf, type StoredTensor } from "../tensors/tensor.ts";
import { readExternal } from "./external.ts";
import { elementTypes, otherElementTypes } from "./model.ts";

/** A TensorProto's numbers lie in one of these: as they are in memory, or in the list that its type has. */
interface TensorFields {
  readonly name?: string;
  readonly dims?: PackedNumbers;
  readonly type?: number;
  readonly raw?: Uint8Array;
  readonly floats?: PackedNumbers;
  readonly doubles?: PackedNumbers;
  readonly int32s?: PackedNumbers;
  readonly int64s?: PackedNumbers;
  readonly uint64s?: PackedNumbers;
  readonly segment?: unknown;
  readonly external?: readonly Message[];
  /** 1: beside the file. */
  readonly location?: number;
}

/** Which list a type's numbers stand in (onnx.proto, TensorProto). */
const lists: Readonly<Record<Dtype, "floats" | "doubles" | "int32s" | "int64s" | "uint64s">> = {
  float32: "floats",
  float64: "doubles",
  int64: "int64s",
  uint64: "uint64s",
  uint32: "uint64s",
  int32: "int32s",
  int16: "int32s",
  int8: "int32s",
  uint16: "int32s",
  uint8: "int32s",
  bool: "int32s",
  float16: "int32s",
  bfloat16: "int32s",
};

/** Whether a tensor's elements are texts, which are not read. */
export const holdsTexts = (tensor: Message): boolean => (tensor as TensorFields).type === 8;

/** @param place names the tensor in errors where it has no name. */
export function readTensor(file: FileBytes, message: Message, source: ModelSource, place: string): StoredTensor {
  const fields = message as TensorFields;
  const name = fields.name ?? "";
  const what = name === "" ? place : `tensor ${name}`;
  const type = fields.type ?? 0;
  const dtype =
    elementTypes[type] ?? file.fail(`${what} has elements of the type ${otherElementTypes[type] ?? type}, which is not read`);
  const shape = checkedShape(file, Array.from(readVarints(fields.dims), Number), what);
  if (fields.segment !== undefined) file.fail(`${what} is cut into segments, which is not read`);
  if (fields.location === 1)
    return { name, shape, dtype, read: readExternal(file, what, fields.external ?? [], source, shape, dtype) };
  return { name, shape, dtype, read: readerOf(file, what, fields, shape, dtype) };
}

/** Checks now how many numbers there are; reads them when they are wanted. */
function readerOf(file: FileBytes, what: string, fields: TensorFields, shape: readonly number[], dtype: Dtype): () => Numbers {
  const { raw } = fields;
  const told = `its shape [${shape.join(", ")}] means`;
  if (raw !== undefined) {
    const meant = bytesOf(shape, dtype);
    if (raw.length !== meant) file.fail(`${what} has ${raw.length} bytes; ${told} ${meant}`);
    return () => decodeNumbers(raw, dtype);
  }
  const list = fields[lists[dtype]];
  const fixed = dtype === "float32" || dtype === "float64";
  const count = fixed ? packedBytes(list).length / dtypes[dtype].bytes : countVarints(list);
  if (count !== elementsOf(shape)) file.fail(`${what} has ${count} numbers; ${told} ${elementsOf(shape)}`);
  return fixed ? () => decodeNumbers(packedBytes(list), dtype) : () => wholeNumbers(readVarints(list), dtype);
}

/** Two-byte floats stand in the list by their bits. */
function wholeNumbers(values: BigInt64Array, dtype: Dtype): Numbers {
  if (dtype === "int64") return values;
  if (dtype === "uint64") return new BigUint64Array(values.buffer);
  const bits = new dtypes[dtype].array(values.length) as Int32Array;
  for (let i = 0; i < values.length; i++) bits[i] = Number(BigInt.asIntN(32, values[i]!));
  const isHalf = dtype === "float16" || dtype === "bfloat16";
  return isHalf ? decodeNumbers(new Uint8Array(bits.buffer), dtype) : bits;
}
