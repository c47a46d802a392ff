/** How fast a run goes, while it goes: pauses do not count, and the last two seconds count most. */
export class Pace {
  private readonly tokensPerStep: number;
  private readonly now: () => number;
  /** When the clock was last read; null while it stands. */
  private since: number | null = null;
  /** Running time, in milliseconds, and steps, both fading with {@link memory}. */
  private elapsed = 0;
  private steps = 0;

  constructor(tokensPerStep: number, now: () => number) {
    this.tokensPerStep = tokensPerStep;
    this.now = now;
  }

  start(): void {
    this.since = this.now();
  }

  /** Notes the steps that were done since the last time. */
  note(steps: number): void {
    const now = this.now();
    const passed = this.since === null ? 0 : now - this.since;
    const fade = Math.exp(-passed / memory);
    this.elapsed = this.elapsed * fade + passed;
    this.steps = this.steps * fade + steps;
    if (this.since !== null) this.since = now;
  }

  stop(): void {
    this.note(0);
    this.since = null;
  }

  get tokensPerSecond(): number {
    return this.elapsed > 0 ? (this.steps * this.tokensPerStep * 1000) / this.elapsed : 0;
  }

  /** Null until a step was done. */
  secondsFor(steps: number): number | null {
    return this.steps > 0 && this.elapsed > 0 ? (steps * this.elapsed) / this.steps / 1000 : null;
  }
}

/** Milliseconds in which what was noted fades to a third. */
const memory = 2000;
