/** A report may take this part of the time: with many weights it is made less often than was asked for. */
const share = 0.1;

/** When the next report of a kind is due. Times are in milliseconds. */
export class Cadence {
  private readonly now: () => number;
  private next = -Infinity;

  constructor(now: () => number) {
    this.now = now;
  }

  get due(): boolean {
    return this.now() >= this.next;
  }

  /** The next report is due at once. */
  hurry(): void {
    this.next = -Infinity;
  }

  /** Makes a report, and says when the next is due: `every` after this one's beginning, or later if it took long. */
  make(report: () => void, every: number): void {
    const begun = this.now();
    report();
    const cost = this.now() - begun;
    this.next = begun + Math.max(every, cost / share);
  }
}
