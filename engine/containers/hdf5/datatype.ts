import type { Cursor } from "../bytes/cursor.ts";
import type { Dtype } from "../tensors/dtypes.ts";

/** What an element is. */
export type Datatype =
  | { readonly kind: "numbers"; readonly dtype: Dtype; readonly bigEndian: boolean; readonly bytes: number }
  /** Of a fixed length, filled up with `padding`. */
  | { readonly kind: "texts"; readonly bytes: number; readonly padding: "zeros" | "spaces" }
  /** In the global heap. */
  | { readonly kind: "longTexts"; readonly bytes: number }
  | { readonly kind: "other"; readonly bytes: number; readonly told: string };

const classes = { whole: 0, float: 1, text: 3, enumeration: 8, variable: 9 } as const;
const told = [
  "whole number",
  "float",
  "time",
  "text",
  "bits",
  "opaque bytes",
  "record",
  "reference",
  "enumeration",
  "list",
  "array",
];

/** The datatype message (IV.A.2.d). What is no number and no text is named, so that it can be left out. */
export function readDatatype(cursor: Cursor): Datatype {
  const { at } = cursor;
  const head = cursor.u8();
  const bits = cursor.u8();
  cursor.advance(2);
  const bytes = cursor.u32();
  if (bytes === 0) cursor.fail("has elements of no bytes");
  const found = read(cursor, head & 15, bits, bytes);
  if (found === null) return { kind: "other", bytes, told: told[head & 15] ?? `type ${head & 15}` };
  if (head >> 4 === 0 || head >> 4 > 5) cursor.file.fail(`${cursor.what} has a datatype of version ${head >> 4}, at byte ${at}`);
  return found;
}

function read(cursor: Cursor, kind: number, bits: number, bytes: number): Datatype | null {
  switch (kind) {
    case classes.whole:
      return numbers(wholeNumber(bytes, (bits & 8) !== 0), bits, bytes);
    case classes.float:
      return numbers(float(cursor, bytes), bits, bytes);
    case classes.text:
      return { kind: "texts", bytes, padding: (bits & 15) === 2 ? "spaces" : "zeros" };
    case classes.enumeration:
      return enumeration(cursor, bits, bytes);
    case classes.variable:
      return (bits & 15) === 1 ? { kind: "longTexts", bytes } : null;
    default:
      return null;
  }
}

const numbers = (dtype: Dtype | null, bits: number, bytes: number): Datatype | null =>
  dtype === null ? null : { kind: "numbers", dtype, bigEndian: (bits & 1) !== 0, bytes };

function wholeNumber(bytes: number, signed: boolean): Dtype | null {
  if (bytes !== 1 && bytes !== 2 && bytes !== 4 && bytes !== 8) return null;
  return `${signed ? "int" : "uint"}${(bytes * 8) as 8 | 16 | 32 | 64}`;
}

/** IEEE's formats and bfloat16, told by where sign, exponent and fraction lie. */
function float(cursor: Cursor, bytes: number): Dtype | null {
  cursor.advance(2);
  const precision = cursor.u16();
  const [exponentAt, exponentBits, fractionAt, fractionBits] = [cursor.u8(), cursor.u8(), cursor.u8(), cursor.u8()];
  if (precision !== bytes * 8 || fractionAt !== 0 || exponentAt !== fractionBits) return null;
  return floats[`${bytes} ${exponentBits} ${cursor.u32()}`] ?? null;
}

/** By bytes, the exponent's bits and its bias. */
const floats: Readonly<Record<string, Dtype>> = {
  "8 11 1023": "float64",
  "4 8 127": "float32",
  "2 5 15": "float16",
  "2 8 127": "bfloat16",
};

/** h5py writes flags as an enumeration of two bytes, FALSE and TRUE. */
function enumeration(cursor: Cursor, members: number, bytes: number): Datatype | null {
  const base = readDatatype(cursor);
  const isFlag = members === 2 && bytes === 1 && base.kind === "numbers" && base.dtype === "int8";
  return isFlag ? { kind: "numbers", dtype: "bool", bigEndian: false, bytes } : base;
}
