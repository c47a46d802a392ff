export interface PredictRequest {
  /** The text before the place in question; only its end is read, as many tokens as `contextTokens` says. */
  readonly context: string;
  /** The text behind the place, for a model that fills blanks; only its beginning is read. */
  readonly after?: string;
  readonly contextTokens: number;
  /** How many candidates. */
  readonly count: number;
  /** What stands at the place now, to be told its own probability and rank; empty if nothing does. */
  readonly actual: string;
}

export interface Prediction {
  /** The model's step when it predicted. */
  readonly step: number;
  /** Words (word model), or completions of a word (character model: beam search to the word's end), most probable first. */
  readonly candidates: readonly { readonly text: string; readonly probability: number }[];
  /**
   * `text`: the token, or the whole word for a character model, as far as the vocabulary knows it. `rank` counts from 1 among all
   * tokens of a word model; null for a character model's word, whose competitors cannot be counted. Null if nothing stood there or it is unknown.
   */
  readonly actual: { readonly text: string; readonly probability: number; readonly rank: number | null } | null;
  /** Number of things `rank` counts among: V for a word model, null for a character model. */
  readonly outOf: number | null;
  /** The tokens that were read, from the first to the last, as text: so that a hover can say what it looked at. */
  readonly contextUsed: string;
}
