/**
 * A message of protocol buffers as plain data: its fields by their numbers. Decoded, it is an object by the fields' keys; what is repeated is a list,
 * and what was not there is undefined.
 */
export interface Schema {
  readonly name: string;
  readonly fields: Readonly<Record<number, Field>>;
}

export interface Field {
  readonly key: string;
  readonly kind: Kind;
  readonly repeated: boolean;
}

/**
 * `whole` is a number, or a bigint beyond 2^53, from a signed 64-bit integer. `packed` numbers stay the bytes that they are until they are
 * wanted, however the writer cut them. A message is a function, because messages hold one another.
 */
export type Kind = "whole" | "float" | "text" | "bytes" | "packed" | (() => Schema);

export type Message = Readonly<Record<string, unknown>>;

export const one = (key: string, kind: Kind): Field => ({ key, kind, repeated: false });
export const many = (key: string, kind: Kind): Field => ({ key, kind, repeated: true });
/** Repeated numbers. */
export const packed = (key: string): Field => ({ key, kind: "packed", repeated: false });
