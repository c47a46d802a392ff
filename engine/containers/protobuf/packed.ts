import { ByteWriter } from "../bytes/byteWriter.ts";

/** Repeated numbers as they lie in the file. */
export type PackedNumbers = Uint8Array | ByteWriter | undefined;

export const packedBytes = (numbers: PackedNumbers): Uint8Array =>
  numbers instanceof ByteWriter ? numbers.done() : (numbers ?? new Uint8Array(0));

/** How many there are: each ends with a byte below 128. */
export function countVarints(numbers: PackedNumbers): number {
  let count = 0;
  for (const byte of packedBytes(numbers)) if (byte < 0x80) count++;
  return count;
}

/** Signed 64-bit integers. The last may lack its end in a damaged file: what is there counts. */
export function readVarints(numbers: PackedNumbers): BigInt64Array {
  const values = new BigInt64Array(countVarints(numbers));
  let at = 0;
  let value = 0n;
  let shift = 0n;
  for (const byte of packedBytes(numbers)) {
    value |= BigInt(byte & 0x7f) << shift;
    shift += 7n;
    if (byte >= 0x80) continue;
    values[at++] = BigInt.asIntN(64, value);
    value = 0n;
    shift = 0n;
  }
  return values;
}

export function packVarints(values: Iterable<number | bigint>): Uint8Array {
  const writer = new ByteWriter();
  for (const value of values) putVarint(writer, BigInt(value));
  return writer.done();
}

/** Negative numbers take ten bytes, as 64 bits without a sign. */
export function putVarint(writer: ByteWriter, value: bigint): void {
  let rest = BigInt.asUintN(64, value);
  while (rest >= 0x80n) {
    writer.u8(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  writer.u8(Number(rest));
}
