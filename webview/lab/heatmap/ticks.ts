/** A label at the middle of cell `index`. */
export interface Tick {
  readonly index: number;
  readonly text: string;
}

const steps = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024] as const;

/** Every how many cells a label fits, when a cell takes `cell` pixels and a label `label`. */
export function tickStep(cell: number, label: number): number {
  return steps.find((step) => step * cell >= label) ?? Math.ceil(label / cell);
}

/** Labels for the indices from `from` to `to` (half-open), on multiples of the step so that they stay with their cells while zooming. */
export function ticks(from: number, to: number, cell: number, label: number, name: (index: number) => string): Tick[] {
  const step = tickStep(cell, label);
  const found: Tick[] = [];
  for (let index = Math.ceil(from / step) * step; index < to; index += step) found.push({ index, text: name(index) });
  return found;
}
