import { getNodeValue, type Node, parseTree } from "jsonc-parser";
import type { Place } from "../../engine/errors/errors.ts";

/** A part of a text, in UTF-16 units, half-open. */
export interface Part {
  readonly from: number;
  readonly to: number;
}

/**
 * Where a place of a recipe stands in its text, or the closest of what it is within: the value, where that is short; for what spans lines,
 * the name that it is given by. Also in a text that is being typed and is not JSON yet.
 */
export function partAt(text: string, place: Place): Part {
  const root = treeOf(text);
  if (root === null) return { from: 0, to: Math.min(1, text.length) };
  let node = root;
  for (const key of place) {
    const inner = within(node, key);
    if (inner === null) break;
    node = inner;
  }
  return partOf(headOf(node));
}

/** The name of a property of the outermost object; null where there is none. */
export function keyAt(text: string, name: string): Part | null {
  const root = treeOf(text);
  const property = root && propertyOf(root, name);
  return property ? partOf(property.children![0]!) : null;
}

/** Null for no JSON at all, and for what nests so deep that nobody wrote it. */
function treeOf(text: string): Node | null {
  try {
    return parseTree(text, undefined, { allowTrailingComma: true }) ?? null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function within(node: Node, key: string | number): Node | null {
  if (typeof key === "number") return node.type === "array" ? (node.children?.[key] ?? null) : null;
  return propertyOf(node, key)?.children?.[1] ?? null;
}

/** Where a name stands twice, the last one counts, as for every reader of JSON. */
const propertyOf = (node: Node, name: string): Node | undefined =>
  node.type === "object" ? node.children?.findLast(({ children }) => getNodeValue(children![0]!) === name) : undefined;

/** What names a value that may span lines. */
function headOf(node: Node): Node {
  if (node.type !== "object" && node.type !== "array") return node;
  if (node.parent?.type === "property") return node.parent.children![0]!;
  const first = node.type === "object" ? node.children?.[0]?.children?.[0] : undefined;
  return first ?? { ...node, length: 1 };
}

const partOf = ({ offset, length }: Node): Part => ({ from: offset, to: offset + length });
