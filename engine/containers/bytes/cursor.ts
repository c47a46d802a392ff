import { decodeUtf8 } from "../../text/utf8.ts";
import type { FileBytes } from "./fileBytes.ts";

/** Reads one part of a file from its begin to its end, and nothing beyond. */
export class Cursor {
  readonly file: FileBytes;
  /** Names the part in errors. */
  readonly what: string;
  readonly end: number;
  /** The next byte's place in the file. */
  at: number;

  constructor(file: FileBytes, what: string, at = 0, end: number = file.length) {
    if (at > end || end > file.length)
      file.fail(`${what} (bytes ${at} to ${end}) lies beyond the file's end: it has ${file.length} bytes`);
    this.file = file;
    this.what = what;
    this.at = at;
    this.end = end;
  }

  get left(): number {
    return this.end - this.at;
  }

  u8(): number {
    return this.file.u8(this.advance(1), this.what);
  }

  u16(): number {
    return this.file.u16(this.advance(2), this.what);
  }

  u32(): number {
    return this.file.u32(this.advance(4), this.what);
  }

  i32(): number {
    return this.file.i32(this.advance(4), this.what);
  }

  u64(): number {
    return this.file.u64(this.advance(8), this.what);
  }

  bigU64(): bigint {
    return this.file.bigU64(this.advance(8), this.what);
  }

  f64BigEndian(): number {
    return this.file.f64BigEndian(this.advance(8), this.what);
  }

  /** A view, not a copy. */
  bytes(length: number): Uint8Array {
    return this.file.part(this.advance(length), length, this.what);
  }

  /** A cursor over the next bytes, which this one leaves behind. */
  part(length: number, what: string = this.what): Cursor {
    const at = this.advance(length);
    return new Cursor(this.file, what, at, at + length);
  }

  text(length: number): string {
    const at = this.at;
    return decodeUtf8(this.bytes(length)) ?? this.file.fail(`${this.what} has a text at byte ${at} that is not UTF-8`);
  }

  /** Leaves bytes behind and returns their place. */
  advance(length: number): number {
    if (length < 0 || length > this.left) this.fail(`ends too early: ${length} more bytes are needed and ${this.left} are left`);
    const at = this.at;
    this.at += length;
    return at;
  }

  /** @param problem goes on after the part's name. */
  fail(problem: string, advice?: string): never {
    this.file.fail(`${this.what} ${problem}, at byte ${this.at}`, advice);
  }
}
