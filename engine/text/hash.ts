import { encodeUtf8 } from "./utf8.ts";

/** UTF-16 units that are hashed at a time: the bytes of a whole text would be one more copy of it. */
const partLength = 2 ** 16;

/** Fingerprint of a text, to see whether a saved run meets the text that it was trained on: FNV-1a, 64 bits as two halves, in hex. */
export function hashText(text: string): string {
  let [first, second] = [0x811c9dc5, 0x9747b28c];
  for (let from = 0, to = 0; from < text.length; from = to) {
    to = endOfPart(text, from);
    const bytes = encodeUtf8(text.slice(from, to));
    first = fnv1a(bytes, first);
    second = fnv1a(bytes, second);
  }
  return hex(first) + hex(second);
}

/** Between two characters, not between the halves of one. */
function endOfPart(text: string, from: number): number {
  const end = from + partLength;
  const unit = text.charCodeAt(end - 1);
  return unit >= 0xd800 && unit <= 0xdbff ? end + 1 : end;
}

/** 32-bit FNV-1a, going on from a basis or from the bytes before. */
function fnv1a(bytes: Uint8Array, before: number): number {
  let hash = before;
  for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  return hash >>> 0;
}

function hex(word: number): string {
  return word.toString(16).padStart(8, "0");
}
