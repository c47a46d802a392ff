import type { Cursor } from "../bytes/cursor.ts";
import type { FileBytes } from "../bytes/fileBytes.ts";
import { checkGrowth } from "../bytes/limits.ts";
import { inflateExactly } from "../zip/inflate.ts";
import { fletcher32 } from "./checksum.ts";

const known = { deflate: 1, shuffle: 2, fletcher32: 3 } as const;
const others: Readonly<Record<number, string>> = {
  4: "szip",
  5: "nbit",
  6: "scaleoffset",
  32000: "lzf",
  32001: "blosc",
  32004: "lz4",
  32008: "bitshuffle",
  32015: "zstd",
};

/** What chunks went through when they were written, in that order. */
export type Filters = readonly number[];

/** The filter pipeline message (HDF5 File Format Specification 3.0, IV.A.2.l). */
export function readFilters(cursor: Cursor | null): Filters {
  if (cursor === null) return [];
  const version = cursor.u8();
  if (version !== 1 && version !== 2) cursor.fail(`has filters of version ${version}; 1 and 2 are known`);
  const count = cursor.u8();
  if (version === 1) cursor.advance(6);
  return Array.from({ length: count }, () => readFilter(cursor, version));
}

function readFilter(cursor: Cursor, version: number): number {
  const id = cursor.u16();
  const nameBytes = version === 1 || id >= 256 ? cursor.u16() : 0;
  cursor.advance(2);
  const values = cursor.u16();
  cursor.advance(version === 1 ? Math.ceil(nameBytes / 8) * 8 : nameBytes);
  cursor.advance(values * 4 + (version === 1 && values % 2 === 1 ? 4 : 0));
  if (!Object.values<number>(known).includes(id))
    cursor.fail(
      `is packed by ${others[id] ?? `filter ${id}`}, which is not read`,
      "Save it with compression='gzip', or with none.",
    );
  return id;
}

/**
 * A chunk's bytes as they were before its filters. @param size of them. @param skipped bit i is set where filter i was not applied.
 */
export function unfiltered(
  file: FileBytes,
  what: string,
  stored: Uint8Array,
  filters: Filters,
  skipped: number,
  size: number,
  elementBytes: number,
): Uint8Array {
  const applied = filters.filter((_, i) => ((skipped >>> i) & 1) === 0);
  let bytes = stored;
  let checksums = applied.filter((filter) => filter === known.fletcher32).length;
  for (const filter of applied.toReversed()) {
    if (filter === known.fletcher32) bytes = withoutChecksum(file, what, bytes);
    if (filter === known.fletcher32) checksums--;
    if (filter === known.deflate) {
      checkGrowth(file, what, bytes.length, size);
      bytes = inflateExactly(file, bytes, size + 4 * checksums, what, "zlib");
    }
    if (filter === known.shuffle) bytes = unshuffled(bytes, elementBytes);
  }
  if (bytes.length !== size) file.fail(`${what} has ${bytes.length} bytes, and its size means ${size}`);
  return bytes;
}

function withoutChecksum(file: FileBytes, what: string, bytes: Uint8Array): Uint8Array {
  const end = bytes.length - 4;
  if (end < 0) file.fail(`${what} has no room for its checksum`);
  const content = bytes.subarray(0, end);
  const found = new DataView(bytes.buffer, bytes.byteOffset + end).getUint32(0, true);
  if (fletcher32(content) !== found) file.fail(`${what} has a wrong checksum, so it was damaged`);
  return content;
}

/** The first bytes of all elements stand first, then all second ones, and so on; what is over stays at the end. */
function unshuffled(bytes: Uint8Array, elementBytes: number): Uint8Array {
  const count = Math.floor(bytes.length / elementBytes);
  const turned = new Uint8Array(bytes);
  for (let byte = 0; byte < elementBytes; byte++)
    for (let i = 0; i < count; i++) turned[i * elementBytes + byte] = bytes[byte * count + i]!;
  return turned;
}
