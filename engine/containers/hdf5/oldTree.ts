import { Cursor } from "../bytes/cursor.ts";
import type { FileBytes } from "../bytes/fileBytes.ts";
import { expectSignature } from "./address.ts";

/** The tree's `type` tells what its leaves are: 0 names, 1 chunks. */
export interface OldTree {
  readonly type: 0 | 1;
  readonly keyBytes: number;
}

/** @param leaf place of what the leaf is. @param lower and @param upper the keys before and after it. */
type Visit = (leaf: number, lower: Cursor, upper: Cursor) => void;

/**
 * Visits the children of all lowest nodes of a tree, version 1 (HDF5 File Format Specification 3.0, III.A.1), in order. Each node is
 * one level below its parent and is visited once: a tree that leads back to itself ends.
 */
export function eachOldLeaf(file: FileBytes, owner: string, root: number, tree: OldTree, visit: Visit): void {
  const visited = new Set<number>();
  const walk = (at: number, level: number | null): void => {
    if (visited.has(at)) file.fail(`the tree of ${owner} comes to byte ${at} twice`);
    visited.add(at);
    const node = readNode(file, owner, at, tree, level);
    node.children.forEach((child, i) => {
      if (node.level > 0) walk(child, node.level - 1);
      else visit(child, node.key(i), node.key(i + 1));
    });
  };
  walk(root, null);
}

interface Node {
  readonly level: number;
  readonly children: readonly number[];
  key(index: number): Cursor;
}

/** @param expected level; null for the root. */
function readNode(file: FileBytes, owner: string, at: number, { type, keyBytes }: OldTree, expected: number | null): Node {
  const what = `the tree of ${owner}`;
  const cursor = new Cursor(file, what, at);
  expectSignature(cursor, "TREE");
  const [found, level, count] = [cursor.u8(), cursor.u8(), cursor.u16()];
  if (found !== type) cursor.fail(`is of type ${found} where ${type} is due`);
  if (level !== (expected ?? level)) cursor.fail(`has a node of level ${level} where ${expected} is due`);
  cursor.advance(16);
  const content = cursor.part(count * (keyBytes + 8) + keyBytes);
  const begin = content.at;
  const stride = keyBytes + 8;
  const key = (index: number) => new Cursor(file, what, begin + index * stride, begin + index * stride + keyBytes);
  return { level, children: Array.from({ length: count }, (_, i) => file.u64(begin + i * stride + keyBytes, what)), key };
}
