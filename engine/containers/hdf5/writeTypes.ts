import { ByteWriter } from "../bytes/byteWriter.ts";
import { type Dtype, dtypes } from "../tensors/dtypes.ts";

// Datatype and dataspace messages of the earliest version, as all readers know them.

/** Sign's bit, bits of exponent and fraction, the exponent's bias. */
const floats: Readonly<Partial<Record<Dtype, readonly [number, number, number, number]>>> = {
  float64: [63, 11, 52, 1023],
  float32: [31, 8, 23, 127],
  float16: [15, 5, 10, 15],
  bfloat16: [15, 8, 7, 127],
};

export function numberType(dtype: Dtype): Uint8Array {
  if (dtype === "bool") return flagType();
  const { bytes } = dtypes[dtype];
  const float = floats[dtype];
  if (float === undefined) return wholeType(bytes, dtype.startsWith("int"));
  const [sign, exponentBits, fractionBits, bias] = float;
  const writer = new ByteWriter()
    .u8(0x11, 0x20, sign, 0)
    .u32(bytes)
    .u16(0, bytes * 8);
  return writer.u8(fractionBits, exponentBits, 0, fractionBits).u32(bias).done();
}

const wholeType = (bytes: number, signed: boolean): Uint8Array =>
  new ByteWriter()
    .u8(0x10, signed ? 8 : 0, 0, 0)
    .u32(bytes)
    .u16(0, bytes * 8)
    .done();

/** As h5py writes flags: an enumeration of FALSE and TRUE, whose names fill eight bytes each. */
const flagType = (): Uint8Array =>
  new ByteWriter().u8(0x18, 2, 0, 0).u32(1).bytes(wholeType(1, true)).text("FALSE\0\0\0TRUE\0\0\0\0").u8(0, 1).done();

/** Texts of a fixed length in UTF-8, filled up with zeros. */
export const fixedTextType = (bytes: number): Uint8Array => new ByteWriter().u8(0x13, 0x11, 0, 0).u32(bytes).done();

/** Texts in a global heap: length, place, number, 16 bytes. */
export const longTextType = (): Uint8Array => new ByteWriter().u8(0x19, 0x01, 0x01, 0).u32(16).bytes(fixedTextType(1)).done();

/** @param shape null for nothing at all. */
export function dataspace(shape: readonly number[] | null): Uint8Array {
  if (shape === null) return new ByteWriter().u8(2, 0, 0, 2).done();
  return new ByteWriter()
    .u8(1, shape.length, 0, 0, 0, 0, 0, 0)
    .u64(...shape)
    .done();
}
