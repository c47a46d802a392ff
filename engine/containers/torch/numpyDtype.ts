import { PickleObject, type PickleValue } from "../pickle/values.ts";
import { type Dtype, dtypes, numpyDtypes } from "../tensors/dtypes.ts";

/** NumPy's kind of a number, as a pickle makes it: by its code, `f8`, and then a state that tells the order of its bytes. */
export class NumpyDtype extends PickleObject {
  readonly #code: string;
  bigEndian = false;

  constructor(code: string) {
    super();
    this.#code = code;
  }

  get kind(): { readonly dtype: Dtype; readonly bytes: number } | undefined {
    const dtype = Object.hasOwn(numpyDtypes, this.#code) ? numpyDtypes[this.#code] : undefined;
    return dtype && { dtype, bytes: dtypes[dtype].bytes };
  }

  /** Version, order of bytes, and what only records have. */
  override build(state: PickleValue): boolean {
    if (!Array.isArray(state) || typeof state[1] !== "string") return false;
    this.bigEndian = state[1] === ">";
    return true;
  }
}
