import { decodeStrictly } from "./encodings/platform.ts";

/** The platform's encoder; see `encodings/platform.ts`. */
declare const TextEncoder: new () => { encode(text: string): Uint8Array<ArrayBuffer> };

export function encodeUtf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** The text, a byte order mark included; null where the bytes are not UTF-8. */
export const decodeUtf8 = (bytes: Uint8Array): string | null => decodeStrictly("utf-8", bytes);
