import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { readSeries } from "../../../engine/series/readSeries.ts";
import { fitScaling, scale } from "../../../engine/series/scaling.ts";
import { WindowForecast } from "../../../engine/series/windowForecast.ts";
import { kerasModel, ourNetwork, sequences, timesteps } from "./threeLayers.ts";

/**
 * The article's data as a text: 150 batches of ten whole numbers below 100, one number in a line, are windows that share no row, and what the
 * network tells of each is drawn at the row after it.
 */
test("The article's 150 batches are the windows of a series, and a forecast over it has Keras' numbers", async () => {
  tf.enableProdMode();
  await tf.setBackend("cpu");
  const batches = sequences(150);
  const series = readSeries(batches.flat(2).join("\n"));
  expect(series).toMatchObject({ rows: 1500, columns: ["column 1"], hasHeader: false });

  const scaling = fitScaling("none", series.values, 1);
  const rows = { values: scale(scaling, series.values), columns: 1, targets: [0] };
  const size = { steps: timesteps, horizon: 1, batch: 1 };
  const forecast = new WindowForecast(rows, scaling, size, { stride: timesteps });
  expect([forecast.batches, forecast.first]).toEqual([150, timesteps]);

  const keras = kerasModel({});
  const net = ourNetwork(keras);
  const none = new Int32Array(0);
  const buffers = { inputs: none, features: new Float64Array(timesteps), targets: none, targetFeatures: new Float64Array(1) };
  for (const [index, batch] of batches.entries()) {
    expect(forecast.fill(buffers, index)).toEqual({ resetState: true, steps: timesteps });
    const window = Array.from(buffers.features, (value) => [value]);
    expect(window).toEqual(batch);
    const [output] = net.predict([window]) as number[][];
    forecast.take({ logits: () => Float64Array.from(output!) }, index);
  }
  for (const [index, batch] of batches.entries()) {
    const [expected] = (keras.predict(tf.tensor3d([batch])) as tf.Tensor).dataSync();
    expect(Math.abs(forecast.told[index * timesteps]! - expected!)).toBeLessThan(2e-5);
  }
  expect(forecast.told.filter(Number.isFinite).length).toBe(150);
});
