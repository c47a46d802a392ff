import { encodingOf } from "./encodings/marks.ts";
import { type EncodingName, unitBytes } from "./encodings/names.ts";
import { decodeIn } from "./encodings/strict.ts";

/**
 * The longest beginning of a file's bytes that has at most `length` of them and ends between two characters of its encoding: that of
 * its mark, or the one that is named, or UTF-8. Bytes that are not of the encoding are cut where it was asked; decoding will name them.
 *
 * @throws EngineError `badConfiguration` for an unknown label
 */
export function cutBytes(bytes: Uint8Array, length: number, encoding: string | null = null): Uint8Array {
  if (length >= bytes.length) return bytes;
  const { encoding: name, length: skipped } = encodingOf(bytes, encoding);
  if (length <= skipped) return bytes.subarray(0, 0);
  return bytes.subarray(0, skipped + wholeCharacters(name, bytes.subarray(skipped), length - skipped));
}

/** Bytes of the whole characters among the first `length`, of which there are more behind. */
function wholeCharacters(name: EncodingName, bytes: Uint8Array, length: number): number {
  if (name === "utf-8") return wholeUtf8(bytes, length);
  if (unitBytes(name) === 2) return wholeUtf16(bytes, length, name === "utf-16le");
  if (unitBytes(name) === 4) return length - (length % 4);
  return wholeLegacy(name, bytes, length);
}

/** Bytes 10xxxxxx go on with a character; one that begins at the cut is left out whole. */
function wholeUtf8(bytes: Uint8Array, length: number): number {
  let end = length;
  while (end > length - 4 && end > 0 && goesOn(bytes[end]!)) end--;
  return goesOn(bytes[end]!) ? length : end;
}

const goesOn = (byte: number): boolean => (byte & 0xc0) === 0x80;

function wholeUtf16(bytes: Uint8Array, length: number, littleEndian: boolean): number {
  const end = length - (length % 2);
  const last = bytes[littleEndian ? end - 1 : end - 2];
  const isHighSurrogate = last !== undefined && (last & 0xfc) === 0xd8;
  return isHighSurrogate ? end - 2 : end;
}

/** GB 18030 has characters of four bytes; one of ISO-2022-JP has two, and a shift of three before it. */
const longestLegacy = 5;

/** Only decoding tells whether a byte begins a character or ends one. */
function wholeLegacy(name: EncodingName, bytes: Uint8Array, length: number): number {
  const from = synchronized(name, bytes, Math.max(0, length - longestLegacy));
  for (let end = length; end > length - longestLegacy && end >= from; end--)
    if (decodeIn(name, bytes.subarray(from, end)) !== null) return end;
  return length;
}

/** A place at or before `at` where a character begins: a byte below 0x30 is a whole one, but for ISO-2022-JP, where what a byte means depends on all before it. */
function synchronized(name: EncodingName, bytes: Uint8Array, at: number): number {
  if (name === "iso-2022-jp") return 0;
  let from = at;
  while (from > 0 && bytes[from - 1]! >= 0x30) from--;
  return from;
}
