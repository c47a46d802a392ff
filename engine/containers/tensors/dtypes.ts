import { narrowBfloat16, narrowFloat16, widenBfloat16, widenFloat16 } from "../bytes/half.ts";

/** How a tensor's numbers lie in a file. */
export const dtypes = {
  float64: { bytes: 8, array: Float64Array },
  float32: { bytes: 4, array: Float32Array },
  float16: { bytes: 2, array: Uint16Array },
  bfloat16: { bytes: 2, array: Uint16Array },
  int64: { bytes: 8, array: BigInt64Array },
  int32: { bytes: 4, array: Int32Array },
  int16: { bytes: 2, array: Int16Array },
  int8: { bytes: 1, array: Int8Array },
  uint64: { bytes: 8, array: BigUint64Array },
  uint32: { bytes: 4, array: Uint32Array },
  uint16: { bytes: 2, array: Uint16Array },
  uint8: { bytes: 1, array: Uint8Array },
  bool: { bytes: 1, array: Uint8Array },
} as const;

export type Dtype = keyof typeof dtypes;

/** Kinds of NumPy's codes with their bytes, `f4`. */
export const numpyDtypes: Readonly<Record<string, Dtype>> = {
  f8: "float64",
  f4: "float32",
  f2: "float16",
  i8: "int64",
  i4: "int32",
  i2: "int16",
  i1: "int8",
  u8: "uint64",
  u4: "uint32",
  u2: "uint16",
  u1: "uint8",
  b1: "bool",
};

/** Numbers in memory: two-byte floats become float32, which loses nothing; all others stay what they are. */
export type Numbers =
  | Float64Array
  | Float32Array
  | BigInt64Array
  | Int32Array
  | Int16Array
  | Int8Array
  | BigUint64Array
  | Uint32Array
  | Uint16Array
  | Uint8Array;

const bigEndianMachine = new Uint8Array(Uint32Array.of(1).buffer)[0] === 0;

/** @param bytes whole numbers of the type. What it returns is a view of them where that can be, else a copy. */
export function decodeNumbers(bytes: Uint8Array, dtype: Dtype, bigEndian = false): Numbers {
  const { bytes: size, array } = dtypes[dtype];
  const turn = bigEndian !== bigEndianMachine && size > 1;
  const ready = turn || bytes.byteOffset % size !== 0 ? new Uint8Array(bytes) : bytes;
  if (turn) turnBytes(ready, size);
  const raw = new array(ready.buffer as ArrayBuffer, ready.byteOffset, ready.length / size);
  if (dtype === "float16") return Float32Array.from(raw as Uint16Array, widenFloat16);
  return dtype === "bfloat16" ? Float32Array.from(raw as Uint16Array, widenBfloat16) : raw;
}

/** Little-endian. A view of the numbers where they lie in memory as in a file. @param numbers as {@link decodeNumbers} gives them. */
export function encodeNumbers(numbers: Numbers, dtype: Dtype): Uint8Array {
  const raw = rawNumbers(numbers, dtype);
  const bytes = new Uint8Array(raw.buffer, raw.byteOffset, raw.byteLength);
  if (!bigEndianMachine || dtypes[dtype].bytes === 1) return bytes;
  const turned = new Uint8Array(bytes);
  turnBytes(turned, dtypes[dtype].bytes);
  return turned;
}

function rawNumbers(numbers: Numbers, dtype: Dtype): Numbers {
  if (dtype === "float16") return Uint16Array.from(numbers as Float32Array, narrowFloat16);
  if (dtype === "bfloat16") return Uint16Array.from(numbers as Float32Array, narrowBfloat16);
  if (numbers instanceof dtypes[dtype].array) return numbers;
  throw new TypeError(`The numbers of a ${dtype} tensor are in a ${numbers.constructor.name}.`);
}

/** What an array's own type is in a file. */
export function dtypeOf(numbers: Numbers): Dtype {
  const own = (Object.keys(dtypes) as Dtype[]).find((dtype) => numbers instanceof dtypes[dtype].array && !isHalf(dtype));
  return own!;
}

const isHalf = (dtype: Dtype): boolean => dtype === "float16" || dtype === "bfloat16";

function turnBytes(bytes: Uint8Array, size: number): void {
  for (let at = 0; at < bytes.length; at += size)
    for (let low = at, high = at + size - 1; low < high; low++, high--) {
      const byte = bytes[low]!;
      bytes[low] = bytes[high]!;
      bytes[high] = byte;
    }
}
