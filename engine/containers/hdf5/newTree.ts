import { Cursor } from "../bytes/cursor.ts";
import type { FileBytes } from "../bytes/fileBytes.ts";
import { expectSignature, readAddress, readSized } from "./address.ts";
import { checkSum } from "./checksum.ts";

interface Tree {
  readonly file: FileBytes;
  readonly what: string;
  readonly type: number;
  readonly recordBytes: number;
  readonly nodeBytes: number;
  readonly visit: (record: Cursor) => void;
}

/** Bytes of a node beside its records: signature, version, type, checksum. */
const overhead = 10;

/** Visits all records of a tree, version 2 (HDF5 File Format Specification 3.0, III.A.2), in order. */
export function eachRecord(file: FileBytes, owner: string, at: number, type: number, visit: (record: Cursor) => void): void {
  const what = `the index of ${owner}`;
  const cursor = new Cursor(file, what, at);
  expectSignature(cursor, "BTHD", 0);
  if (cursor.u8() !== type) cursor.fail(`is not of type ${type}`);
  const nodeBytes = cursor.u32();
  const recordBytes = cursor.u16();
  const depth = cursor.u16();
  cursor.advance(2);
  const root = readAddress(cursor);
  const records = cursor.u16();
  const total = cursor.u64();
  checkSum(cursor, at);
  if (recordBytes === 0 || nodeBytes <= overhead + recordBytes) cursor.fail(`has nodes of ${nodeBytes} bytes`);
  if (root === null) return;
  let seen = 0;
  const counted = (record: Cursor): void => {
    if (++seen > total) cursor.fail(`has more than the ${total} records that it claims`);
    visit(record);
  };
  walk({ file, what, type, recordBytes, nodeBytes, visit: counted }, root, records, depth);
  if (seen < total) cursor.fail(`has ${seen} of the ${total} records that it claims`);
}

/** @param depth 0 for a leaf. A loop would visit more records than there are, or find a leaf where a node is due. */
function walk(tree: Tree, at: number, count: number, depth: number): void {
  const { file, what, type, recordBytes } = tree;
  const cursor = new Cursor(file, what, at);
  expectSignature(cursor, depth === 0 ? "BTLF" : "BTIN", 0);
  if (cursor.u8() !== type) cursor.fail(`has a node that is not of type ${type}`);
  const records = Array.from({ length: count }, () => cursor.part(recordBytes));
  const children = depth === 0 ? [] : Array.from({ length: count + 1 }, () => readChild(cursor, tree, depth));
  checkSum(cursor, at);
  children.forEach((child, i) => {
    walk(tree, child.at, child.records, depth - 1);
    if (i < records.length) tree.visit(records[i]!);
  });
  if (depth === 0) records.forEach(tree.visit);
}

function readChild(cursor: Cursor, tree: Tree, depth: number): { readonly at: number; readonly records: number } {
  const { own, below } = capacities(tree, depth - 1);
  const at = cursor.u64();
  const records = readSized(cursor, bytesFor(own));
  if (depth > 1) cursor.advance(bytesFor(below));
  return { at, records };
}

/** The most records of one node at a depth, and of all that hangs on it: their sizes decide how many bytes a count takes. */
function capacities({ nodeBytes, recordBytes }: Tree, depth: number): { readonly own: number; readonly below: number } {
  const leaf = Math.floor((nodeBytes - overhead) / recordBytes);
  let own = leaf;
  let below = leaf;
  for (let level = 1; level <= depth; level++) {
    const pointer = 8 + bytesFor(leaf) + (level > 1 ? bytesFor(below) : 0);
    own = Math.floor((nodeBytes - overhead - pointer) / (recordBytes + pointer));
    below = (own + 1) * below + own;
  }
  return { own, below };
}

const bytesFor = (largest: number): number => Math.floor(Math.log2(Math.max(largest, 1)) / 8) + 1;
