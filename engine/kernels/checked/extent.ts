/** What a kernel touches: a matrix of floats, or `rows` ids. */
export interface Extent {
  /** `in` is read, `out` overwritten, `both` read and written; `ids` are read from the Int32 twin and count up to `columns`. */
  readonly role: "in" | "out" | "both" | "ids";
  readonly name: string;
  readonly offset: number;
  readonly rows: number;
  readonly columns: number;
  /** From one row to the next. */
  readonly stride: number;
}

/** For each kernel of a set, what its arguments make it touch. */
export type Extents<Set> = {
  readonly [K in keyof Set]: (...args: Set[K] extends (...args: infer A) => unknown ? A : never) => readonly Extent[];
};

export function matrix(
  role: Extent["role"],
  name: string,
  offset: number,
  rows: number,
  columns: number,
  stride = columns,
): Extent {
  return { role, name, offset, rows, columns, stride };
}

export const vector = (role: Extent["role"], name: string, offset: number, size: number): Extent =>
  matrix(role, name, offset, 1, size);

export const result = (accumulate: number): Extent["role"] => (accumulate === 0 ? "out" : "both");

/** -1 stands for what is absent, or an output that is not wanted. */
export const optional = (extent: Extent): readonly Extent[] => (extent.offset === -1 ? [] : [extent]);
