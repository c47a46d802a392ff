import type { Cursor } from "../bytes/cursor.ts";
import { ascii, hasBytes } from "../bytes/fileBytes.ts";

/** A place in the file; null for "nowhere", which is written as all ones. */
export function readAddress(cursor: Cursor): number | null {
  const { at } = cursor;
  if (cursor.bigU64() === 0xffff_ffff_ffff_ffffn) return null;
  cursor.at = at;
  return cursor.u64();
}

/** A whole number of 1 to 8 bytes. */
export function readSized(cursor: Cursor, bytes: number): number {
  let value = 0;
  for (let i = 0; i < bytes; i++) value += cursor.u8() * 2 ** (8 * i);
  return Number.isSafeInteger(value) ? value : cursor.fail(`has the size ${value}, more than any file has`);
}

/** Leaves a signature such as `TREE` behind, and the version that follows it where there is one. */
export function expectSignature(cursor: Cursor, signature: string, version?: number): void {
  if (!hasBytes(cursor.bytes(4), ascii(signature))) {
    cursor.at -= 4;
    cursor.fail(`does not begin with ${signature}`);
  }
  if (version === undefined) return;
  const found = cursor.u8();
  if (found !== version) cursor.fail(`is of version ${found}, and version ${version} is known`);
}

/** A text that ends with a zero within `limit` bytes. */
export function zeroEnded(cursor: Cursor, limit: number): string {
  const bytes = cursor.bytes(limit);
  const end = bytes.indexOf(0);
  if (end < 0) cursor.fail("has a name without an end");
  cursor.at -= limit;
  const text = cursor.text(end);
  cursor.advance(limit - end);
  return text;
}
