/** What survives `JSON.parse(JSON.stringify(x))` unchanged. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Where batches come from: windows or streams of a token sequence. */
export interface Batcher {
  /**
   * Writes the next batch.
   * @param inputs ids, [T, N], time-major.
   * @param targets ids, [T, N]; [N] where the model reads out the last step only.
   * @returns whether the carried state is to be zeroed before this batch (each window; a stream that starts over).
   */
  fill(inputs: Int32Array, targets: Int32Array): { readonly resetState: boolean };
  /** Where the next batch would come from. Called at every step (an interrupted step is rolled back): keep it small. */
  save(): Json;
  /** @param state what {@link save} gave, possibly through a file. */
  restore(state: Json): void;
}
