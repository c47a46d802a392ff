import { encodeUtf8 } from "./utf8.ts";

/** Fingerprint of a text, to see whether a saved run meets the text that it was trained on: FNV-1a, 64 bits as two halves, in hex. */
export function hashText(text: string): string {
  const bytes = encodeUtf8(text);
  return hex(fnv1a(bytes, 0x811c9dc5)) + hex(fnv1a(bytes, 0x9747b28c));
}

/** 32-bit FNV-1a from a chosen basis. */
function fnv1a(bytes: Uint8Array, basis: number): number {
  let hash = basis;
  for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  return hash >>> 0;
}

function hex(word: number): string {
  return word.toString(16).padStart(8, "0");
}
