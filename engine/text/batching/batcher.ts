import type { FloatArray } from "../../memory/arena.ts";

/** What survives `JSON.parse(JSON.stringify(x))` unchanged. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What a batcher writes into: a model has these as they stand. A batcher touches those that its task has; the others are empty. */
export interface BatchBuffers {
  /** Ids, [T, N], time-major. */
  readonly inputs: Int32Array;
  /** Real inputs, [T, N, D], time-major. */
  readonly features: FloatArray;
  /** Ids, [T, N]; [N] where the model reads out once. */
  readonly targets: Int32Array;
  /** Real targets, [T, N, units]; [N, units] where the model reads out once. */
  readonly targetFeatures: FloatArray;
}

/** What is to be known of a batch before it is read. */
export interface Filled {
  /** Whether the carried state is to be zeroed before this batch (each window; a stream that starts over). */
  readonly resetState: boolean;
}

/** Where batches come from: windows or streams of tokens or numbers. */
export interface Batcher {
  /** Writes the next batch. Allocates nothing: what it gives is one of two constants. */
  fill(batch: BatchBuffers): Filled;
  /** Where the next batch would come from. Called at every step (an interrupted step is rolled back): keep it small. */
  save(): Json;
  /** @param state what {@link save} gave, possibly through a file. */
  restore(state: Json): void;
}

/** A batch that begins with a zero state. */
export const fromZeroState: Filled = { resetState: true };
/** A batch that goes on from the state that the one before it left. */
export const fromCarriedState: Filled = { resetState: false };
