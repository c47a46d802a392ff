import { crc32 } from "../../formats/crc32.ts";
import { encodeUtf8 } from "../../text/utf8.ts";
import type { WrittenFile } from "../tensors/container.ts";

/** All names are UTF-8. */
const utf8Names = 0x800;
/** Of a day in 1980, the first that zip can say: the same entries give the same bytes. */
const date = 0x21;
const version = 20;
const largest = 0xffffffff;
/** The extra field that only takes up room; PyTorch's own. */
const paddingField = 0x4246;

/**
 * An archive whose entries are stored, not packed: weights hardly shrink.
 *
 * @param alignment the entries' bytes begin at multiples of it, so that they can be mapped into memory.
 * @throws RangeError beyond the 4 GiB that an archive of the first kind can hold.
 */
export function writeZip(entries: readonly WrittenFile[], alignment = 1): Uint8Array {
  const places: Placed[] = [];
  let at = 0;
  for (const entry of entries) {
    const placed = place(entry, at, alignment);
    places.push(placed);
    at = placed.begin + entry.bytes.length;
  }
  const directoryBytes = places.reduce((sum, { name }) => sum + 46 + name.length, 0);
  if (at + directoryBytes > largest)
    throw new RangeError(`A zip archive cannot hold ${at} bytes: save fewer tensors in one file.`);
  const bytes = new Uint8Array(at + directoryBytes + 22);
  for (const placed of places) putEntry(bytes, placed);
  putDirectory(bytes, places, at);
  return bytes;
}

interface Placed {
  readonly name: Uint8Array;
  readonly bytes: Uint8Array;
  readonly crc: number;
  /** Of the local header. */
  readonly header: number;
  /** Of the entry's bytes. */
  readonly begin: number;
}

function place(entry: WrittenFile, header: number, alignment: number): Placed {
  const name = encodeUtf8(entry.name);
  const least = header + 30 + name.length;
  // A field takes four bytes for itself.
  const begin = least % alignment === 0 ? least : Math.ceil((least + 4) / alignment) * alignment;
  return { name, bytes: entry.bytes, crc: crc32(entry.bytes), header, begin };
}

function putEntry(bytes: Uint8Array, { name, bytes: content, crc, header, begin }: Placed): void {
  const words = new DataView(bytes.buffer);
  const padding = begin - header - 30 - name.length;
  words.setUint32(header, 0x04034b50, true);
  words.setUint16(header + 4, version, true);
  putCommon(words, header + 6, crc, content.length, name.length);
  words.setUint16(header + 28, padding, true);
  bytes.set(name, header + 30);
  if (padding > 0) {
    words.setUint16(begin - padding, paddingField, true);
    words.setUint16(begin - padding + 2, padding - 4, true);
  }
  bytes.set(content, begin);
}

/** What local headers and the directory have in common: flags, method, time, checksum, sizes, the name's length. */
function putCommon(words: DataView, at: number, crc: number, size: number, nameBytes: number): void {
  words.setUint16(at, utf8Names, true);
  words.setUint16(at + 6, date, true);
  words.setUint32(at + 8, crc, true);
  words.setUint32(at + 12, size, true);
  words.setUint32(at + 16, size, true);
  words.setUint16(at + 20, nameBytes, true);
}

function putDirectory(bytes: Uint8Array, places: readonly Placed[], begin: number): void {
  const words = new DataView(bytes.buffer);
  let at = begin;
  for (const { name, bytes: content, crc, header } of places) {
    words.setUint32(at, 0x02014b50, true);
    words.setUint16(at + 4, version, true);
    words.setUint16(at + 6, version, true);
    putCommon(words, at + 8, crc, content.length, name.length);
    words.setUint32(at + 42, header, true);
    bytes.set(name, at + 46);
    at += 46 + name.length;
  }
  words.setUint32(at, 0x06054b50, true);
  words.setUint16(at + 8, places.length, true);
  words.setUint16(at + 10, places.length, true);
  words.setUint32(at + 12, at - begin, true);
  words.setUint32(at + 16, begin, true);
}
