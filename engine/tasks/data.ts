import type { Rows } from "../series/rows.ts";
import type { Scaling } from "../series/scaling.ts";
import type { Series } from "../series/series.ts";
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

/** A text of numbers as rows. */
export interface SeriesData {
  readonly kind: "series";
  readonly series: Series;
  /** Fitted on what is trained on. */
  readonly scaling: Scaling;
  /** All rows, scaled. */
  readonly all: Rows;
  /** What is trained on, scaled. */
  readonly rows: Rows;
  /** As of tokens. */
  readonly validation: { readonly rows: Rows; readonly from: number } | null;
}

/** What a run reads. */
export type RunData = TokenData | SeriesData;

/** All that a network's shape depends on: V tokens, or so many columns of numbers that are read, and that are told. */
export type DataSize =
  | { readonly kind: "tokens"; readonly count: number }
  | { readonly kind: "series"; readonly columns: number; readonly targets: number };

export const sizeOf = (data: RunData): DataSize =>
  data.kind === "tokens"
    ? { kind: "tokens", count: data.vocabulary.size }
    : { kind: "series", columns: data.rows.columns, targets: data.rows.targets.length };

/** Tokens, or rows, that are trained on. */
export const lengthOf = (data: RunData): number =>
  data.kind === "tokens" ? data.ids.length : data.rows.values.length / data.rows.columns;

/** Of a task on tokens, which is never handed anything else. */
export function tokensOf(data: RunData): TokenData {
  if (data.kind === "tokens") return data;
  throw new TypeError("A task on tokens was given numbers.");
}

export function seriesOf(data: RunData): SeriesData {
  if (data.kind === "series") return data;
  throw new TypeError("A task on numbers was given tokens.");
}

/** V, of a task on tokens. */
export function tokenCount(size: DataSize): number {
  if (size.kind === "tokens") return size.count;
  throw new TypeError("A task on tokens was given numbers.");
}
