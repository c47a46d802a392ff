import type { ValidationPoint } from "../../engine/worker/protocol.ts";

const most = 2000;

/** The evaluations of a run; when there are too many, every other one is forgotten, but never the best. */
export class Validations {
  #kept: readonly ValidationPoint[] = [];

  constructor(saved: readonly ValidationPoint[] = []) {
    for (const point of saved) this.append(point);
  }

  append(point: ValidationPoint): void {
    // A run that went on from an older save tells some steps again.
    this.#kept = [...this.#kept.filter(({ step }) => step < point.step), point];
    if (this.#kept.length > most) this.#thin();
  }

  snapshot(): readonly ValidationPoint[] {
    return this.#kept;
  }

  #thin(): void {
    const best = this.#kept.findLast(({ isBest }) => isBest);
    const last = this.#kept.length - 1;
    this.#kept = this.#kept.filter((point, i) => (last - i) % 2 === 0 || point === best);
  }
}
