import { Inflate, Unzlib } from "fflate";
import type { FileBytes } from "../bytes/fileBytes.ts";

/** Bytes that are handed to the decoder at once: they grow to at most a thousandfold, a few megabytes. */
const pieceBytes = 4096;

/** A raw deflate stream, or one in zlib's wrapper. */
export type Wrapper = "raw" | "zlib";

/**
 * Unpacks a stream that must have exactly so many bytes. Where it has more, the decoder is stopped and not only its output is cut.
 *
 * @param what names it in errors, `npz entry kernel.npy`. @param size of what comes out; {@link checkGrowth} has allowed it.
 */
export function inflateExactly(file: FileBytes, packed: Uint8Array, size: number, what: string, wrapper: Wrapper): Uint8Array {
  const { unpacked, complete } = inflateUpTo(file, packed, size, what, wrapper);
  if (!complete) file.fail(`${what} unpacks to more than the ${size} bytes that it claims`);
  if (unpacked.length < size) file.fail(`${what} unpacks to ${unpacked.length} of the ${size} bytes that it claims`);
  return unpacked;
}

/** The first `size` bytes of a stream, or all where it has fewer. */
export function inflateHead(file: FileBytes, packed: Uint8Array, size: number, what: string): Uint8Array {
  return inflateUpTo(file, packed, size, what, "raw").unpacked;
}

interface Inflated {
  readonly unpacked: Uint8Array;
  /** False where the stream has more. */
  readonly complete: boolean;
}

function inflateUpTo(file: FileBytes, packed: Uint8Array, size: number, what: string, wrapper: Wrapper): Inflated {
  const unpacked = new Uint8Array(size);
  let written = 0;
  let complete = true;
  const decoder = new (wrapper === "raw" ? Inflate : Unzlib)((chunk) => {
    const fits = Math.min(chunk.length, size - written);
    unpacked.set(chunk.subarray(0, fits), written);
    written += fits;
    complete &&= fits === chunk.length;
  });
  try {
    for (let at = 0; complete && at < packed.length; at += pieceBytes)
      decoder.push(packed.subarray(at, at + pieceBytes), at + pieceBytes >= packed.length);
  } catch (error) {
    file.fail(`${what} is packed wrongly (${(error as Error).message})`);
  }
  return { unpacked: unpacked.subarray(0, written), complete };
}
