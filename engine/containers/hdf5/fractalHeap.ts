import { Cursor } from "../bytes/cursor.ts";
import type { FileBytes } from "../bytes/fileBytes.ts";
import { expectSignature, readAddress, readSized } from "./address.ts";
import { checkSum } from "./checksum.ts";

/** Begin and end of an object in the file. */
interface Place {
  readonly begin: number;
  readonly end: number;
}

/** A heap of blocks that double in size, row by row (HDF5 File Format Specification 3.0, III.G). Objects within the blocks are read. */
export class FractalHeap {
  /** Of an object's id. */
  readonly idBytes: number;
  readonly #file: FileBytes;
  readonly #what: string;
  readonly #width: number;
  readonly #firstBlock: number;
  readonly #largestDirect: number;
  /** Of an object's place within the heap, and of its length. */
  readonly #offsetBytes: number;
  readonly #lengthBytes: number;
  readonly #root: number | null;
  /** 0 where the root is a block of objects itself. */
  readonly #rootRows: number;

  constructor(file: FileBytes, owner: string, at: number) {
    this.#file = file;
    this.#what = `the heap of ${owner}`;
    const cursor = new Cursor(file, this.#what, at);
    expectSignature(cursor, "FRHP", 0);
    this.idBytes = cursor.u16();
    if (cursor.u16() > 0) cursor.fail("is packed, which is not read", "Save it with h5py's defaults.");
    cursor.advance(1);
    const longest = cursor.u32();
    cursor.advance(12 * 8);
    this.#width = cursor.u16();
    this.#firstBlock = cursor.u64();
    this.#largestDirect = cursor.u64();
    this.#offsetBytes = Math.ceil(cursor.u16() / 8);
    cursor.advance(2);
    this.#root = readAddress(cursor);
    this.#rootRows = cursor.u16();
    checkSum(cursor, at);
    this.#lengthBytes = Math.min(bytesOf(longest), bytesOf(this.#largestDirect));
    if (this.#width === 0 || this.#firstBlock === 0) cursor.fail("has blocks of no size");
  }

  /** @param id of {@link idBytes} */
  locate(id: Cursor): Place {
    const head = id.u8();
    const kind = (head >> 4) & 3;
    if (kind === 2) return { begin: id.at, end: id.at + Math.min(id.left, (head & 15) + 1) };
    if (kind === 1) id.fail("lies outside of its heap, which is not read", "Save it with libver='earliest'.");
    const offset = readSized(id, this.#offsetBytes);
    const length = readSized(id, this.#lengthBytes);
    const block = this.#blockOf(offset);
    if (offset - block.offset + length > block.size) id.fail(`claims ${length} bytes beyond its block of ${block.size}`);
    const begin = block.at + offset - block.offset;
    return { begin, end: begin + length };
  }

  /** The block of objects that holds a place of the heap. */
  #blockOf(offset: number): { readonly at: number; readonly offset: number; readonly size: number } {
    if (this.#root === null) this.#file.fail(`${this.#what} is empty`);
    let at = this.#root;
    let blockOffset = 0;
    let size = this.#firstBlock;
    for (let rows = this.#rootRows; rows > 0; ) {
      const child = this.#childOf(offset - blockOffset, rows);
      at = this.#childAddress(at, child.index, rows);
      blockOffset += child.offset;
      size = child.size;
      if (size <= this.#largestDirect) break;
      rows = Math.log2(size / this.#firstBlock / this.#width) + 1;
    }
    if (offset - blockOffset >= size) this.#file.fail(`${this.#what} has no byte ${offset}`);
    return { at, offset: blockOffset, size };
  }

  /** Rows 0 and 1 have blocks of the first size; each further row's are twice as large. */
  #childOf(offset: number, rows: number): { readonly index: number; readonly offset: number; readonly size: number } {
    let rowOffset = 0;
    for (let row = 0; row < rows; row++) {
      const size = this.#firstBlock * 2 ** Math.max(0, row - 1);
      if (offset < rowOffset + size * this.#width) {
        const column = Math.floor((offset - rowOffset) / size);
        return { index: row * this.#width + column, offset: rowOffset + column * size, size };
      }
      rowOffset += size * this.#width;
    }
    return this.#file.fail(`${this.#what} has no byte ${offset}`);
  }

  #childAddress(at: number, index: number, rows: number): number {
    const cursor = new Cursor(this.#file, this.#what, at);
    expectSignature(cursor, "FHIB", 0);
    cursor.advance(8 + this.#offsetBytes);
    const children = cursor.at;
    cursor.advance(rows * this.#width * 8);
    checkSum(cursor, at);
    cursor.at = children + index * 8;
    return readAddress(cursor) ?? cursor.fail("lacks a block of objects");
  }
}

const bytesOf = (largest: number): number => Math.floor(Math.log2(Math.max(largest, 1)) / 8) + 1;
