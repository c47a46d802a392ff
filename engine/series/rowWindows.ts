import type { WindowSource } from "../text/batching/sources.ts";
import { type RandomSource, WindowWalk } from "../text/batching/windowWalk.ts";
import { requireRows } from "./required.ts";
import { countOf, type Rows, writeFeatures, writeTargets } from "./rows.ts";

/**
 * T rows in, the next k out: features [T, N, D], targetFeatures [N, k · targets], row after row.
 * @param steps T
 * @param horizon k
 * @throws EngineError `tooFewRows` where there are fewer than T + k
 */
export function rowWindows(rows: Rows, steps: number, horizon: number): WindowSource {
  requireRows(countOf(rows), steps, horizon);
  return {
    starts: countOf(rows) - steps - horizon + 1,
    span: steps + horizon,
    startOf: (target) => target - steps,
    write({ features, targetFeatures }, start, n, batch) {
      writeFeatures(rows, features, start, steps, n, batch);
      writeTargets(rows, targetFeatures, start + steps, horizon, n);
    },
  };
}

/** The walk over {@link rowWindows}: in time every row but the first T is told. */
export class SeriesWindows extends WindowWalk {
  /** @param batch N */
  constructor(rows: Rows, steps: number, horizon: number, batch: number, random: RandomSource) {
    super(rowWindows(rows, steps, horizon), batch, random);
  }
}
