import { Cursor } from "../bytes/cursor.ts";
import type { FileBytes } from "../bytes/fileBytes.ts";
import { expectSignature, zeroEnded } from "./address.ts";
import type { Link } from "./links.ts";
import { compareNames } from "./names.ts";
import type { ObjectHeader } from "./objectHeader.ts";
import { eachOldLeaf } from "./oldTree.ts";

const softLink = 2;

/**
 * The names of a group in the earliest layout: a tree whose leaves list places of names in a heap and of objects
 * (HDF5 File Format Specification 3.0, III.A to III.D). A damaged heap is no reason to find fewer: each name must be there and greater
 * than the one before it, and a leaf's last name must be within its bound.
 */
export function symbolTableLinks(header: ObjectHeader, tree: number, heap: number): readonly Link[] {
  const names = new LocalHeap(header.file, header.what, heap);
  const links: Link[] = [];
  eachOldLeaf(header.file, header.what, tree, { type: 0, keyBytes: 8 }, (leaf, _, upperKey) => {
    links.push(...readLeaf(header, names, leaf));
    const bound = names.at(upperKey.u64());
    const last = links.at(-1);
    if (last !== undefined && compareNames(last.name, bound) > 0)
      header.file.fail(`${header.what} has the name ${last.name} beyond its bound ${bound}`);
  });
  const unsorted = links.findIndex(({ name }, i) => i > 0 && compareNames(links[i - 1]!.name, name) >= 0);
  if (unsorted > 0)
    header.file.fail(
      `${header.what} has the names ${links[unsorted - 1]!.name} and ${links[unsorted]!.name} out of order: its heap is damaged`,
    );
  return links;
}

function readLeaf({ file, what }: ObjectHeader, names: LocalHeap, at: number): Link[] {
  const cursor = new Cursor(file, `a list of names of ${what}`, at);
  expectSignature(cursor, "SNOD", 1);
  cursor.advance(1);
  return Array.from({ length: cursor.u16() }, () => {
    const name = names.at(cursor.u64());
    const object = cursor.u64();
    const kind = cursor.u32();
    cursor.advance(20);
    return { name, object: kind === softLink ? null : object };
  });
}

class LocalHeap {
  readonly #file: FileBytes;
  readonly #what: string;
  readonly #begin: number;
  readonly #size: number;

  constructor(file: FileBytes, owner: string, at: number) {
    this.#file = file;
    this.#what = `the heap of names of ${owner}`;
    const cursor = new Cursor(file, this.#what, at);
    expectSignature(cursor, "HEAP", 0);
    cursor.advance(3);
    this.#size = cursor.u64();
    cursor.advance(8);
    this.#begin = cursor.u64();
    file.part(this.#begin, this.#size, this.#what);
  }

  at(offset: number): string {
    if (offset >= this.#size) this.#file.fail(`${this.#what} has ${this.#size} bytes, and no name at its byte ${offset}`);
    const end = this.#begin + this.#size;
    return zeroEnded(new Cursor(this.#file, this.#what, this.#begin + offset, end), this.#size - offset);
  }
}
