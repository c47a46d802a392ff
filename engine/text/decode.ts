import { EngineError } from "../errors/errors.ts";
import { decodeUtf8, decodeUtf16LittleEndian, firstInvalidUtf8 } from "./utf8.ts";

/**
 * A file's bytes as text: UTF-8, or UTF-16 where a byte order mark says so. The mark itself is dropped; line endings stay as
 * they are (`normalizeText` unifies them, because an editor's unsaved text needs that as well).
 *
 * @throws EngineError `invalidUtf8`, naming the byte; `binaryText` where there are NUL bytes.
 */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decodeUtf16(bytes.subarray(2));
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decodeUtf16(swapPairs(bytes.subarray(2)));
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  refuseBinary(bytes);
  const text = decodeUtf8(marked ? bytes.subarray(3) : bytes);
  if (text === null) throw invalidUtf8(bytes);
  return text;
}

function decodeUtf16(bytes: Uint8Array): string {
  const text = decodeUtf16LittleEndian(bytes);
  if (text === null)
    throw new EngineError(
      "binaryText",
      "The file begins with a UTF-16 byte order mark, but is not valid UTF-16.",
      "Save the file as UTF-8 and train again.",
    );
  return text;
}

function swapPairs(bytes: Uint8Array): Uint8Array {
  const swapped = new Uint8Array(bytes.length);
  // An odd last byte stays where it is: the decoder refuses it.
  for (let i = 0; i < bytes.length; i++) swapped[i] = bytes[i ^ 1] ?? bytes[i]!;
  return swapped;
}

function refuseBinary(bytes: Uint8Array): void {
  const offset = bytes.indexOf(0);
  if (offset < 0) return;
  throw new EngineError(
    "binaryText",
    `The file is not text: there is a NUL byte at offset ${offset}.`,
    "Choose a text file; if this is one, save it as UTF-8 and train again.",
  );
}

function invalidUtf8(bytes: Uint8Array): EngineError {
  const offset = firstInvalidUtf8(bytes);
  const hex = bytes[offset]!.toString(16).toUpperCase().padStart(2, "0");
  return new EngineError(
    "invalidUtf8",
    `Byte 0x${hex} at offset ${offset}, in line ${lineOf(bytes, offset)}, is not valid UTF-8.`,
    "Reopen the file with its own encoding, save it as UTF-8, and train again.",
  );
}

/** Lines count from 1 and end in LF, CR LF, or CR alone. */
function lineOf(bytes: Uint8Array, offset: number): number {
  let line = 1;
  for (let i = 0; i < offset; i++) {
    if (bytes[i] === 0x0a || (bytes[i] === 0x0d && bytes[i + 1] !== 0x0a)) line++;
  }
  return line;
}
