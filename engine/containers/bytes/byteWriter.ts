import { encodeUtf8 } from "../../text/utf8.ts";

/** Bytes that grow as they are written; numbers are little-endian. */
export class ByteWriter {
  #bytes = new Uint8Array(256);
  #view = new DataView(this.#bytes.buffer);
  length = 0;

  u8(...values: number[]): this {
    return this.bytes(Uint8Array.from(values));
  }

  u16(...values: number[]): this {
    for (const value of values) this.#put(2, (view, at) => view.setUint16(at, value, true));
    return this;
  }

  u32(...values: number[]): this {
    for (const value of values) this.#put(4, (view, at) => view.setUint32(at, value, true));
    return this;
  }

  u64(...values: (number | bigint)[]): this {
    for (const value of values) this.#put(8, (view, at) => view.setBigUint64(at, BigInt(value), true));
    return this;
  }

  f32(value: number): this {
    return this.#put(4, (view, at) => view.setFloat32(at, value, true));
  }

  bytes(bytes: Uint8Array): this {
    const at = this.#grow(bytes.length);
    this.#bytes.set(bytes, at);
    return this;
  }

  text(text: string): this {
    return this.bytes(encodeUtf8(text));
  }

  /** Zeros up to the next multiple. */
  align(multiple: number): this {
    const at = this.#grow(-this.length & (multiple - 1));
    this.#bytes.fill(0, at, this.length);
    return this;
  }

  done(): Uint8Array {
    return this.#bytes.subarray(0, this.length);
  }

  #put(bytes: number, write: (view: DataView, at: number) => void): this {
    const at = this.#grow(bytes);
    write(this.#view, at);
    return this;
  }

  #grow(count: number): number {
    const at = this.length;
    this.length += count;
    if (this.length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(this.length, 2 * this.#bytes.length));
      larger.set(this.#bytes);
      this.#bytes = larger;
      this.#view = new DataView(larger.buffer);
    }
    return at;
  }
}
