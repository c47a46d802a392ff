import { SequenceModel } from "../model/sequenceModel.ts";
import type { Run } from "../runs/build.ts";
import type { Forecast } from "../series/forecast.ts";
import { FreeStreamForecast, FreeWindowForecast } from "../series/freeForecast.ts";
import { countOf } from "../series/rows.ts";
import { StreamForecast } from "../series/streamForecast.ts";
import { WindowForecast } from "../series/windowForecast.ts";
import { type SeriesData, seriesOf } from "../tasks/data.ts";
import type { SeriesTask } from "../tasks/series.ts";
import type { ForecastReport } from "./protocol.ts";

/** Rows at the end of a series that are told and sent: as many as a chart has room for. */
const mostRows = 2000;

/** Rows past the end that a model tells from what it told itself. */
const future = 50;

/**
 * What a model of numbers tells of its series, now and then: each row from the true rows before it, and some rows of the future from its own.
 * It owns a model of its own, as a sample's reader does, and goes on batch by batch.
 */
export class Forecasting {
  readonly #run: Run;
  readonly #data: SeriesData;
  readonly #task: SeriesTask;
  readonly #model: SequenceModel;
  #step = 0;
  #forecasts: readonly Forecast[] = [];
  /** The forecast in hand, and its next batch. */
  #place = 0;
  #batch = 0;

  constructor(run: Run, task: SeriesTask) {
    const { spec, plan } = run.planned;
    this.#run = run;
    this.#data = seriesOf(run.data);
    this.#task = task;
    this.#model = new SequenceModel(spec, { ...plan, training: false, slots: 0 }, undefined, run.registry);
  }

  /** Asked between any two time steps; once true, {@link advance} throws `StepInterrupted` and can be called again later. */
  set interrupted(interrupted: () => boolean) {
    this.#model.interrupted = interrupted;
  }

  get pending(): boolean {
    return this.#place < this.#forecasts.length;
  }

  /** With the weights of this moment. */
  begin(step: number): void {
    this.#model.values.set(this.#run.trainer.model.values);
    this.#step = step;
    this.#forecasts = [this.#known(), ...this.#free()];
    this.#place = 0;
    this.#batch = 0;
  }

  /** One batch further; the whole report, once it is there. */
  advance(): ForecastReport | null {
    const forecast = this.#forecasts[this.#place]!;
    const { resetState, steps } = forecast.fill(this.#model, this.#batch);
    if (resetState) this.#begin();
    this.#model.forward(steps);
    forecast.take(this.#model, this.#batch);
    this.#model.carryState();
    if (++this.#batch < forecast.batches) return null;
    this.#batch = 0;
    return ++this.#place < this.#forecasts.length ? null : this.#report();
  }

  #begin(): void {
    this.#model.resetState();
    this.#model.state.set(this.#run.trainer.handOver.initialState);
  }

  get #sizes() {
    return { steps: this.#task.steps, batch: this.#task.rows, horizon: this.#task.horizon };
  }

  #known(): Forecast {
    const { all, scaling } = this.#data;
    const from = Math.max(0, countOf(all) - mostRows);
    return this.#task.carries === "none"
      ? new WindowForecast(all, scaling, this.#sizes, { from })
      : new StreamForecast(all, scaling, this.#sizes);
  }

  /** Only where every column that is read is told, too. */
  #free(): Forecast[] {
    const { all, scaling } = this.#data;
    if (all.targets.length < all.columns || countOf(all) < this.#task.steps) return [];
    const span = { from: countOf(all), count: future };
    return this.#task.carries === "none"
      ? [new FreeWindowForecast(all, scaling, this.#sizes, span)]
      : [new FreeStreamForecast(all, scaling, this.#sizes, span)];
  }

  #report(): ForecastReport {
    const { all, series, validation } = this.#data;
    const [known, free] = this.#forecasts as readonly [Forecast, Forecast?];
    const first = Math.max(0, countOf(all) - mostRows);
    const width = all.targets.length;
    const skipped = Math.max(0, first - known.first);
    return {
      step: this.#step,
      columns: all.targets.map((column) => series.columns[column]!),
      first,
      truth: truthOf(this.#data, first),
      told: { first: known.first + skipped, values: known.told.slice(skipped * width) },
      future: free ? { first: free.first, values: free.told.slice() } : null,
      validationFrom: validation?.rows === all ? validation.from : null,
    };
  }
}

/** [rows, targets] from a row on, as they stand in the text. */
function truthOf({ series, all: { targets, columns } }: SeriesData, first: number): Float64Array {
  const rows = series.rows - first;
  return Float64Array.from(
    { length: rows * targets.length },
    (_, i) => series.values[(first + Math.floor(i / targets.length)) * columns + targets[i % targets.length]!]!,
  );
}
