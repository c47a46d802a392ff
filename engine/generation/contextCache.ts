import type { Reading } from "./reader.ts";

export interface KnownContext {
  readonly ids: readonly number[];
  readonly reading: Reading;
  /** Probabilities of the next token, [V]. */
  readonly next: Float64Array;
}

/** Contexts that were read of late, so that a hover on the same word is free and one a little further on reads only what is new. */
export class ContextCache {
  private readonly limit: number;
  /** Latest last. */
  private readonly known: KnownContext[] = [];

  constructor(limit = 16) {
    this.limit = limit;
  }

  /** The longest known context that these ids begin with, itself included. */
  longestPrefix(ids: readonly number[]): KnownContext | null {
    let best: KnownContext | null = null;
    for (const context of this.known) {
      if (context.ids.length > (best?.ids.length ?? 0) && beginsWith(ids, context.ids)) best = context;
    }
    return best;
  }

  add(context: KnownContext): void {
    this.known.push(context);
    if (this.known.length > this.limit) this.known.shift();
  }
}

function beginsWith(ids: readonly number[], prefix: readonly number[]): boolean {
  return prefix.length <= ids.length && prefix.every((id, i) => id === ids[i]);
}
