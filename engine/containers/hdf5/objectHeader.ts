import { Cursor } from "../bytes/cursor.ts";
import { ascii, type FileBytes, hasBytes } from "../bytes/fileBytes.ts";
import { expectSignature, readSized } from "./address.ts";
import { checkSum } from "./checksum.ts";

/** Messages of an object header that are read here (HDF5 File Format Specification 3.0, IV.A.2). */
export const messageTypes = {
  dataspace: 0x01,
  linkInfo: 0x02,
  datatype: 0x03,
  link: 0x06,
  externalFiles: 0x07,
  layout: 0x08,
  groupInfo: 0x0a,
  filters: 0x0b,
  attribute: 0x0c,
  continuation: 0x10,
  symbolTable: 0x11,
  attributeInfo: 0x15,
} as const;

export interface Message {
  readonly type: number;
  /** Place and end of its content. */
  readonly begin: number;
  readonly end: number;
}

/** A group's or a dataset's object header. */
export class ObjectHeader {
  readonly file: FileBytes;
  /** Its name in errors. */
  readonly what: string;
  readonly #messages: readonly Message[];

  constructor(file: FileBytes, what: string, at: number) {
    this.file = file;
    this.what = what;
    this.#messages = hasBytes(file.part(at, 4, what), ascii("OHDR")) ? readNew(file, what, at) : readOld(file, what, at);
  }

  has(type: number): boolean {
    return this.#messages.some((message) => message.type === type);
  }

  /** Cursors over all messages of a type. */
  all(type: number): Cursor[] {
    return this.#messages
      .filter((message) => message.type === type)
      .map(({ begin, end }) => new Cursor(this.file, this.what, begin, end));
  }

  find(type: number): Cursor | null {
    return this.all(type)[0] ?? null;
  }

  get(type: keyof typeof messageTypes): Cursor {
    return this.find(messageTypes[type]) ?? this.file.fail(`${this.what} has no ${type} message`);
  }
}

/** Continuations one after the other, each once: a header that goes on in itself would never end. */
function readBlocks(file: FileBytes, what: string, first: Block, readBlock: (block: Block) => Block[]): void {
  const done = new Set<number>();
  const waiting = [first];
  for (let block = waiting.shift(); block !== undefined; block = waiting.shift()) {
    if (done.has(block.at)) file.fail(`${what} goes on in itself at byte ${block.at}`);
    done.add(block.at);
    waiting.push(...readBlock(block));
  }
}

interface Block {
  readonly at: number;
  readonly bytes: number;
}

const oldPrefixBytes = 16;
const sharedFlag = 2;

/** Version 1: messages at multiples of 8 bytes, and their number. */
function readOld(file: FileBytes, what: string, at: number): Message[] {
  const version = file.u8(at, what);
  if (version !== 1) file.fail(`${what} has no object header at byte ${at}`);
  const messages: Message[] = [];
  const count = file.u16(at + 2, what);
  let read = 0;
  readBlocks(file, what, { at: at + oldPrefixBytes, bytes: file.u32(at + 8, what) }, (block) => {
    const cursor = new Cursor(file, what, block.at, block.at + block.bytes);
    const more: Block[] = [];
    while (cursor.left >= 8 && read < count) {
      const [type, size, flags] = [cursor.u16(), cursor.u16(), cursor.u8()];
      cursor.advance(3);
      read++;
      more.push(...take(messages, type, flags, cursor.part(size)));
    }
    return more;
  });
  if (read < count) file.fail(`${what} has ${read} of the ${count} messages that its header claims`);
  return messages;
}

/** Version 2: packed tightly, each block with a checksum. */
function readNew(file: FileBytes, what: string, at: number): Message[] {
  const prefix = new Cursor(file, what, at);
  expectSignature(prefix, "OHDR", 2);
  const flags = prefix.u8();
  if (flags & 0x20) prefix.advance(16);
  if (flags & 0x10) prefix.advance(4);
  const bytes = readSized(prefix, 1 << (flags & 3));
  const messages: Message[] = [];
  const first = prefix.at;
  readBlocks(file, what, { at: first, bytes: bytes + 4 }, (block) => {
    const cursor = new Cursor(file, what, block.at, block.at + block.bytes);
    if (block.at !== first && !hasBytes(cursor.bytes(4), ascii("OCHK"))) cursor.fail("goes on where nothing stands");
    const end = cursor.end - 4;
    const more: Block[] = [];
    const headBytes = flags & 4 ? 6 : 4;
    // What is left before the checksum is too small for a message.
    while (end - cursor.at >= headBytes) {
      const [type, size, messageFlags] = [cursor.u8(), cursor.u16(), cursor.u8()];
      cursor.advance(headBytes - 4);
      if (size > end - cursor.at) cursor.fail(`has a message of ${size} bytes where ${end - cursor.at} are left`);
      more.push(...take(messages, type, messageFlags, cursor.part(size)));
    }
    cursor.advance(end - cursor.at);
    checkSum(cursor, block.at === first ? at : block.at);
    return more;
  });
  return messages;
}

/** Keeps a message, or returns the block in which the header goes on. */
function take(messages: Message[], type: number, flags: number, content: Cursor): Block[] {
  if (type === messageTypes.continuation) return [{ at: content.u64(), bytes: content.u64() }];
  if (flags & sharedFlag && type !== messageTypes.attribute)
    content.fail("shares a message with another object, which is not read", "Save it with h5py's defaults, without named types.");
  messages.push({ type, begin: content.at, end: content.end });
  return [];
}
