import { unreadable } from "./problem.ts";

/**
 * A file's bytes and its name. Every read is checked: what lies beyond the end is told with the file's name and the place. Numbers are
 * little-endian, as in all formats that are read here.
 */
export class FileBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly #view: DataView;

  constructor(name: string, bytes: Uint8Array) {
    this.name = name;
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get length(): number {
    return this.bytes.length;
  }

  /** A view of the file, not a copy. @param what names it in the error. */
  part(at: number, length: number, what: string): Uint8Array {
    this.#check(at, length, what);
    return this.bytes.subarray(at, at + length);
  }

  u8(at: number, what: string): number {
    this.#check(at, 1, what);
    return this.#view.getUint8(at);
  }

  u16(at: number, what: string): number {
    this.#check(at, 2, what);
    return this.#view.getUint16(at, true);
  }

  u32(at: number, what: string): number {
    this.#check(at, 4, what);
    return this.#view.getUint32(at, true);
  }

  i32(at: number, what: string): number {
    return this.u32(at, what) | 0;
  }

  bigU64(at: number, what: string): bigint {
    this.#check(at, 8, what);
    return this.#view.getBigUint64(at, true);
  }

  /** Below 2^53: no file is longer, so that larger sizes and places are lies. */
  u64(at: number, what: string): number {
    const value = this.bigU64(at, what);
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) this.fail(`${what} at byte ${at} is ${value}, more than any file has`);
    return Number(value);
  }

  f64BigEndian(at: number, what: string): number {
    this.#check(at, 8, what);
    return this.#view.getFloat64(at, false);
  }

  fail(what: string, advice?: string): never {
    throw unreadable(this.name, what, advice);
  }

  #check(at: number, length: number, what: string): void {
    if (at >= 0 && length >= 0 && at + length <= this.length) return;
    this.fail(`${what} (${length} bytes from byte ${at}) lies beyond the file's end: it has ${this.length} bytes`);
  }
}

/** Whether the bytes stand at `at`. */
export function hasBytes(bytes: Uint8Array, wanted: ArrayLike<number>, at = 0): boolean {
  if (at + wanted.length > bytes.length) return false;
  for (let i = 0; i < wanted.length; i++) if (bytes[at + i] !== wanted[i]) return false;
  return true;
}

/** A signature of ASCII characters as bytes. */
export const ascii = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** A character a byte. */
export function latin1(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
