import { type EncodingName, encodingName, unitBytes } from "./names.ts";

/** An encoding, and the mark that says it. */
export interface Mark {
  readonly encoding: EncodingName;
  /** Bytes that the mark takes; 0 where there is none. */
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

/**
 * What bytes are of: what their mark says, else what is named, else UTF-8. Where UTF-32 is named only its own mark is one: a character of
 * UTF-32 may begin as another's mark does.
 *
 * @param label as {@link encodingName} reads it @throws EngineError `badConfiguration` for an unknown label
 */
export function encodingOf(bytes: Uint8Array, label: string | null): Mark {
  const named = encodingName(label ?? "utf-8");
  const mark = markOf(bytes);
  const isItsOwn = unitBytes(named) < 4 || (mark !== null && unitBytes(mark.encoding) === 4);
  return mark !== null && isItsOwn ? mark : { encoding: named, length: 0 };
}
