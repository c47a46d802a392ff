import { bytesPerFloat, type FloatArray, type Precision } from "../memory/arena.ts";

/** Floats lie in files in little-endian order, as in nearly every machine's memory; on the others they are turned on the way. */
const turned = new Uint8Array(Uint32Array.of(1).buffer)[0] === 0;

/** @param offset in bytes, a multiple of 8 */
export function putFloats(buffer: ArrayBuffer, offset: number, floats: FloatArray): void {
  const place = viewFloats(buffer, offset, floats.length, floats instanceof Float32Array ? "float32" : "float64");
  place.set(floats);
  if (turned) turnBytes(new Uint8Array(buffer, offset, floats.byteLength), floats.BYTES_PER_ELEMENT);
}

/** A view of the buffer, not a copy (on a big-endian machine: a copy). @param offset in bytes, a multiple of 8 */
export function getFloats(buffer: ArrayBuffer, offset: number, count: number, precision: Precision): FloatArray {
  if (!turned) return viewFloats(buffer, offset, count, precision);
  const bytes = new Uint8Array(buffer.slice(offset, offset + count * bytesPerFloat(precision)));
  turnBytes(bytes, bytesPerFloat(precision));
  return viewFloats(bytes.buffer, 0, count, precision);
}

function viewFloats(buffer: ArrayBuffer, offset: number, count: number, precision: Precision): FloatArray {
  return precision === "float32" ? new Float32Array(buffer, offset, count) : new Float64Array(buffer, offset, count);
}

function turnBytes(bytes: Uint8Array, size: number): void {
  for (let at = 0; at < bytes.length; at += size) bytes.subarray(at, at + size).reverse();
}
