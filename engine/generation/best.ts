/** The `limit` highest-scored of all that was offered, best first; among equals, what was offered first. */
export class Best<T> {
  private readonly limit: number;
  private readonly entries: { readonly score: number; readonly item: T }[] = [];

  constructor(limit: number) {
    this.limit = limit;
  }

  /** What a score must exceed to get in. */
  get threshold(): number {
    return this.entries.length < this.limit ? -Infinity : this.entries.at(-1)!.score;
  }

  offer(score: number, item: T): void {
    if (!(score > this.threshold)) return;
    let at = this.entries.length;
    while (at > 0 && this.entries[at - 1]!.score < score) at--;
    this.entries.splice(at, 0, { score, item });
    if (this.entries.length > this.limit) this.entries.pop();
  }

  get items(): T[] {
    return this.entries.map(({ item }) => item);
  }
}
