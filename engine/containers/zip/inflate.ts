import { Inflate, inflateSync, Unzlib, unzlibSync } from "fflate";
import type { FileBytes } from "../bytes/fileBytes.ts";

/** Bytes that are handed to the decoder at once: they grow to at most a thousandfold, a few megabytes. */
const pieceBytes = 4096;

/** A raw deflate stream, or one in zlib's wrapper. */
export type Wrapper = "raw" | "zlib";

/**
 * Unpacks a stream that must have exactly so many bytes. Where it has more, the decoder is stopped and not only its output is cut.
 *
 * @param what names it in errors, `entry kernel.npy`. @param size of what comes out; `checkGrowth` has allowed it.
 */
export function inflateExactly(file: FileBytes, packed: Uint8Array, size: number, what: string, wrapper: Wrapper): Uint8Array {
  if (wrapper === "zlib" && packed.length < 6) file.fail(`${what} is packed into ${packed.length} bytes, too few for a checksum`);
  const { unpacked, complete } = inflateUpTo(file, packed, size, what, wrapper);
  if (!complete) file.fail(`${what} unpacks to more than the ${size} bytes that it claims`);
  if (unpacked.length < size) file.fail(`${what} unpacks to ${unpacked.length} of the ${size} bytes that it claims`);
  if (wrapper === "zlib" && adler32(unpacked) !== closingSum(packed))
    file.fail(`${what} has a wrong checksum, so it was damaged`);
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
  try {
    return packed.length <= pieceBytes ? inflateSmall(packed, size, wrapper) : inflateInPieces(packed, size, wrapper);
  } catch (error) {
    return file.fail(`${what} is packed wrongly (${(error as Error).message})`);
  }
}

/** At once; one byte of room beyond what is wanted shows that there is more. */
function inflateSmall(packed: Uint8Array, size: number, wrapper: Wrapper): Inflated {
  const out = new Uint8Array(size + 1);
  const unpacked = (wrapper === "raw" ? inflateSync : unzlibSync)(packed, { out });
  return { unpacked: unpacked.subarray(0, size), complete: unpacked.length <= size };
}

function inflateInPieces(packed: Uint8Array, size: number, wrapper: Wrapper): Inflated {
  const unpacked = new Uint8Array(size);
  let written = 0;
  let complete = true;
  const decoder = new (wrapper === "raw" ? Inflate : Unzlib)((chunk) => {
    const fits = Math.min(chunk.length, size - written);
    unpacked.set(chunk.subarray(0, fits), written);
    written += fits;
    complete &&= fits === chunk.length;
  });
  for (let at = 0; complete && at < packed.length; at += pieceBytes)
    decoder.push(packed.subarray(at, at + pieceBytes), at + pieceBytes >= packed.length);
  return { unpacked: unpacked.subarray(0, written), complete };
}

/** zlib's wrapper ends with the checksum, big-endian. */
const closingSum = (packed: Uint8Array): number =>
  new DataView(packed.buffer, packed.byteOffset + packed.length - 4).getUint32(0, false);

/** Adler's checksum (RFC 1950). Its sums stay below 2^31 for 3800 bytes. */
function adler32(bytes: Uint8Array): number {
  let first = 1;
  let second = 0;
  for (let begin = 0; begin < bytes.length; begin += 3800) {
    const end = Math.min(bytes.length, begin + 3800);
    for (let at = begin; at < end; at++) {
      first += bytes[at]!;
      second += first;
    }
    first %= 65521;
    second %= 65521;
  }
  return ((second << 16) | first) >>> 0;
}
