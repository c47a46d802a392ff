import { encodeUtf8 } from "../../text/utf8.ts";
import { ByteWriter } from "../bytes/byteWriter.ts";
import { encodeNumbers } from "../tensors/dtypes.ts";
import type { AttributeItem, AttributeValue } from "./attributes.ts";
import { dataspace, fixedTextType, longTextType, numberType } from "./writeTypes.ts";

/** A message's length has 16 bits; something is left for its head. */
const longestMessage = 64_000;

interface Encoded {
  readonly type: Uint8Array;
  readonly content: Uint8Array;
}

/**
 * The attribute message, version 1. Texts have a fixed length, as every reader knows them; those too long for a message go to a global heap.
 *
 * @param place lays bytes somewhere in the file and returns where.
 * @throws RangeError for lists of numbers that are too long for an attribute.
 */
export function attributeMessage(name: string, value: AttributeValue, place: (bytes: Uint8Array) => number): Uint8Array {
  const isList = Array.isArray(value);
  const items: readonly AttributeItem[] = value === null ? [] : isList ? value : [value as AttributeItem];
  const { type, content } = encoded(items, place);
  const nameBytes = encodeUtf8(`${name}\0`);
  const space = dataspace(value === null ? null : isList ? [items.length] : []);
  const writer = new ByteWriter().u8(1, 0).u16(nameBytes.length, type.length, space.length);
  const message = writer.bytes(nameBytes).align(8).bytes(type).align(8).bytes(space).align(8).bytes(content).done();
  if (message.length > 0xfff0) throw new RangeError(`The attribute ${name} has ${message.length} bytes; HDF5 allows 65520.`);
  return message;
}

function encoded(items: readonly AttributeItem[], place: (bytes: Uint8Array) => number): Encoded {
  const [first = 0] = items;
  switch (typeof first) {
    case "string":
      return encodedTexts(
        items.map((item) => encodeUtf8(String(item))),
        place,
      );
    case "boolean":
      return { type: numberType("bool"), content: Uint8Array.from(items, Number) };
    default: {
      const whole = items.length > 0 && items.every((item) => typeof item === "bigint" || Number.isSafeInteger(item));
      if (!whole) return { type: numberType("float64"), content: encodeNumbers(Float64Array.from(items, Number), "float64") };
      const numbers = BigInt64Array.from(items, (item) => BigInt(item));
      return { type: numberType("int64"), content: encodeNumbers(numbers, "int64") };
    }
  }
}

function encodedTexts(texts: readonly Uint8Array[], place: (bytes: Uint8Array) => number): Encoded {
  const bytes = Math.max(1, ...texts.map(({ length }) => length));
  if (bytes * texts.length > longestMessage) return heapTexts(texts, place);
  const content = new Uint8Array(bytes * texts.length);
  for (const [i, text] of texts.entries()) content.set(text, i * bytes);
  return { type: fixedTextType(bytes), content };
}

/** One collection of all texts. */
function heapTexts(texts: readonly Uint8Array[], place: (bytes: Uint8Array) => number): Encoded {
  const objects = new ByteWriter();
  for (const [i, text] of texts.entries())
    objects
      .u16(i + 1, 1)
      .u32(0)
      .u64(text.length)
      .bytes(text)
      .align(8);
  const size = Math.max(4096, 16 + objects.length + 16);
  // What is left over is object 0, the free space.
  objects
    .u16(0, 0)
    .u32(0)
    .u64(size - 16 - objects.length + 8);
  const heap = new Uint8Array(size);
  heap.set(new ByteWriter().text("GCOL").u8(1, 0, 0, 0).u64(size).bytes(objects.done()).done());
  const at = place(heap);
  const content = new ByteWriter();
  for (const [i, text] of texts.entries())
    content
      .u32(text.length)
      .u64(at)
      .u32(i + 1);
  return { type: longTextType(), content: content.done() };
}
