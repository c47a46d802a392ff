import { decodeUtf8 } from "../../text/utf8.ts";
import type { Cursor } from "../bytes/cursor.ts";
import { latin1 } from "../bytes/fileBytes.ts";
import { decodeNumbers } from "../tensors/dtypes.ts";
import { elementsOf } from "../tensors/tensor.ts";
import { readAddress, zeroEnded } from "./address.ts";
import { readDataspace } from "./dataspace.ts";
import { type Datatype, readDatatype } from "./datatype.ts";
import { denseObjects } from "./denseStorage.ts";
import { globalHeapObject } from "./globalHeap.ts";
import { messageTypes, type ObjectHeader } from "./objectHeader.ts";

export type AttributeItem = number | bigint | boolean | string;
/** One value, or a list in row-major order; null where there is nothing. */
export type AttributeValue = AttributeItem | readonly AttributeItem[] | null;

/**
 * The attributes of a group or a dataset, wherever they are kept. @param skipped is told of what is no number and no text.
 */
export function readAttributes(header: ObjectHeader, skipped: (what: string) => void): Record<string, AttributeValue> {
  const messages = [...header.all(messageTypes.attribute), ...dense(header)];
  const found = new Map<string, AttributeValue>();
  for (const message of messages) {
    const { name, value } = readAttribute(message);
    if (found.has(name)) header.file.fail(`${header.what} has the attribute ${name} twice`);
    if (value === undefined) skipped(`attribute ${name} of ${header.what}`);
    else found.set(name, value);
  }
  return Object.fromEntries(found);
}

/** Many attributes, in the new format, are in a heap. */
function dense(header: ObjectHeader): Cursor[] {
  const info = header.find(messageTypes.attributeInfo);
  if (info === null) return [];
  info.advance(1);
  if (info.u8() & 1) info.advance(2);
  const heap = readAddress(info);
  const names = readAddress(info);
  return heap === null || names === null ? [] : denseObjects(header.file, header.what, heap, names, { type: 8, idAt: 0 });
}

interface Read {
  readonly name: string;
  /** Undefined where it is of a type that is not read. */
  readonly value: AttributeValue | undefined;
}

/** The attribute message (IV.A.2.m). */
function readAttribute(cursor: Cursor): Read {
  const version = cursor.u8();
  if (version < 1 || version > 3) cursor.fail(`has an attribute of version ${version}; 1 to 3 are known`);
  const flags = cursor.u8();
  const sizes = [cursor.u16(), cursor.u16(), cursor.u16()] as const;
  if (version === 3) cursor.advance(1);
  const [nameBytes, typeBytes, spaceBytes] = version === 1 ? sizes.map((size) => Math.ceil(size / 8) * 8) : sizes;
  const name = zeroEnded(cursor, nameBytes!);
  if (version > 1 && flags & 3) cursor.fail(`has the attribute ${name} of a named type, which is not read`);
  const type = readDatatype(cursor.part(typeBytes!, `attribute ${name} of ${cursor.what}`));
  const shape = readDataspace(cursor.part(spaceBytes!));
  return { name, value: shape === null ? null : attributeValue(cursor, type, shape) };
}

function attributeValue(cursor: Cursor, type: Datatype, shape: readonly number[]): AttributeValue | undefined {
  if (type.kind === "other") return undefined;
  const bytes = elementsOf(shape) * type.bytes;
  const items = itemsOf(cursor.part(bytes), type);
  return shape.length === 0 ? items[0]! : items;
}

function itemsOf(content: Cursor, type: Exclude<Datatype, { kind: "other" }>): AttributeItem[] {
  if (type.kind === "numbers") {
    const numbers = Array.from<number | bigint>(decodeNumbers(content.bytes(content.left), type.dtype, type.bigEndian));
    return numbers.map((number) => (type.dtype === "bool" ? number === 1 : small(number)));
  }
  const items: AttributeItem[] = [];
  while (content.left > 0)
    items.push(type.kind === "texts" ? fixedText(content.bytes(type.bytes), type.padding) : longText(content));
  return items;
}

const small = (number: number | bigint): number | bigint =>
  typeof number === "bigint" && BigInt(Number(number)) === number && Number.isSafeInteger(Number(number))
    ? Number(number)
    : number;

const textOf = (bytes: Uint8Array): string => decodeUtf8(bytes) ?? latin1(bytes);

function fixedText(bytes: Uint8Array, padding: "zeros" | "spaces"): string {
  if (padding === "spaces") return textOf(bytes).trimEnd();
  const end = bytes.indexOf(0);
  return textOf(end < 0 ? bytes : bytes.subarray(0, end));
}

/** Texts of heaps: many attributes may stand on one of them, and then share it. */
const heapTexts = new WeakMap<Uint8Array, string>();

/** Length, place of the heap, number in it. */
function longText(content: Cursor): string {
  const length = content.u32();
  const heap = readAddress(content);
  const index = content.u32();
  if (heap === null || heap === 0 || length === 0) return "";
  const bytes = globalHeapObject(content.file, heap, index);
  if (length !== bytes.length) content.fail(`has a text of ${length} bytes where its heap has ${bytes.length}`);
  const text = heapTexts.get(bytes) ?? textOf(bytes);
  heapTexts.set(bytes, text);
  return text;
}
