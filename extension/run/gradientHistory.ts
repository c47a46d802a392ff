import type { GradientReport } from "../../engine/training/report.ts";
import type { RunView } from "../../webview/protocol.ts";

type Saved = RunView["gradientHistory"];

/** Reports kept: enough for a sparkline at any width of the side bar. */
const capacity = 512;

/**
 * The gradients' figures over the reports of a run, bounded: when `capacity` reports are kept, every other one is dropped and from then on
 * only every second, fourth, … report is taken. The whole run stays in view, at an even pace.
 */
export class GradientHistory {
  readonly #steps: number[] = [];
  readonly #series = new Map<string, { norm: number[]; largest: number[]; updateRatio: number[] }>();
  /** One report of so many is kept. */
  #stride = 1;
  #seen = 0;

  /** Goes on from what was saved, up to `step`. */
  static from(saved: Saved, step = Number.POSITIVE_INFINITY): GradientHistory {
    const history = new GradientHistory();
    history.#steps.push(...saved.steps.filter((kept) => kept <= step));
    const count = history.#steps.length;
    const first = (values: Float64Array) => [...values.subarray(0, count)];
    for (const { path, norm, largest, updateRatio } of saved.parameters)
      history.#series.set(path, { norm: first(norm), largest: first(largest), updateRatio: first(updateRatio) });
    return history;
  }

  append(report: GradientReport): void {
    if (report.step <= (this.#steps.at(-1) ?? 0)) return;
    const taken = this.#seen++ % this.#stride === 0;
    if (!taken) return;
    if (this.#steps.length === capacity) this.#thin();
    this.#steps.push(report.step);
    for (const { path, norm, largest, updateRatio } of report.parameters) {
      const series = this.#seriesOf(path);
      series.norm.push(norm);
      series.largest.push(largest);
      series.updateRatio.push(updateRatio);
    }
  }

  snapshot(): Saved {
    const parameters = [...this.#series].map(([path, { norm, largest, updateRatio }]) => ({
      path,
      norm: Float64Array.from(norm),
      largest: Float64Array.from(largest),
      updateRatio: Float64Array.from(updateRatio),
    }));
    return { steps: Float64Array.from(this.#steps), parameters };
  }

  #seriesOf(path: string) {
    const known = this.#series.get(path);
    if (known) return known;
    const fresh = { norm: [], largest: [], updateRatio: [] };
    this.#series.set(path, fresh);
    return fresh;
  }

  #thin(): void {
    keepEverySecond(this.#steps);
    for (const { norm, largest, updateRatio } of this.#series.values())
      for (const values of [norm, largest, updateRatio]) keepEverySecond(values);
    this.#stride *= 2;
  }
}

function keepEverySecond(values: number[]): void {
  const kept = Math.ceil(values.length / 2);
  for (let to = 0; to < kept; to++) values[to] = values[2 * to]!;
  values.length = kept;
}
