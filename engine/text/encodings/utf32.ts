/** Code points that are turned to a string at a time: as many arguments as a call may have everywhere. */
const atOnce = 4096;

const isCodePoint = (value: number): boolean => value <= 0x10ffff && !(value >= 0xd800 && value <= 0xdfff);

/** The text; null where there is a value that is no code point, or a unit that is cut off. */
export function decodeUtf32(bytes: Uint8Array, littleEndian: boolean): string | null {
  if (firstInvalidUtf32(bytes, littleEndian) >= 0) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 4 * atOnce) {
    const count = Math.min(atOnce, (bytes.length - at) / 4);
    parts.push(String.fromCodePoint(...Array.from({ length: count }, (_, i) => view.getUint32(at + 4 * i, littleEndian))));
  }
  return parts.join("");
}

/** Offset of the first unit that is no code point, or is cut off; -1 if there is none. */
export function firstInvalidUtf32(bytes: Uint8Array, littleEndian: boolean): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 4 <= bytes.length; at += 4) if (!isCodePoint(view.getUint32(at, littleEndian))) return at;
  return bytes.length % 4 === 0 ? -1 : bytes.length - (bytes.length % 4);
}
