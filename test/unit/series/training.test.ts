import { describe, expect, test } from "vitest";
import { SequenceModel } from "../../../engine/model/sequenceModel.ts";
import { Random } from "../../../engine/random/random.ts";
import type { Forecast } from "../../../engine/series/forecast.ts";
import { FreeStreamForecast, FreeWindowForecast } from "../../../engine/series/freeForecast.ts";
import { readSeries } from "../../../engine/series/readSeries.ts";
import { rowStream, SeriesStreams } from "../../../engine/series/rowStream.ts";
import { rowWindows, SeriesWindows } from "../../../engine/series/rowWindows.ts";
import { fitScaling, scale } from "../../../engine/series/scaling.ts";
import { StreamForecast } from "../../../engine/series/streamForecast.ts";
import { WindowForecast } from "../../../engine/series/windowForecast.ts";
import type { Pass } from "../../../engine/text/batching/pass.ts";
import { cutTail } from "../../../engine/text/batching/split.ts";
import { StreamPass } from "../../../engine/text/batching/streamPass.ts";
import { WindowPass } from "../../../engine/text/batching/windowPass.ts";
import { initializePlain, plainTrainer, slotsOf } from "../engine/plainModel.ts";

/** From a text of numbers to a forecast, by a network that learns on the way. */

/** A wave of 25 rows, and another column that follows it. */
const waveAt = (row: number) => 20 + 5 * Math.sin((2 * Math.PI * row) / 25);
const text = ["level;slope", ...Array.from({ length: 300 }, (_, row) => `${waveAt(row)};${waveAt(row + 6) * 10}`)]
  .join("\n")
  .replaceAll(".", ",");

const series = readSeries(text);
const sizes = { steps: 12, horizon: 2, batch: 8 };
const cut = cutTail(series.rows, 0.2, { training: sizes.steps + sizes.horizon, validation: sizes.horizon }, "rows");
const scaling = fitScaling("standard", series.values, 2, cut);
const rows = { values: scale(scaling, series.values), columns: 2, targets: [0, 1] };
const known = { ...rows, values: rows.values.subarray(0, cut * 2) };

function modelFor(readout: "all" | "last"): SequenceModel {
  const model = new SequenceModel(
    {
      input: { kind: "features", size: 2 },
      network: { lstm: { hiddenSize: 12 } },
      dense: { units: 4, bias: true },
      loss: "meanSquaredError",
    },
    { steps: sizes.steps, batch: sizes.batch, precision: "float32", training: true, slots: slotsOf("adam"), readout },
  );
  initializePlain(model, 5);
  return model;
}

function lossOver(pass: Pass, model: SequenceModel): number {
  let sum = 0;
  for (let index = 0; index < pass.batches; index++) {
    const { resetState, steps, weight } = pass.fill(model, index);
    if (resetState) model.state.fill(0);
    model.forward(steps);
    sum += weight * model.loss();
    model.carryState();
  }
  return sum / pass.weight;
}

function draw(forecast: Forecast, model: SequenceModel): Forecast {
  for (let index = 0; index < forecast.batches; index++) {
    const { resetState, steps } = forecast.fill(model, index);
    if (resetState) model.state.fill(0);
    model.forward(steps);
    forecast.take(model, index);
    model.carryState();
  }
  return forecast;
}

/** Root of the mean square, in the text's own units, of the first column. */
function errorOf({ told, first }: Forecast): number {
  const errors = Array.from({ length: told.length / 2 }, (_, i) => told[2 * i]! - waveAt(first + i));
  return Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length);
}

describe.each([
  {
    name: "windows",
    readout: "last" as const,
    batcher: new SeriesWindows(known, sizes.steps, sizes.horizon, sizes.batch, new Random(6)),
    pass: new WindowPass(rowWindows(rows, sizes.steps, sizes.horizon), sizes.steps, sizes.batch, { from: cut }),
    told: () => new WindowForecast(rows, scaling, sizes, { from: cut }),
    free: () => new FreeWindowForecast(rows, scaling, sizes, { from: series.rows, count: 25 }),
  },
  {
    name: "a stream",
    readout: "all" as const,
    batcher: new SeriesStreams(known, sizes.steps, sizes.horizon, sizes.batch),
    pass: new StreamPass(rowStream(rows, sizes.horizon), sizes.steps, sizes.batch, cut),
    told: () => new StreamForecast(rows, scaling, sizes),
    free: () => new FreeStreamForecast(rows, scaling, sizes, { from: series.rows, count: 25 }),
  },
])("a network that learns a wave from $name", ({ readout, batcher, pass, told, free }) => {
  const model = modelFor(readout);

  test("tells a part that it never saw, and goes on beyond the text's end", () => {
    const before = lossOver(pass, model);
    const trainer = plainTrainer(model, batcher, { optimizer: "adam", learningRate: 0.01, clipNorm: 1 });
    for (let step = 0; step < 500; step++) trainer.step();
    expect(lossOver(pass, model)).toBeLessThan(before / 10);
    // The wave swings by 5; to say its mean is wrong by 3.5.
    expect(errorOf(draw(told(), model))).toBeLessThan(0.8);
    expect(errorOf(draw(free(), model))).toBeLessThan(1.5);
  });
});
