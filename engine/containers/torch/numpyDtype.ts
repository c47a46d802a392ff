import { PickleObject, type PickleValue } from "../pickle/values.ts";
import { type Dtype, dtypes } from "../tensors/dtypes.ts";

const kinds: Readonly<Record<string, Dtype>> = {
  f8: "float64",
  f4: "float32",
  f2: "float16",
  i8: "int64",
  i4: "int32",
  i2: "int16",
  i1: "int8",
  u8: "uint64",
  u4: "uint32",
  u2: "uint16",
  u1: "uint8",
  b1: "bool",
};

/** NumPy's kind of a number, as a pickle makes it: by its code, `f8`, and then a state that tells the order of its bytes. */
export class NumpyDtype extends PickleObject {
  readonly #code: string;
  bigEndian = false;

  constructor(code: string) {
    super();
    this.#code = code;
  }

  get kind(): { readonly dtype: Dtype; readonly bytes: number } | undefined {
    const dtype = Object.hasOwn(kinds, this.#code) ? kinds[this.#code] : undefined;
    return dtype && { dtype, bytes: dtypes[dtype].bytes };
  }

  /** Version, order of bytes, and what only records have. */
  override build(state: PickleValue): boolean {
    if (!Array.isArray(state) || typeof state[1] !== "string") return false;
    this.bigEndian = state[1] === ">";
    return true;
  }
}
