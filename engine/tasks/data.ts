import type { Tokenizer } from "../text/tokenizers/tokenizer.ts";
import type { Vocabulary } from "../text/vocabulary.ts";

/** A text as the ids of its tokens. */
export interface TokenData {
  readonly kind: "tokens";
  readonly tokenizer: Tokenizer;
  readonly vocabulary: Vocabulary;
  /** What is trained on. */
  readonly ids: Int32Array;
  /** What tells how well it is learned: the tokens from a place on, those before it being known. Null where nothing was kept from training. */
  readonly validation: { readonly ids: Int32Array; readonly from: number } | null;
}

/** What a run reads. */
export type RunData = TokenData;

/** All that a network's shape depends on: V tokens, or so many columns of numbers. */
export type DataSize = { readonly kind: "tokens"; readonly count: number };

export const sizeOf = (data: RunData): DataSize => ({ kind: data.kind, count: data.vocabulary.size });
