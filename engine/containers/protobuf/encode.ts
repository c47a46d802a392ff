import { encodeUtf8 } from "../../text/utf8.ts";
import { ByteWriter } from "../bytes/byteWriter.ts";
import { type PackedNumbers, packedBytes, putVarint } from "./packed.ts";
import type { Field, Message, Schema } from "./schema.ts";

/** A message's bytes, its fields in the order of their numbers. What is undefined is left out. */
export function encodeMessage(schema: Schema, message: Message): Uint8Array {
  const writer = new ByteWriter();
  for (const [number, field] of Object.entries(schema.fields)) {
    const value = message[field.key];
    const values = value === undefined ? [] : field.repeated ? (value as readonly unknown[]) : [value];
    for (const item of values) putField(writer, Number(number), field, item);
  }
  return writer.done();
}

function putField(writer: ByteWriter, number: number, { kind }: Field, value: unknown): void {
  const tag = (wire: number) => putVarint(writer, BigInt(number * 8 + wire));
  if (kind === "whole") {
    tag(0);
    putVarint(writer, BigInt(value as number | bigint));
  } else if (kind === "float") {
    tag(5);
    writer.f32(value as number);
  } else {
    const bytes = bytesOf(kind, value);
    tag(2);
    putVarint(writer, BigInt(bytes.length));
    writer.bytes(bytes);
  }
}

function bytesOf(kind: Exclude<Field["kind"], "whole" | "float">, value: unknown): Uint8Array {
  if (kind === "text") return encodeUtf8(value as string);
  if (kind === "bytes") return value as Uint8Array;
  return kind === "packed" ? packedBytes(value as PackedNumbers) : encodeMessage(kind(), value as Message);
}
