import { type Contrast, reach, steadyRange } from "../../shared/range.ts";

/** What is known of a parameter's numbers. */
export interface Figures {
  readonly largest: number;
  readonly mean: number;
  readonly deviation: number;
  readonly rows: number;
  readonly columns: number;
}

/** How far beyond the matrices of its part a parameter may reach before it has a scale of its own, and when it comes back. */
const far = 2;
const near = 1.5;

/**
 * The range of the one scale that all parameters of a part share, so that a number has one colour, whichever matrix it stands in. It is made
 * for the matrices, and for what does not reach much further; what does (a normalization's γ about 1 above weights of 0.1) has its own.
 */
export class SharedRange<Key> {
  #shared = 0;
  readonly #own = new Map<Key, number>();

  /** @param known of those that were seen yet */
  update(known: ReadonlyMap<Key, Figures>, contrast: Contrast): void {
    const reaches = new Map([...known].map(([key, figures]) => [key, reachOf([figures], contrast)]));
    const all = [...known.values()];
    const matrices = all.filter(({ rows }) => rows > 1);
    const typical = reachOf(matrices.length > 0 ? matrices : all, contrast);
    const sharing = [...reaches].filter(([key, own]) => this.#decide(key, own, typical)).map(([, own]) => own);
    this.#shared = steadyRange(this.#shared, Math.max(typical, ...sharing));
  }

  of(key: Key): number {
    return this.#own.get(key) ?? this.#shared;
  }

  isOwn(key: Key): boolean {
    return this.#own.has(key);
  }

  /** True where it shares. What has its own keeps it until it is well within. */
  #decide(key: Key, own: number, typical: number): boolean {
    const held = this.#own.get(key);
    const shares = own <= (held === undefined ? far : near) * typical;
    if (shares) this.#own.delete(key);
    else this.#own.set(key, steadyRange(held ?? 0, own));
    return shares;
  }
}

/** Of all together. The spread is about zero, so that numbers that lie about 1 reach as far as 1. */
function reachOf(figures: readonly Figures[], contrast: Contrast): number {
  const largest = Math.max(0, ...figures.map((each) => each.largest));
  const count = figures.reduce((sum, { rows, columns }) => sum + rows * columns, 0);
  const squares = figures.reduce(
    (sum, { rows, columns, mean, deviation }) => sum + rows * columns * (mean ** 2 + deviation ** 2),
    0,
  );
  return reach(largest, Math.sqrt(squares / Math.max(1, count)), contrast);
}
