import { Cursor } from "../bytes/cursor.ts";
import type { FileBytes } from "../bytes/fileBytes.ts";
import { FractalHeap } from "./fractalHeap.ts";
import { eachRecord } from "./newTree.ts";

/** Where in a record of the index the heap's id of its object stands. */
export interface DenseIndex {
  /** 5: links by name; 8: attributes by name. */
  readonly type: 5 | 8;
  readonly idAt: number;
}

/** Links or attributes that are too many for an object's header, in the index's order: each as its message's content. */
export function denseObjects(file: FileBytes, owner: string, heap: number, index: number, { type, idAt }: DenseIndex): Cursor[] {
  const objects = new FractalHeap(file, owner, heap);
  const found: Cursor[] = [];
  eachRecord(file, owner, index, type, (record) => {
    record.advance(idAt);
    const { begin, end } = objects.locate(record.part(objects.idBytes));
    found.push(new Cursor(file, owner, begin, end));
  });
  return found;
}
