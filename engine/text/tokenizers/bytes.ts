import { joined, type Tokenizer, type Writer } from "./tokenizer.ts";
import { isWordCharacter } from "./wordCharacter.ts";

/**
 * A token is a byte of the text in UTF-8: never more than 256 different ones, in any script. Bytes of ASCII are written as their
 * characters, the others as `‹C3›`. Half a surrogate pair, which only an editor's text can have, is written as three bytes, as if it were a
 * character (WTF-8), so that joining gives the very text back.
 */
export const byteTokenizer: Tokenizer = {
  order: "codePoint",
  promptTokens: 24,
  tokensPerUnit: 3,
  continuesWord: (token) => token.length > 1 || isWordCharacter(token),

  /** All bytes of a character have the character's place. */
  forEach(text, visit) {
    let start = 0;
    for (const character of text) {
      const end = start + character.length;
      for (const byte of bytesOf(character.codePointAt(0)!)) visit(names[byte]!, start, end);
      start = end;
    }
  },

  writer: () => new ByteWriter(),
  join: (tokens) => joined(new ByteWriter(), tokens),
};

const names: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  byte < 0x80 ? String.fromCharCode(byte) : `‹${byte.toString(16).toUpperCase()}›`,
);
const byName: ReadonlyMap<string, number> = new Map(names.map((name, byte) => [name, byte]));

/** Leads of sequences of 2, 3 and 4 bytes, by the bits that mark them and those that count. */
function bytesOf(point: number): readonly number[] {
  if (point < 0x80) return [point];
  if (point < 0x800) return [0xc0 | (point >> 6), follower(point)];
  if (point < 0x10000) return [0xe0 | (point >> 12), follower(point >> 6), follower(point)];
  return [0xf0 | (point >> 18), follower(point >> 12), follower(point >> 6), follower(point)];
}

const follower = (bits: number): number => 0x80 | (bits & 0x3f);

/** Bytes of the sequence that a lead begins; 0 for what begins none. */
const lengthOf = (lead: number): number =>
  lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;

/** The least code points that need 2, 3 and 4 bytes: a sequence that is longer than it needs to be is none. */
const least = [0, 0, 0x80, 0x800, 0x10000];

/** Holds bytes back until their character is whole. What a model draws need not be UTF-8: U+FFFD stands for what is not. */
class ByteWriter implements Writer {
  #bytes: number[] = [];

  gap(): string {
    return "";
  }

  write(token: string, gap = ""): string {
    const byte = byName.get(token);
    if (byte === undefined) return this.end() + gap + token;
    if ((byte & 0xc0) !== 0x80 || this.#bytes.length === 0) return this.end() + gap + this.#begin(byte);
    this.#bytes.push(byte);
    return this.#bytes.length === lengthOf(this.#bytes[0]!) ? this.#character() : "";
  }

  end(): string {
    const isHalf = this.#bytes.length > 0;
    this.#bytes = [];
    return isHalf ? "\uFFFD" : "";
  }

  #begin(byte: number): string {
    const length = lengthOf(byte);
    if (length < 2) return length === 0 ? "\uFFFD" : names[byte]!;
    this.#bytes = [byte];
    return "";
  }

  #character(): string {
    const [lead, ...rest] = this.#bytes as [number, ...number[]];
    const point = rest.reduce((bits, byte) => (bits << 6) | (byte & 0x3f), lead & (0xff >> (this.#bytes.length + 1)));
    const isShortest = point >= least[this.#bytes.length]! && point <= 0x10ffff;
    this.#bytes = [];
    return isShortest ? String.fromCodePoint(point) : "\uFFFD";
  }
}
