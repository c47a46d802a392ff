import { EngineError } from "../errors/errors.ts";
import { encodingOf } from "./encodings/marks.ts";
import { type EncodingName, unitBytes, writtenName } from "./encodings/names.ts";
import { decodeIn, firstInvalid } from "./encodings/strict.ts";

/**
 * A file's bytes as text. A byte order mark decides; without one the bytes are of `encoding`, or of UTF-8 where none is named. The
 * mark itself is dropped; line endings stay as they are (`normalizeText` unifies them, because an editor's unsaved text needs that
 * as well).
 *
 * @param encoding a label of the WHATWG Encoding Standard, or `utf-32le`, `utf-32be`
 * @throws EngineError `badConfiguration` for an unknown label; `invalidUtf8` or, of another encoding, `binaryText`, naming the byte;
 * `binaryText` where there is a NUL; `tooManyTokens` where the text is longer than a string may be.
 */
export function decodeText(bytes: Uint8Array, encoding: string | null = null): string {
  const { encoding: name, length: skipped } = encodingOf(bytes, encoding);
  const body = bytes.subarray(skipped);
  const nul = firstNul(body, unitBytes(name));
  if (nul >= 0) throw binary(nul + skipped, body);
  const text = decodeIn(name, body);
  if (text === null) throw invalid(name, body, skipped);
  return text;
}

/** No text has one, in any encoding; and what is no text mostly has. */
function firstNul(bytes: Uint8Array, unit: 1 | 2 | 4): number {
  if (unit === 1) return bytes.indexOf(0);
  for (let at = bytes.indexOf(0); at >= 0; at = bytes.indexOf(0, at + 1)) {
    const isWhole = at % unit === 0 && at + unit <= bytes.length;
    if (isWhole && bytes.subarray(at, at + unit).every((byte) => byte === 0)) return at;
  }
  return -1;
}

function binary(offset: number, bytes: Uint8Array): EngineError {
  const unmarked = unmarkedUtf16(bytes);
  return new EngineError(
    "binaryText",
    `The file is not text: there is a NUL byte at offset ${offset}.`,
    unmarked === null
      ? "Choose a text file; if this is one, save it as UTF-8 and train again."
      : `It looks like UTF-16 without a byte order mark: name its encoding, ${unmarked}, or save it as UTF-8 and train again.`,
  );
}

/** Of Latin text in UTF-16 nearly each second byte is zero, and hardly any other. */
function unmarkedUtf16(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  const zeros = [0, 0];
  const looked = Math.min(bytes.length, 1000);
  for (let i = 0; i < looked; i++) if (bytes[i] === 0) zeros[i % 2]!++;
  const [even, odd] = zeros as [number, number];
  if (Math.max(even, odd) < looked / 4 || Math.min(even, odd) > looked / 16) return null;
  return odd > even ? "utf-16le" : "utf-16be";
}

function invalid(name: EncodingName, body: Uint8Array, skipped: number): EngineError {
  const at = firstInvalid(name, body);
  const hex = body[at]!.toString(16).toUpperCase().padStart(2, "0");
  return new EngineError(
    name === "utf-8" ? "invalidUtf8" : "binaryText",
    `Byte 0x${hex} at offset ${at + skipped}, in line ${lineOf(name, body, at)}, is not valid ${writtenName(name)}.`,
    "Name the encoding that the file has (--encoding, or files.encoding in VS Code), or save it as UTF-8 and train again.",
  );
}

/** Lines count from 1 and end in LF, CR LF, or CR alone. */
function lineOf(name: EncodingName, body: Uint8Array, at: number): number {
  const before = decodeIn(name, body.subarray(0, at)) ?? "";
  return 1 + (before.match(/\r\n?|\n/g)?.length ?? 0);
}
