import type { Cursor } from "../bytes/cursor.ts";

/** The checksum at the cursor is that of all bytes from `begin` to it. */
export function checkSum(cursor: Cursor, begin: number): void {
  const bytes = cursor.file.part(begin, cursor.at - begin, cursor.what);
  if (cursor.u32() !== lookup3(bytes)) cursor.fail("has a wrong checksum, so it was damaged");
}

const rotate = (value: number, bits: number): number => (value << bits) | (value >>> (32 - bits));

/** Bob Jenkins' hash of 2006 (lookup3, hashlittle) with the start value 0: HDF5's checksum of metadata, and its hash of names. */
export function lookup3(bytes: Uint8Array): number {
  const state = new Int32Array(3).fill(0xdeadbeef + bytes.length);
  const words = new Int32Array(3);
  let at = 0;
  for (; bytes.length - at > 12; at += 12) {
    loadWords(words, bytes, at);
    for (let i = 0; i < 3; i++) state[i] = state[i]! + words[i]!;
    mix(state);
  }
  if (at === bytes.length) return state[2]! >>> 0;
  loadWords(words, bytes, at);
  for (let i = 0; i < 3; i++) state[i] = state[i]! + words[i]!;
  return finish(state);
}

/** Twelve bytes, zeros past the end. */
function loadWords(words: Int32Array, bytes: Uint8Array, at: number): void {
  words.fill(0);
  for (let i = 0; i < 12 && at + i < bytes.length; i++) words[i >> 2] = words[i >> 2]! | (bytes[at + i]! << (8 * (i & 3)));
}

function mix(state: Int32Array): void {
  let [a, b, c] = state as unknown as [number, number, number];
  for (const [first, second, third] of mixRotations) {
    a = ((a - c) ^ rotate(c, first)) | 0;
    c = (c + b) | 0;
    b = ((b - a) ^ rotate(a, second)) | 0;
    a = (a + c) | 0;
    c = ((c - b) ^ rotate(b, third)) | 0;
    b = (b + a) | 0;
  }
  state.set([a, b, c]);
}

const mixRotations = [
  [4, 6, 8],
  [16, 19, 4],
] as const;

function finish(state: Int32Array): number {
  let [a, b, c] = state as unknown as [number, number, number];
  c = ((c ^ b) - rotate(b, 14)) | 0;
  a = ((a ^ c) - rotate(c, 11)) | 0;
  b = ((b ^ a) - rotate(a, 25)) | 0;
  c = ((c ^ b) - rotate(b, 16)) | 0;
  a = ((a ^ c) - rotate(c, 4)) | 0;
  b = ((b ^ a) - rotate(a, 14)) | 0;
  c = ((c ^ b) - rotate(b, 24)) | 0;
  return c >>> 0;
}

/** Fletcher's checksum over 16-bit big-endian words, as HDF5's filter of that name computes it. */
export function fletcher32(bytes: Uint8Array): number {
  let first = 0;
  let second = 0;
  for (let at = 0; at < bytes.length; at += 2) {
    first = (first + ((bytes[at]! << 8) | (bytes[at + 1] ?? 0))) % 65535;
    second = (second + first) % 65535;
  }
  return ((second << 16) | first) >>> 0;
}
