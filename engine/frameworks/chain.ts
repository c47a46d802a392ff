import type { Importing } from "./importing.ts";
import { inputSizeOf, type Layer, outputSizeOf } from "./layer.ts";

/** A piece of a file without a configuration: what it may be, the likeliest first. */
export interface Piece {
  readonly name: string;
  readonly readings: readonly Layer[];
}

/** Tries before giving up: small files need a few dozen. */
const mostTries = 20_000;

/**
 * Puts pieces one behind the other so that each reads as many features as the one before it makes, an embedding only first, and all
 * are used. Files list tensors by name, or in the order of their making: of several ways the first in the given order is taken, and said.
 */
export function chained(importing: Importing, pieces: readonly Piece[]): readonly Layer[] {
  const found = new Search(pieces).run();
  if (found.length === 0) {
    const sizes = pieces.map(
      ({ name, readings }) =>
        `${name} (${readings.map((layer) => `${inputSizeOf(layer)} to ${outputSizeOf(layer)}`).join(" or ")})`,
    );
    importing.fail(`its layers do not follow one another by their sizes: ${sizes.join(", ")}`);
  }
  if (found.length > 1)
    importing.warn(`The order of the layers is not in the file; taken is ${found[0]!.map(({ name }) => name).join(", ")}.`);
  return found[0]!;
}

class Search {
  readonly #pieces: readonly Piece[];
  readonly #found: (readonly Layer[])[] = [];
  #tries = 0;

  constructor(pieces: readonly Piece[]) {
    this.#pieces = pieces;
  }

  /** At most two ways; those that begin with an embedding first, then those that begin with a recurrent layer. */
  run(): readonly (readonly Layer[])[] {
    for (const kind of ["embedding", "recurrent", "dense"] as const) {
      for (const piece of this.#pieces)
        for (const layer of piece.readings) if (layer.kind === kind) this.#extend([layer], new Set([piece]));
      if (this.#found.length > 0) break;
    }
    return this.#found;
  }

  #extend(chain: readonly Layer[], used: ReadonlySet<Piece>): void {
    if (used.size === this.#pieces.length && chain.some(({ kind }) => kind === "recurrent")) this.#found.push(chain);
    if (this.#found.length > 1 || ++this.#tries > mostTries) return;
    for (const piece of this.#pieces)
      if (!used.has(piece))
        for (const layer of piece.readings)
          if (layer.kind !== "embedding" && outputSizeOf(chain.at(-1)!) === inputSizeOf(layer))
            this.#extend([...chain, layer], new Set([...used, piece]));
  }
}

/** Names with numbers in them in the numbers' order: `lstm_2` before `lstm_10`. */
export const naturalOrder = (a: string, b: string): number => {
  const [left, right] = [parts(a), parts(b)];
  for (let i = 0; i < left.length && i < right.length; i++) {
    const [one, other] = [left[i]!, right[i]!];
    const difference =
      /^\d/u.test(one) && /^\d/u.test(other) ? Number(one) - Number(other) : one < other ? -1 : one > other ? 1 : 0;
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
};

const parts = (name: string): readonly string[] => name.match(/\d+|\D+/gu) ?? [];
