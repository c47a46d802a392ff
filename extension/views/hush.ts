/** Milliseconds after which a page that has not said a word is waited for no longer. */
const patience = 5000;

/**
 * While a page is being opened, the other pages are told nothing: ten messages a second to one of them keep VS Code from loading another
 * for three quarters of a minute. Afterwards they are told the whole at once.
 */
export class Hush {
  readonly #opening = new Map<object, NodeJS.Timeout>();
  readonly #listeners = new Set<() => void>();

  /** Whether another page than this one is being opened. */
  isFor(page: object): boolean {
    return this.#opening.size > (this.#opening.has(page) ? 1 : 0);
  }

  begin(page: object): void {
    this.end(page);
    this.#opening.set(
      page,
      setTimeout(() => this.end(page), patience),
    );
  }

  /** The page is there, or gone. */
  end(page: object): void {
    clearTimeout(this.#opening.get(page));
    if (!this.#opening.delete(page) || this.#opening.size > 0) return;
    for (const listener of this.#listeners) listener();
  }

  /** @returns a function that ends the listening */
  onEnd(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
