import { Cursor } from "../bytes/cursor.ts";
import type { FileBytes } from "../bytes/fileBytes.ts";
import { expectSignature } from "./address.ts";

type Heap = ReadonlyMap<number, Uint8Array>;

/** Heaps that have been read, by their place: a list of names asks the same one again for each. */
const heaps = new WeakMap<FileBytes, Map<number, Heap>>();

/** An object of a global heap, which keeps what has no fixed length (HDF5 File Format Specification 3.0, III.E). */
export function globalHeapObject(file: FileBytes, at: number, index: number): Uint8Array {
  const known = heaps.get(file) ?? new Map<number, Heap>();
  heaps.set(file, known);
  const heap = known.get(at) ?? readHeap(file, at);
  known.set(at, heap);
  return heap.get(index) ?? file.fail(`the global heap at byte ${at} has no object ${index}`);
}

function readHeap(file: FileBytes, at: number): Heap {
  const what = `the global heap at byte ${at}`;
  const head = new Cursor(file, what, at);
  expectSignature(head, "GCOL", 1);
  head.advance(3);
  const size = head.u64();
  const objects = new Cursor(file, what, head.at, at + size);
  const heap = new Map<number, Uint8Array>();
  while (objects.left >= 16) {
    const index = objects.u16();
    objects.advance(6);
    const bytes = objects.u64();
    // Object 0 is the free space, to the end.
    if (index === 0) break;
    heap.set(index, objects.bytes(bytes));
    objects.advance(Math.min(objects.left, -bytes & 7));
  }
  return heap;
}
