import { Cursor } from "../bytes/cursor.ts";
import type { FileBytes } from "../bytes/fileBytes.ts";
import { expectSignature } from "./address.ts";

/** An object of a global heap, which keeps what has no fixed length (HDF5 File Format Specification 3.0, III.E). */
export function globalHeapObject(file: FileBytes, heap: number, index: number): Uint8Array {
  const what = `the global heap at byte ${heap}`;
  const head = new Cursor(file, what, heap);
  expectSignature(head, "GCOL", 1);
  head.advance(3);
  const size = head.u64();
  const objects = new Cursor(file, what, head.at, heap + size);
  while (objects.left >= 16) {
    const found = objects.u16();
    objects.advance(6);
    const bytes = objects.u64();
    // Object 0 is the free space, to the end.
    if (found === 0) break;
    const content = objects.bytes(bytes);
    if (found === index) return content;
    objects.advance(Math.min(objects.left, -bytes & 7));
  }
  return file.fail(`${what} has no object ${index}`);
}
