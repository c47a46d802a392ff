import { EngineError } from "../../errors/errors.ts";
import { type EncodingName, unitBytes } from "./names.ts";
import { decodeStrictly } from "./platform.ts";
import { firstInvalidUtf8 } from "./utf8.ts";
import { decodeUtf32, firstInvalidUtf32 } from "./utf32.ts";
import { decodeWindows1252 } from "./windows1252.ts";

/**
 * The text of bytes that carry no mark; null where they are not of the encoding.
 *
 * @throws EngineError `tooManyTokens` where it is longer than a string may be
 */
export function decodeIn(name: EncodingName, bytes: Uint8Array): string | null {
  try {
    if (name === "windows-1252") return decodeWindows1252(bytes);
    if (unitBytes(name) === 4) return decodeUtf32(bytes, name === "utf-32le");
    return decodeStrictly(name, bytes);
  } catch (error) {
    if (isTooLong(error)) throw tooLong(bytes.length);
    throw error;
  }
}

/** Browsers throw a RangeError, and so does a join; node's decoder throws an error of its own. */
const isTooLong = (error: unknown): boolean =>
  error instanceof RangeError || (error instanceof Error && "code" in error && error.code === "ERR_STRING_TOO_LONG");

function tooLong(bytes: number): EngineError {
  return new EngineError(
    "tooManyTokens",
    `The text has ${bytes.toLocaleString("en")} bytes, which is more than can be held as one text (about 536,870,000 characters).`,
    "Train on a part of it.",
  );
}

/** Where bytes that are not of the encoding stop being of it: the offset of the first one that belongs to no whole character. */
export function firstInvalid(name: EncodingName, bytes: Uint8Array): number {
  if (name === "utf-8") return firstInvalidUtf8(bytes);
  if (unitBytes(name) === 4) return firstInvalidUtf32(bytes, name === "utf-32le");
  let [valid, invalid] = [0, bytes.length + 1];
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1;
    if (isBeginning(name, bytes, middle)) valid = middle;
    else invalid = middle;
  }
  // What is valid so far may end in half a character, which is where the fault begins.
  while (decodeIn(name, bytes.subarray(0, valid)) === null) valid--;
  return valid;
}

/** Whether so many bytes are of the encoding, whatever may follow. */
const isBeginning = (name: EncodingName, bytes: Uint8Array, length: number): boolean =>
  length <= bytes.length && decodeStrictly(name, bytes.subarray(0, length), true) !== null;
