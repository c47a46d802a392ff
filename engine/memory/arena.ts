import { EngineError } from "../errors/errors.ts";

export type Precision = "float32" | "float64";

/** One number format for a whole arena: parameters, gradients and activations alike. */
export type FloatArray = Float32Array<ArrayBufferLike> | Float64Array<ArrayBufferLike>;

/** All memory of a model: floats first, ids (tokens) after them, in one buffer, so that it may be a WebAssembly memory. */
export interface Arena {
  readonly floats: FloatArray;
  readonly ints: Int32Array<ArrayBufferLike>;
}

export function bytesPerFloat(precision: Precision): number {
  return precision === "float32" ? 4 : 8;
}

export function arenaBytes(floatCount: number, intCount: number, precision: Precision): number {
  return floatCount * bytesPerFloat(precision) + intCount * 4;
}

/**
 * @param buffer of at least {@link arenaBytes} bytes; allocated here where it is left out.
 * @throws EngineError `outOfMemory` if the machine does not give that much.
 */
export function createArena(floatCount: number, intCount: number, precision: Precision, buffer?: ArrayBufferLike): Arena {
  const bytes = arenaBytes(floatCount, intCount, precision);
  const memory = buffer ?? allocate(bytes);
  const floats = precision === "float32" ? new Float32Array(memory, 0, floatCount) : new Float64Array(memory, 0, floatCount);
  return { floats, ints: new Int32Array(memory, floats.byteLength, intCount) };
}

function allocate(bytes: number): ArrayBuffer {
  try {
    return new ArrayBuffer(bytes);
  } catch {
    const size = `${Math.ceil(bytes / 2 ** 20).toLocaleString("en")} MiB`;
    throw new EngineError(
      "outOfMemory",
      `This model needs ${size} of memory in one piece, which this machine does not give.`,
      "Use fewer hidden units, layers or rows, a shorter sequence, or a smaller vocabulary.",
    );
  }
}
