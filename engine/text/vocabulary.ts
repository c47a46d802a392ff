/** What stands for every token that a bounded vocabulary left out. Only `split` cuts it out of a text in one piece, where it means the same. */
export const unknownToken = "<unk>";

/**
 * 10,000 tokens, the unknown one included, as in the Penn Treebank set-up of Mikolov et al. (2010): beyond that the output layer, V × H,
 * costs more than the whole LSTM and most of its rows are seen once or twice.
 */
export const maximumVocabulary = 10_000;

/** V tokens and their ids 0 … V-1. Plain data goes in and out by {@link Vocabulary.tokens} and {@link Vocabulary.unknown}. */
export class Vocabulary {
  readonly tokens: readonly string[];
  /** Id of the unknown token; null where every token of the text has its own. */
  readonly unknown: number | null;
  private readonly ids: ReadonlyMap<string, number>;

  constructor(tokens: readonly string[], unknown: number | null) {
    this.tokens = tokens;
    this.unknown = unknown;
    this.ids = new Map(tokens.map((token, id) => [token, id]));
  }

  get size(): number {
    return this.tokens.length;
  }

  /** The token's own id, or null: the unknown token is the caller's business. */
  idOf(token: string): number | null {
    const id = this.ids.get(token);
    return id === undefined || id === this.unknown ? null : id;
  }

  token(id: number): string {
    return this.tokens[id]!;
  }
}

/**
 * Below, at or above 0 as two tokens stand by code point. `<` would compare UTF-16 units, and those of emoji (surrogates, D800 to DFFF)
 * stand before some units that are whole characters (E000 to FFFF).
 */
export function compareCodePoints(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left !== right) return surrogatesLast(left) - surrogatesLast(right);
  }
  return a.length - b.length;
}

function surrogatesLast(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
