import type { EncodingName } from "./names.ts";

/** What a file says of itself in its first bytes. */
export interface Mark {
  readonly encoding: EncodingName;
  /** Bytes that the mark takes. */
  readonly length: number;
}

/** U+FEFF in each encoding that has it as a mark. UTF-32 stands before UTF-16, whose little-endian mark begins the same. */
const marks: readonly (readonly [EncodingName, readonly number[]])[] = [
  ["utf-32le", [0xff, 0xfe, 0, 0]],
  ["utf-32be", [0, 0, 0xfe, 0xff]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
  ["utf-8", [0xef, 0xbb, 0xbf]],
];

/** The byte order mark that the bytes begin with; null where they begin with none. */
export function markOf(bytes: Uint8Array): Mark | null {
  const found = marks.find(([, mark]) => mark.every((byte, i) => bytes[i] === byte));
  return found ? { encoding: found[0], length: found[1].length } : null;
}
