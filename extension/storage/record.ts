import type { RunView } from "../../webview/protocol.ts";

/** What is kept of a run beside its model, so that the views show it again after a reload of the window. */
export type RunRecord = Omit<RunView, "id" | "canContinue" | "stepsPerSecond"> & {
  /** The trained file, as a URI's text. */
  readonly uri: string;
  /** The file of its recipe; null, or left out by earlier versions, where it has none. */
  readonly recipeUri?: string | null;
  /** The recipe as it was asked for. */
  readonly asked?: unknown;
};

const magic = "gatescope-run\n";
const version = 3;
/** Records before runs were described by recipes: their curves and samples still count. */
const undescribed = 2;
const headerBytes = magic.length + 8;

/** How an array stands in the JSON: its kind, and its place in the block of numbers behind it, in bytes. */
interface ArrayReference {
  readonly $array: "Float32Array" | "Float64Array";
  readonly at: number;
  readonly length: number;
}

/**
 * A record as bytes: magic, version (uint32, little endian as all numbers here), length of the JSON (uint32), the JSON padded with spaces to 8 bytes,
 * and the arrays one after the other, each at a multiple of 8 bytes.
 */
export function encodeRecord(record: RunRecord): Uint8Array {
  const arrays: (Float32Array | Float64Array)[] = [];
  let size = 0;
  const json = JSON.stringify(record, (_key, value: unknown) => {
    if (!(value instanceof Float32Array || value instanceof Float64Array)) return value;
    arrays.push(value);
    const reference: ArrayReference = {
      $array: value instanceof Float32Array ? "Float32Array" : "Float64Array",
      at: size,
      length: value.length,
    };
    size = padded(size + value.byteLength);
    return reference;
  });
  const text = new TextEncoder().encode(json);
  const start = padded(headerBytes + text.length);
  const bytes = new Uint8Array(start + size).fill(0x20, 0, start);
  bytes.set(new TextEncoder().encode(magic));
  const header = new DataView(bytes.buffer, magic.length);
  header.setUint32(0, version, true);
  header.setUint32(4, text.length, true);
  bytes.set(text, headerBytes);
  let at = start;
  for (const array of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at = padded(at + array.byteLength);
  }
  return bytes;
}

/** The record in `bytes`, or null where they hold none that this version can read: a lost history must not cost the model. */
export function decodeRecord(bytes: Uint8Array): RunRecord | null {
  if (bytes.length < headerBytes || new TextDecoder().decode(bytes.subarray(0, magic.length)) !== magic) return null;
  const header = new DataView(bytes.buffer, bytes.byteOffset + magic.length);
  const found = header.getUint32(0, true);
  if (found !== version && found !== undescribed) return null;
  const textLength = header.getUint32(4, true);
  const start = padded(headerBytes + textLength);
  // The file's bytes may lie at any offset of a larger buffer; arrays of numbers need an aligned one.
  const numbers = new Uint8Array(bytes.subarray(start)).buffer;
  try {
    const text = new TextDecoder().decode(bytes.subarray(headerBytes, headerBytes + textLength));
    const record = JSON.parse(text, (_key, value: unknown) =>
      isReference(value) ? arrayAt(numbers, value) : value,
    ) as RunRecord;
    return found === version ? record : withoutDescription(record);
  } catch {
    return null;
  }
}

function arrayAt(numbers: ArrayBuffer, { $array, at, length }: ArrayReference): Float32Array | Float64Array {
  const kind = $array === "Float32Array" ? Float32Array : Float64Array;
  return new kind(numbers.slice(at, at + length * kind.BYTES_PER_ELEMENT));
}

function isReference(value: unknown): value is ArrayReference {
  return typeof value === "object" && value !== null && "$array" in value;
}

const padded = (length: number): number => Math.ceil(length / 8) * 8;

const withoutDescription = (record: RunRecord): RunRecord => ({
  ...record,
  description: null,
  progress: null,
  gradientHistory: { ...record.gradientHistory, stride: 1, since: 0 },
  validation: [],
  forecast: null,
});
