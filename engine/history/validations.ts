import type { ValidationPoint } from "../worker/protocol.ts";

const most = 2000;

/** The evaluations of a run, oldest first; when there are too many, every other one is forgotten, but never the best. */
export class Validations {
  #kept: readonly ValidationPoint[] = [];

  constructor(saved: readonly ValidationPoint[] = []) {
    for (const point of saved) this.append(point);
  }

  get all(): readonly ValidationPoint[] {
    return this.#kept;
  }

  /** A step that is told again is as it was told last. */
  append(point: ValidationPoint): void {
    const after = this.#kept.findIndex(({ step }) => step >= point.step);
    if (after < 0) this.#kept = [...this.#kept, point];
    else this.#kept = [...this.#kept.slice(0, after), point, ...this.#kept.slice(after).filter(({ step }) => step > point.step)];
    if (this.#kept.length > most) this.#thin();
  }

  #thin(): void {
    const best = this.#kept.findLast(({ isBest }) => isBest);
    const last = this.#kept.length - 1;
    this.#kept = this.#kept.filter((point, i) => (last - i) % 2 === 0 || point === best);
  }
}
