import type { GradientReport } from "../training/report.ts";

/** What was kept of a run's gradient reports, oldest first. */
export interface GradientSeries {
  readonly steps: Float64Array;
  /** One report of so many is kept. */
  readonly stride: number;
  /** Reports since the last one that is kept for good; where there are any, the newest stands behind it, to be replaced by the next. */
  readonly since: number;
  readonly parameters: readonly ParameterHistory[];
}

/** One parameter's figures: a number for each report kept. */
export interface ParameterHistory {
  readonly path: string;
  readonly norm: Float64Array;
  readonly largest: Float64Array;
  readonly updateRatio: Float64Array;
}

export interface ParameterSeries {
  readonly norm: number[];
  readonly largest: number[];
  readonly updateRatio: number[];
}

/** Reports kept: enough for a sparkline at any width of the side bar. */
const capacity = 512;

const noSeries: ParameterSeries = { norm: [], largest: [], updateRatio: [] };

/**
 * The gradients' figures over the reports of a run, bounded: when `capacity` reports are kept, every other one is dropped and from then on
 * only every second, fourth, … report stays. So the whole run is in view at an even pace, and its newest report always is.
 */
export class GradientHistory {
  readonly #steps: number[] = [];
  readonly #series = new Map<string, ParameterSeries>();
  #stride = 1;
  #since = 0;

  /** Goes on from what was saved, up to `step`. */
  static from(saved: GradientSeries, step = Number.POSITIVE_INFINITY): GradientHistory {
    const history = new GradientHistory();
    history.#steps.push(...saved.steps.filter((kept) => kept <= step));
    const count = history.#steps.length;
    const first = (values: Float64Array) => [...values.subarray(0, count)];
    for (const { path, norm, largest, updateRatio } of saved.parameters)
      history.#series.set(path, { norm: first(norm), largest: first(largest), updateRatio: first(updateRatio) });
    history.#stride = saved.stride;
    history.#since = count === saved.steps.length ? saved.since : 0;
    return history;
  }

  get steps(): readonly number[] {
    return this.#steps;
  }

  /** Of one parameter, a number for each of `steps`. */
  of(path: string): ParameterSeries {
    return this.#series.get(path) ?? noSeries;
  }

  /** A report of a step that is known already changes nothing. */
  append(report: GradientReport): void {
    if (report.step <= (this.#steps.at(-1) ?? 0)) return;
    if (this.#since > 0) this.#each((values) => values.pop());
    else if (this.#steps.length >= capacity) this.#thin();
    this.#since = (this.#since + 1) % this.#stride;
    this.#steps.push(report.step);
    for (const { path, norm, largest, updateRatio } of report.parameters) {
      const series = this.#seriesOf(path);
      series.norm.push(norm);
      series.largest.push(largest);
      series.updateRatio.push(updateRatio);
    }
  }

  snapshot(): GradientSeries {
    const parameters = [...this.#series].map(([path, { norm, largest, updateRatio }]) => ({
      path,
      norm: Float64Array.from(norm),
      largest: Float64Array.from(largest),
      updateRatio: Float64Array.from(updateRatio),
    }));
    return { steps: Float64Array.from(this.#steps), stride: this.#stride, since: this.#since, parameters };
  }

  #seriesOf(path: string): ParameterSeries {
    const known = this.#series.get(path);
    if (known) return known;
    const fresh = { norm: [], largest: [], updateRatio: [] };
    this.#series.set(path, fresh);
    return fresh;
  }

  /** Of an even number the last one is dropped: the report to come is the first of the new pace. */
  #thin(): void {
    this.#each(keepEverySecond);
    this.#since = this.#stride;
    this.#stride *= 2;
  }

  #each(change: (values: number[]) => void): void {
    change(this.#steps);
    for (const { norm, largest, updateRatio } of this.#series.values())
      for (const values of [norm, largest, updateRatio]) change(values);
  }
}

function keepEverySecond(values: number[]): void {
  const kept = Math.ceil(values.length / 2);
  for (let to = 0; to < kept; to++) values[to] = values[2 * to]!;
  values.length = kept;
}
