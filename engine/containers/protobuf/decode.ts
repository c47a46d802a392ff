import { ByteWriter } from "../bytes/byteWriter.ts";
import type { Cursor } from "../bytes/cursor.ts";
import type { Field, Message, Schema } from "./schema.ts";

/** Of messages in one another; a graph within a graph takes four. */
const deepest = 40;
/** In one file. Even the largest networks have a hundredth of it, and each takes far more room in memory than in the file. */
const mostMessages = 500_000;

const wires = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/** What has been decoded of a file so far. */
interface Count {
  messages: number;
}

/** Decodes a message to the cursor's end. Fields that the schema does not know are passed over; one that stands twice is refused. */
export function decodeMessage(cursor: Cursor, schema: Schema, count: Count = { messages: 0 }, depth = 0): Message {
  if (depth > deepest) cursor.fail(`has more than ${deepest} messages in one another`);
  if (++count.messages > mostMessages) cursor.fail(`has more than ${mostMessages} messages`);
  const message = new Map<string, unknown>();
  while (cursor.left > 0) {
    const tag = Number(readVarint(cursor));
    const wire = tag % 8;
    const field = schema.fields[Math.floor(tag / 8)];
    if (field === undefined) skip(cursor, wire);
    else if (field.kind === "packed")
      message.set(field.key, appended(message.get(field.key), readPacked(cursor, wire, schema, field)));
    else put(cursor, message, schema, field, readValue(cursor, wire, schema, field, count, depth));
  }
  return Object.fromEntries(message);
}

function put(cursor: Cursor, message: Map<string, unknown>, schema: Schema, field: Field, value: unknown): void {
  const before = message.get(field.key);
  if (field.repeated && Array.isArray(before)) before.push(value);
  else if (before !== undefined) cursor.fail(`has ${schema.name}.${field.key} twice`);
  else message.set(field.key, field.repeated ? [value] : value);
}

function readValue(cursor: Cursor, wire: number, schema: Schema, field: Field, count: Count, depth: number): unknown {
  const { kind } = field;
  switch (kind) {
    case "whole":
      return expectWire(cursor, wire, wires.varint, schema, field) && small(BigInt.asIntN(64, readVarint(cursor)));
    case "float":
      return expectWire(cursor, wire, wires.fixed32, schema, field) && readFloat(cursor);
    case "text":
      return expectWire(cursor, wire, wires.bytes, schema, field) && cursor.text(readLength(cursor));
    case "bytes":
      return expectWire(cursor, wire, wires.bytes, schema, field) && cursor.bytes(readLength(cursor));
    case "packed":
      return readPacked(cursor, wire, schema, field);
    default:
      expectWire(cursor, wire, wires.bytes, schema, field);
      return decodeMessage(cursor.part(readLength(cursor), `${kind().name}`), kind(), count, depth + 1);
  }
}

function expectWire(cursor: Cursor, wire: number, expected: number, schema: Schema, { key }: Field): true {
  if (wire !== expected) cursor.fail(`has ${schema.name}.${key} in wire type ${wire} where ${expected} is due`);
  return true;
}

/** One number, or many in one piece: the same bytes either way. */
function readPacked(cursor: Cursor, wire: number, schema: Schema, field: Field): Uint8Array {
  const { at } = cursor;
  if (wire === wires.bytes) return cursor.bytes(readLength(cursor));
  if (wire !== wires.varint && wire !== wires.fixed32 && wire !== wires.fixed64)
    expectWire(cursor, wire, wires.bytes, schema, field);
  skip(cursor, wire);
  return cursor.file.part(at, cursor.at - at, cursor.what);
}

function appended(before: unknown, bytes: Uint8Array): Uint8Array | ByteWriter {
  if (before === undefined) return bytes;
  return (before instanceof ByteWriter ? before : new ByteWriter().bytes(before as Uint8Array)).bytes(bytes);
}

function skip(cursor: Cursor, wire: number): void {
  if (wire === wires.varint) readVarint(cursor);
  else if (wire === wires.fixed64) cursor.advance(8);
  else if (wire === wires.fixed32) cursor.advance(4);
  else if (wire === wires.bytes) cursor.advance(readLength(cursor));
  else cursor.fail(`has the wire type ${wire}, which is none: it is no protocol buffer, or was damaged`);
}

const readLength = (cursor: Cursor): number => Number(readVarint(cursor));

/** Up to ten bytes of seven bits, unsigned. */
function readVarint(cursor: Cursor): bigint {
  let value = 0n;
  for (let shift = 0n; shift < 70n; shift += 7n) {
    const byte = cursor.u8();
    value |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) return BigInt.asUintN(64, value);
  }
  return cursor.fail("has a whole number of more than ten bytes");
}

const small = (value: bigint): number | bigint => (Number.isSafeInteger(Number(value)) ? Number(value) : value);

function readFloat(cursor: Cursor): number {
  const bytes = cursor.bytes(4);
  return new DataView(bytes.buffer, bytes.byteOffset).getFloat32(0, true);
}
